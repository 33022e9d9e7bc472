import { isDefaultAccount } from "../../graph/grants";
import { isSet, read, text } from "../../graph/reading";
import { RUN_SERVICES, RUN_WORKLOADS } from "../../graph/tokens";
import { hasVpcAccess, type Workload, workloadOf } from "../../graph/workloads";
import { SECRET } from "../../resources/resource";
import { resourcePolicy, types } from "../policy";
import { ignored } from "./ignored-paths";

const WORKLOADS = types(...RUN_WORKLOADS);
const SERVICES = types(...RUN_SERVICES);

export const apiIngressInternal = resourcePolicy({
  id: "api-ingress-internal",
  title: "The API lets in internal traffic only",
  demands: "A service with the role `api` has internal ingress and keeps its default URL.",
  why: "Internal ingress is the only thing that keeps the internet away from the API; its run.app address is the way the BFF reaches it from inside the network.",
  weight: "always",
  severity: "critical",
  covers: [
    "B1",
    "mondoo cloud-run-ingress-restricted",
    "run.allowedIngress",
    "SHA cloudrunRequireIngressInternalAndLoadBalancer",
  ],
  remediation: 'Set `ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY"` on the API and leave `defaultUriDisabled` unset.',
  applies: SERVICES,
  check(resource, { violation, unjudged }, _settings, { roleLabel }) {
    const service = workloadOf(resource, roleLabel);
    if (service.role !== "api") return;
    if (service.ingress === undefined) unjudged(resource, service.ingressPath);
    else if (service.ingress !== "internal") {
      violation(
        resource,
        service.ingressPath,
        `the API lets in ${service.ingress === "all" ? "the internet" : "load balancers"}; it must be internal only`,
      );
    }
    if (service.defaultUrlOff) {
      violation(resource, "defaultUriDisabled", "the API's run.app address is off, so the BFF cannot reach it");
    }
  },
});

export const invokerCheckOn = resourcePolicy({
  id: "invoker-check-on",
  title: "Only the BFF may go without the invoker check",
  demands: "`invokerIamDisabled` is true on no service but the one with the role `bff`.",
  why: "One boolean switches off every IAM grant: whoever reaches the service may call it.",
  weight: "always",
  severity: "high",
  covers: ["B1", "run.managed.requireInvokerIam"],
  remediation: "Remove `invokerIamDisabled` and grant `roles/run.invoker` to the caller's service account.",
  applies: SERVICES,
  check(resource, { violation }, _settings, { roleLabel }) {
    const service = workloadOf(resource, roleLabel);
    if (service.role !== "bff" && service.invokerCheckOff) {
      violation(
        resource,
        service.invokerCheckPath,
        "the invoker check is off, so no token is needed to call this service",
      );
    }
  },
});

export const dedicatedAccount = resourcePolicy({
  id: "dedicated-account",
  title: "Every workload has a service account of its own",
  demands: "Services, jobs and worker pools name a service account that is not a default one.",
  why: "Without one they run as the default compute account, usually an Editor of the whole project.",
  weight: "always",
  severity: "high",
  covers: ["cloudrunServiceDisableDefaultServiceAccount", "mondoo cloud-run-no-default-service-account"],
  remediation: "Create a `gcp.serviceaccount.Account` for the workload and set `template.serviceAccount` to its email.",
  applies: WORKLOADS,
  check(resource, { violation }, _settings, { roleLabel }) {
    const workload = workloadOf(resource, roleLabel);
    const path = [...workload.accountPath].join(".");
    const account = read(resource, workload.accountPath);
    if (account === undefined)
      violation(resource, path, `the ${workload.kind} names no service account, so it runs as the default one`);
    else if (/^default$/i.test(text(account) ?? "") || isDefaultAccount(text(account) ?? "")) {
      violation(resource, path, `the ${workload.kind} runs as a default service account`);
    }
  },
});

export const vpcAttached = resourcePolicy({
  id: "vpc-attached",
  title: "The API and the BFF are attached to the network",
  demands: "Services with the role `api` or `bff` have a VPC connector or a network interface.",
  why: "The API reaches the database, and the BFF the API, only through the network.",
  weight: "always",
  severity: "high",
  covers: ["mondoo cloud-run-vpc-access-configured", "cloudrunServiceRequireVPCConnector"],
  remediation: "Set `template.vpcAccess.connector`, or `template.vpcAccess.networkInterfaces` for Direct VPC egress.",
  applies: SERVICES,
  check(resource, { violation }, _settings, { roleLabel }) {
    const service = workloadOf(resource, roleLabel);
    if (service.role !== "api" && service.role !== "bff") return;
    if (!hasVpcAccess(service)) {
      violation(resource, [...service.connectorPath].join("."), `the ${service.role} has no way into the network`);
    }
  },
});

export const scalingBounded = resourcePolicy({
  id: "scaling-bounded",
  title: "Services have a ceiling of instances",
  demands: "Every service sets a maximum of instances, not above `maxInstances`.",
  why: "A public endpoint without a ceiling turns a flood of requests into a bill.",
  weight: "always",
  severity: "medium",
  covers: [],
  remediation: "Set `template.scaling.maxInstanceCount`.",
  settings: { maxInstances: { default: 100, about: "highest ceiling a service may set, in instances" } },
  applies: SERVICES,
  check(resource, { violation, unjudged }, { maxInstances }, { roleLabel }) {
    const service = workloadOf(resource, roleLabel);
    const count = service.maxInstances;
    if (count === undefined && service.maxInstancesHidden) unjudged(resource, service.maxInstancesPath);
    else if (count === undefined) violation(resource, service.maxInstancesPath, "no maximum of instances is set");
    else if (count > maxInstances) {
      violation(resource, service.maxInstancesPath, `the maximum of ${count} instances is above ${maxInstances}`);
    }
  },
});

export const imagePin = resourcePolicy({
  id: "image-pin",
  title: "Images are pinned and come from a known registry",
  demands: "Each container image names a digest and comes from a registry in `registries`.",
  why: "A tag can be moved to other code after it was reviewed. Images that a deployment pipeline owns (`ignoreChanges` on the image) are the pipeline's to pin.",
  weight: "production",
  severity: "medium",
  covers: ["mondoo cloud-run-job-image-not-latest-tag"],
  remediation: "Name the image as `REGION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE@sha256:…`.",
  settings: {
    registries: {
      default: ["docker.pkg.dev", "gcr.io"] as readonly string[],
      about: "hosts images may come from, or `host/project` prefixes; a host stands for its regional ones too",
    },
  },
  applies: WORKLOADS,
  check(resource, { violation, unjudged }, { registries }, { roleLabel }) {
    const workload = workloadOf(resource, roleLabel);
    for (const { path, image } of workload.containers) {
      if (ignored(resource, `${path}.image`)) continue;
      const name = text(image);
      if (name === undefined) {
        if (isSet({ image }, "image")) unjudged(resource, `${path}.image`);
        continue;
      }
      if (!/@sha256:[0-9a-f]{64}$/i.test(name))
        violation(resource, `${path}.image`, "the image names no digest, so its content can change");
      if (!registries.some((registry) => fromRegistry(name, registry))) {
        violation(resource, `${path}.image`, `the image does not come from ${registries.join(" or ")}`);
      }
    }
  },
});

function fromRegistry(image: string, registry: string): boolean {
  const [host = "", ...path] = registry.split("/");
  const [imageHost = "", ...imagePath] = image.split("/");
  const sameHost = imageHost === host || imageHost.endsWith(`-${host}`) || imageHost.endsWith(`.${host}`);
  return sameHost && path.every((part, index) => imagePath[index] === part);
}

/** What makes the name of a variable say that it holds a secret. */
const SECRET_NAME =
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEYS?|(^|_)(PWD|PASS|DSN|CONNECTION_STRING|CONN_STR)|(^|_)(PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING|MASTER|HMAC|JWT|AUTH|OPENAI|STRIPE|SENDGRID|WEBHOOK|SESSION|COOKIE|SERVICE_ACCOUNT)_KEY)(_(V?\d+|OLD|NEW|CURRENT|PREVIOUS|NEXT|PROD|DEV|BASE|VALUE))?$/;
/** Names whose value every visitor's browser gets anyway. */
const BROWSER_NAME = /^(NEXT_)?PUBLIC_|^(VITE|REACT_APP)_|_PUBLIC_KEY$|PUBLISHABLE_KEY$/;

/** Shapes that only a secret has. */
const SECRET_VALUE = [
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?!\$[({])[^\s/@]+@/i, // scheme://user:password@host
  /(^|[\s;?&])(password|pwd)\s*=\s*(?!\$[({])[^\s;&]+/i, // host=… password=…
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /"private_key"\s*:/,
  /^(sk|rk)[-_][A-Za-z0-9_-]{16,}/, // OpenAI, Stripe
  /^(ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs])[-_][A-Za-z0-9_-]{10,}/,
  /^(AKIA|ASIA)[A-Z0-9]{16}$/,
  /^(GOCSPX-|ya29\.|SG\.)[A-Za-z0-9_.-]{10,}/,
  /^eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*$/, // a signed token
];
const GOOGLE_KEY = /^AIza[A-Za-z0-9_-]{35}$/;

export const envSecrets = resourcePolicy({
  id: "env-secrets",
  title: "Secrets come from Secret Manager, not from plain variables",
  demands: "No environment variable holds a secret in plain, judged by its name and by the shape of its value.",
  why: "Plain values are readable by everyone who may view the service, and stay in every old revision.",
  weight: "always",
  severity: "high",
  covers: ["CIS 1.18", "cloudrunDisableEnvironmentVariablePattern", "mondoo cloud-run-job-no-plaintext-secrets-in-env"],
  remediation: "Put the value in a Secret Manager secret and reference it with `valueSource.secretKeyRef`.",
  applies: WORKLOADS,
  check(resource, { violation }, _settings, { roleLabel }) {
    for (const { path, name, value } of plainVariables(workloadOf(resource, roleLabel))) {
      const reason = secretReason(name, value);
      if (reason) violation(resource, `${path}.value`, `the variable ${name || "without a name"} ${reason}`);
    }
  },
});

function plainVariables(workload: Workload) {
  return workload.containers.flatMap(({ env }) => env.filter(({ value }) => value !== undefined));
}

/** Why a plain variable is taken for a secret; never repeats the value. */
function secretReason(name: string, value: unknown): string | undefined {
  if (value === SECRET) return "is marked secret but set in plain";
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.]/g, "_")
    .toUpperCase();
  const known = text(value) ?? (typeof value === "boolean" ? String(value) : undefined);
  const harmless = known !== undefined && isHarmless(words, known);
  if (SECRET_NAME.test(words) && !BROWSER_NAME.test(words) && !harmless)
    return "is named like a secret but set in plain";
  if (known === undefined) return undefined;
  const shaped =
    SECRET_VALUE.some((shape) => shape.test(known)) || (GOOGLE_KEY.test(known) && !BROWSER_NAME.test(words));
  return shaped ? "holds a value shaped like a secret" : undefined;
}

/** Switches, paths of files, references to other variables and to secrets by name are no secrets themselves. */
function isHarmless(name: string, value: string): boolean {
  if (/^(true|false|yes|no|on|off|none|null|enabled|disabled)$/i.test(value)) return true;
  if (/^\$[({]\w+[)}]$/.test(value) || /^projects\/[^/]+\/secrets\//.test(value)) return true;
  if (/^\.?\/[\w./-]+\.\w+$/.test(value)) return true;
  return /^\d{1,6}$/.test(value) && !/PASS|PWD|SECRET/.test(name);
}
