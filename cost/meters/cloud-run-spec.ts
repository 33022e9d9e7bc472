import type { Resource } from "../../resources/resource";
import { blockOf, countOf, isUnknown, listOf, memoryGibOf, textOf, vcpuOf } from "../inputs";
import { type Decimal, sum } from "../money";

/** What the price of an instance depends on, the same for both API versions. */
export interface InstanceSpec {
  vcpu: Decimal;
  memoryGib: Decimal;
  /** Billed for the whole life of an instance instead of while requests run. */
  instanceBased: boolean;
  min: number;
  max: number;
  /** Requests that may share an instance. */
  concurrency: number;
  directVpc: boolean;
  gpu: boolean;
}

/** What stops a spec from being read. */
export class Unreadable extends Error {}

/** Cloud Run's own limit where none is given. */
const DEFAULT_MAX = 100;

/** `gcp:cloudrunv2/service:Service`. */
export function serviceSpec({ inputs }: Resource): InstanceSpec {
  const template = blockOf(inputs.template) ?? {};
  const revision = blockOf(template.scaling) ?? {};
  const service = blockOf(inputs.scaling) ?? {};
  const containers = listOf(template.containers).map((container) => blockOf(blockOf(container)?.resources));
  const manual = count(service.manualInstanceCount, "scaling.manualInstanceCount");
  const limits = [revision, service]
    .map((scaling) => count(scaling.maxInstanceCount, "maxInstanceCount"))
    .filter((max) => max !== undefined && max > 0);
  return {
    ...sizeOf(containers.map((resources) => resources?.limits)),
    // Once `resources` is given, leaving `cpuIdle` out means false.
    instanceBased: containers.some((resources) => resources !== undefined && resources.cpuIdle !== true),
    min:
      manual ??
      Math.max(
        count(revision.minInstanceCount, "minInstanceCount") ?? 0,
        count(service.minInstanceCount, "minInstanceCount") ?? 0,
      ),
    max: manual ?? (limits.length > 0 ? Math.min(...limits.map(Number)) : DEFAULT_MAX),
    concurrency: countOf(template.maxInstanceRequestConcurrency) || 80,
    directVpc: listOf(blockOf(template.vpcAccess)?.networkInterfaces).length > 0,
    gpu: containers.some(hasGpu),
  };
}

/** `gcp:cloudrun/service:Service`, the v1 API, which keeps its settings in annotations. */
export function serviceSpecV1({ inputs }: Resource): InstanceSpec {
  const template = blockOf(inputs.template) ?? {};
  const annotations = blockOf(blockOf(template.metadata)?.annotations) ?? {};
  const serviceAnnotations = blockOf(blockOf(inputs.metadata)?.annotations) ?? {};
  const spec = blockOf(template.spec) ?? {};
  const containers = listOf(spec.containers).map((container) => blockOf(blockOf(container)?.resources));
  return {
    ...sizeOf(containers.map((resources) => resources?.limits)),
    instanceBased: String(annotations["run.googleapis.com/cpu-throttling"] ?? "true") === "false",
    min: Math.max(
      count(annotations["autoscaling.knative.dev/minScale"], "minScale") ?? 0,
      count(serviceAnnotations["run.googleapis.com/minScale"], "minScale") ?? 0,
    ),
    max: count(annotations["autoscaling.knative.dev/maxScale"], "maxScale") || DEFAULT_MAX,
    concurrency: countOf(spec.containerConcurrency) || 80,
    directVpc: textOf(annotations["run.googleapis.com/network-interfaces"]) !== undefined,
    gpu: containers.some(hasGpu),
  };
}

/** vCPU and memory of one task of `gcp:cloudrunv2/job:Job`. */
export function taskSpec({ inputs }: Resource): { vcpu: Decimal; memoryGib: Decimal; tasks: number; gpu: boolean } {
  const template = blockOf(inputs.template) ?? {};
  const task = blockOf(template.template) ?? {};
  const containers = listOf(task.containers).map((container) => blockOf(blockOf(container)?.resources));
  return {
    ...sizeOf(containers.map((resources) => resources?.limits)),
    tasks: count(template.taskCount, "template.taskCount") ?? 1,
    gpu: containers.some(hasGpu),
  };
}

/** All containers of an instance are billed together; one without limits has Cloud Run's default of 1 vCPU and 512 MiB. */
function sizeOf(limits: unknown[]): { vcpu: Decimal; memoryGib: Decimal } {
  const each = (limits.length > 0 ? limits : [undefined]).map((limit) => {
    if (isUnknown(limit)) throw new Unreadable("the container's resource limits are not known yet");
    const { cpu = "1", memory = "512Mi" } = blockOf(limit) ?? {};
    const vcpu = vcpuOf(cpu);
    const memoryGib = memoryGibOf(memory);
    if (vcpu === undefined)
      throw new Unreadable(
        isUnknown(cpu) ? "the cpu limit is not known yet" : `cpu limit ${String(cpu)}: expected "1", "0.5" or "1000m"`,
      );
    if (memoryGib === undefined)
      throw new Unreadable(
        isUnknown(memory)
          ? "the memory limit is not known yet"
          : `memory limit ${String(memory)}: expected "512Mi", "1Gi" or "1G"`,
      );
    return { vcpu, memoryGib };
  });
  return { vcpu: sum(each.map(({ vcpu }) => vcpu)), memoryGib: sum(each.map(({ memoryGib }) => memoryGib)) };
}

const hasGpu = (resources: Record<string, unknown> | undefined): boolean =>
  blockOf(resources?.limits)?.["nvidia.com/gpu"] !== undefined;

function count(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const known = countOf(value);
  if (known === undefined)
    throw new Unreadable(
      isUnknown(value) ? `${name} is not known yet` : `${name} ${String(value)}: expected a whole number`,
    );
  return known;
}
