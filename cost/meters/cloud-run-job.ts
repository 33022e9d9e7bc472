import { blockOf, textOf } from "../inputs";
import { Decimal, SECONDS_PER_HOUR } from "../money";
import { amount, INTERNET_EGRESS, LOGS } from "../usage/field";
import { taskSpec, Unreadable } from "./cloud-run-spec";
import { egress, fromCloudRun } from "./egress";
import { charge, type Finding, type Meter, optionally, unpriced } from "./meter";

/** Each task is charged for a minute at least. */
const MINIMUM_SECONDS = 60;

/** Jobs are billed as instance-based services are. */
export const cloudRunJob: Meter = {
  types: ["gcp:cloudrunv2/job:Job"],
  usage: [
    amount("executions", "executions a month", "times the job runs", "runs", "jobExecutions"),
    amount(
      "taskSeconds",
      "seconds",
      "mean time of a task; at least 60 are billed",
      "taskDurationSeconds",
      "averageTaskSeconds",
      "durationSeconds",
      "executionSeconds",
    ),
    amount(
      "tasks",
      "tasks",
      "tasks of an execution, in place of the job's own taskCount",
      "tasksPerExecution",
      "taskCount",
    ),
    amount(
      "instanceHours",
      "hours a month",
      "time of all tasks, in place of executions and taskSeconds",
      "taskHours",
      "billedHours",
      "billableHours",
    ),
    amount(
      "billedSeconds",
      "seconds a month",
      "the same in seconds",
      "instanceSeconds",
      "billableSeconds",
      "billedInstanceSeconds",
    ),
    INTERNET_EGRESS,
    LOGS,
  ],
  read({ resource, usage, stack }) {
    const region = textOf(resource.inputs.location) ?? stack.fallbackRegion;
    if (region === undefined) return [unpriced("Cloud Run job", "location is not given or not known yet")];
    let spec: ReturnType<typeof taskSpec>;
    try {
      spec = taskSpec(resource);
    } catch (error) {
      if (error instanceof Unreadable) return [unpriced("Cloud Run job", error.message)];
      throw error;
    }
    const { amounts } = usage;
    const executions = amounts.get("executions");
    const duration = amounts.get("taskSeconds");
    const seconds =
      amounts.get("billedSeconds") ??
      amounts.get("instanceHours")?.times(SECONDS_PER_HOUR) ??
      (executions &&
        duration &&
        executions
          .times(amounts.get("tasks") ?? spec.tasks)
          .times(Decimal.max(duration.times(10).ceil().div(10), MINIMUM_SECONDS)));
    const findings: Finding[] = seconds
      ? [
          charge("usage", "CPU of tasks", "cloudrun.instance.cpu", region, seconds.times(spec.vcpu)),
          charge("usage", "Memory of tasks", "cloudrun.instance.memory", region, seconds.times(spec.memoryGib)),
        ]
      : [
          {
            is: "missing",
            item: "CPU and memory of tasks",
            field: blockOf(resource.inputs.template) && executions ? "taskSeconds" : "executions",
          },
        ];
    if (spec.gpu) findings.push(unpriced("GPU", "no price is known for GPUs"));
    return [
      ...findings,
      ...egress(usage, "egress", "Internet egress", region, fromCloudRun),
      ...optionally(usage, "logs", "Logs ingested", "logging.storage", region),
    ];
  },
};
