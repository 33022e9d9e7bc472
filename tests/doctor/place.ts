import { checks } from "../../doctor/checks";
import { Cloud, type Failure, type Output, type Run } from "../../doctor/cloud";
import type { Finding } from "../../findings/finding";
import { runChecks } from "../../findings/run-checks";
import { look } from "../program/look";

/** What a command answers: JSON, plain text, or a failure. */
export type Reply = object | string | Failure;

/** A place where everything is ready for `prod`, by the beginning of the command. */
export const READY: Record<string, Reply> = {
  "pulumi version": "v3.260.0\n",
  "pulumi whoami": "ana\n",
  "gcloud version": { "Google Cloud SDK": "528.0.0" },
  "gcloud auth list": [{ account: "ana@example.com", status: "ACTIVE" }],
  "gcloud auth application-default print-access-token": "ya29.secret-token\n",
  "gcloud projects describe piloto-de-vendas-prod": { projectNumber: "100000000002", lifecycleState: "ACTIVE" },
  "gcloud projects describe piloto-de-vendas-dev": { projectNumber: "100000000001", lifecycleState: "ACTIVE" },
  "gcloud billing projects describe": { billingEnabled: true },
  "gcloud services list": ["cloudresourcemanager", "serviceusage", "run"].map((api) => ({
    config: { name: `${api}.googleapis.com` },
  })),
  "gcloud org-policies describe": { name: "x", spec: { rules: [{ allowAll: true }] } },
  "gcloud secrets versions describe": { state: "ENABLED" },
  "gcloud compute project-info describe": { quotas: [{ metric: "NETWORKS", limit: 5, usage: 1 }] },
};

export interface Place {
  stack?: "dev" | "prod";
  set?: string[];
  /** Answers laid over {@link READY}; the longest beginning that fits decides. */
  replies?: Record<string, Reply>;
  env?: NodeJS.ProcessEnv;
  node?: string;
  skip?: string[];
}

export interface Visit {
  findings: Finding[];
  /** Commands that were run. */
  asked: string[];
}

const previews = new Map<string, ReturnType<typeof look>>();

/** A stack is run once, however often it is looked at. */
function previewed(stack: "dev" | "prod", set: string[]): ReturnType<typeof look> {
  const key = [stack, ...set].join(" ");
  const preview = previews.get(key) ?? look(stack, ...set);
  previews.set(key, preview);
  return preview;
}

/** Has the doctor look at a stack in such a place. */
export async function visit(place: Place): Promise<Visit> {
  const { stack = "prod", set = [], replies = {}, env = {}, node = "22.1.0", skip = [] } = place;
  const { settings, resources } = await previewed(stack, set);
  const all = { ...READY, ...replies };
  const asked: string[] = [];
  const run: Run = async (program, args) => {
    const command = [program, ...args].join(" ");
    asked.push(command);
    const [best] = Object.keys(all)
      .filter((beginning) => command.startsWith(beginning))
      .sort((a, b) => b.length - a.length);
    const reply = best === undefined ? undefined : all[best];
    if (reply === undefined) throw new Error(`nobody answers: ${command}`);
    return output(reply);
  };
  const findings = await runChecks(
    checks,
    { settings, resources, cloud: new Cloud(run), versions: { node, leastNode: "20", leastPulumi: "3.252.0" }, env },
    skip,
  );
  return { findings, asked };
}

function output(reply: Reply): Output {
  if (typeof reply === "string") return { text: reply };
  return "why" in reply ? (reply as Failure) : { text: JSON.stringify(reply) };
}

export const NOT_FOUND: Failure = { why: "not found", message: "NOT_FOUND: no such thing" };
export const DENIED: Failure = { why: "denied", message: "PERMISSION_DENIED" };

/** `check status subject: found` */
export const line = ({ check, status, subject, found }: Finding) => `${check} ${status} ${subject}: ${found}`;
