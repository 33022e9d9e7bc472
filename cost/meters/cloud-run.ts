import { textOf } from "../inputs";
import { atLeastZero, Decimal, HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../money";
import { amount, INTERNET_EGRESS, LOGS } from "../usage/field";
import type { Usage } from "../usage/usage";
import { type InstanceSpec, serviceSpec, serviceSpecV1, Unreadable } from "./cloud-run-spec";
import { egress, fromCloudRun } from "./egress";
import { charge, type Finding, free, type Meter, metered, optionally, type Reading, unpriced } from "./meter";

const USAGE = [
  amount("requests", "requests a month", "requests answered", "requestCount", "invocations"),
  amount(
    "instanceHours",
    "hours a month",
    "time that instances are billed as active, added over instances",
    "activeInstanceHours",
    "activeHours",
    "instanceHrs",
    "billableHours",
    "billedHours",
    "cpuTimeHours",
  ),
  amount(
    "billedSeconds",
    "seconds a month",
    "the same in seconds",
    "instanceSeconds",
    "billableSeconds",
    "billedInstanceSeconds",
    "billableInstanceSeconds",
    "activeSeconds",
    "activeInstanceSeconds",
    "containerInstanceSeconds",
  ),
  amount(
    "requestMs",
    "milliseconds",
    "mean time of a request, from which the active time follows; rounded up to 100 ms",
    "averageRequestDurationMs",
    "avgRequestDurationMs",
    "requestDurationMs",
    "durationMs",
    "avgRequestMs",
    "requestLatencyMs",
    "averageRequestMs",
  ),
  amount(
    "concurrentRequests",
    "requests",
    "requests that share an instance on average, with requestMs; 1 unless given",
    "concurrency",
    "concurrentRequestsPerInstance",
    "averageConcurrency",
    "avgConcurrency",
    "requestsPerInstance",
  ),
  amount(
    "vcpuSeconds",
    "vCPU-seconds a month",
    "active vCPU time, in place of instance time",
    "cpuSeconds",
    "activeVcpuSeconds",
    "activeCpuSeconds",
  ),
  amount(
    "gibSeconds",
    "GiB-seconds a month",
    "active memory time, beside vcpuSeconds",
    "memoryGibSeconds",
    "gibibyteSeconds",
    "activeGibSeconds",
  ),
  INTERNET_EGRESS,
  LOGS,
];

export const cloudRunService: Meter = {
  types: ["gcp:cloudrunv2/service:Service"],
  usage: USAGE,
  read: (reading) => read(reading, serviceSpec),
};
export const cloudRunServiceV1: Meter = {
  types: ["gcp:cloudrun/service:Service"],
  usage: USAGE,
  read: (reading) => read(reading, serviceSpecV1),
};

function read(reading: Reading, specOf: (resource: Reading["resource"]) => InstanceSpec): Finding[] {
  const { resource, usage, stack } = reading;
  const region = textOf(resource.inputs.location) ?? textOf(resource.inputs.region) ?? stack.fallbackRegion;
  if (region === undefined) return [unpriced("Cloud Run service", "location is not given or not known yet")];
  try {
    const spec = specOf(resource);
    return [
      ...(spec.instanceBased ? instanceBased(reading, spec, region) : requestBased(reading, spec, region)),
      ...(spec.gpu ? [unpriced("GPU", "no price is known for GPUs")] : []),
      ...(spec.directVpc
        ? [free("Direct VPC egress", "runs no machines of its own; its traffic is charged as a virtual machine's")]
        : []),
      ...egress(usage, "egress", "Internet egress", region, fromCloudRun),
      ...optionally(usage, "logs", "Logs ingested", "logging.storage", region),
    ];
  } catch (error) {
    if (error instanceof Unreadable) return [unpriced("Cloud Run service", error.message)];
    throw error;
  }
}

/** Active while a request runs; instances kept warm by a minimum cost less while they wait, others nothing. */
function requestBased({ usage, atLimit }: Reading, spec: InstanceSpec, region: string): Finding[] {
  const active = activeSeconds(usage, spec);
  const kept = HOURS_PER_MONTH.times(spec.min).times(SECONDS_PER_HOUR);
  const most = HOURS_PER_MONTH.times(spec.max).times(SECONDS_PER_HOUR);
  const seconds = atLimit ? Decimal.max(active ?? 0, most) : active;
  const idle = atLeastZero(kept.minus(seconds ?? 0));
  const cpu = (time: Decimal) => time.times(spec.vcpu);
  const memory = (time: Decimal) => time.times(spec.memoryGib);
  const findings: Finding[] = [metered(usage, "requests", "Requests", "cloudrun.requests", region, 1e6)];
  if (seconds === undefined)
    findings.push({ is: "missing", item: "CPU and memory while active", field: "instanceHours" });
  else {
    const measured = atLimit ? undefined : usage;
    findings.push(
      charge(
        "usage",
        "CPU, active",
        "cloudrun.request.cpu.active",
        region,
        measured?.amounts.get("vcpuSeconds") ?? cpu(seconds),
      ),
      charge(
        "usage",
        "Memory, active",
        "cloudrun.request.memory.active",
        region,
        measured?.amounts.get("gibSeconds") ?? memory(seconds),
      ),
    );
  }
  if (!idle.isZero()) {
    findings.push(
      charge("fixed", `CPU, idle (min ${spec.min})`, "cloudrun.request.cpu.idle_min_instance", region, cpu(idle)),
      charge(
        "fixed",
        `Memory, idle (min ${spec.min})`,
        "cloudrun.request.memory.idle_min_instance",
        region,
        memory(idle),
      ),
    );
  }
  return findings;
}

/** Every instance is charged from start to end, and requests are not. */
function instanceBased({ usage, atLimit }: Reading, spec: InstanceSpec, region: string): Finding[] {
  const kept = HOURS_PER_MONTH.times(spec.min).times(SECONDS_PER_HOUR);
  const most = HOURS_PER_MONTH.times(spec.max).times(SECONDS_PER_HOUR);
  const running = activeSeconds(usage, spec);
  const seconds = atLimit ? Decimal.max(running ?? 0, most) : running;
  const further = atLeastZero((seconds ?? kept).minus(kept));
  const findings: Finding[] = [free("Requests", "instance-based billing has no request fee")];
  const lines = (kind: "fixed" | "usage", which: string, time: Decimal) => [
    charge(kind, `CPU, ${which}`, "cloudrun.instance.cpu", region, time.times(spec.vcpu)),
    charge(kind, `Memory, ${which}`, "cloudrun.instance.memory", region, time.times(spec.memoryGib)),
  ];
  if (!kept.isZero()) findings.push(...lines("fixed", `min ${spec.min} instances`, kept));
  if (!further.isZero() || (kept.isZero() && seconds !== undefined))
    findings.push(...lines("usage", "instance time", further));
  if (seconds === undefined)
    findings.push({ is: "missing", item: "CPU and memory of further instances", field: "instanceHours" });
  return findings;
}

/** Seconds that instances are active, from whichever quantity was given. */
export function activeSeconds(
  { amounts }: Usage,
  spec: Pick<InstanceSpec, "vcpu" | "concurrency">,
): Decimal | undefined {
  const seconds =
    amounts.get("billedSeconds") ??
    amounts.get("instanceHours")?.times(SECONDS_PER_HOUR) ??
    amounts.get("vcpuSeconds")?.div(spec.vcpu);
  if (seconds !== undefined) return seconds;
  const requests = amounts.get("requests");
  const duration = amounts.get("requestMs");
  if (requests === undefined || duration === undefined) return undefined;
  const sharing = Decimal.min(Decimal.max(amounts.get("concurrentRequests") ?? 1, 1), spec.concurrency);
  return requests.times(duration.div(100).ceil().div(10)).div(sharing);
}
