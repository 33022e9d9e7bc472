import type { cloudrunv2 } from "@pulumi/gcp/types/input";
import type { Input } from "@pulumi/pulumi";
import type { ServiceSettings } from "../../settings/service";
import type { SecretReference } from "../secret";

type Container = cloudrunv2.ServiceTemplateContainer;

/** The one container of a service. */
export function container(
  settings: ServiceSettings,
  variables: Record<string, Input<string>>,
  secrets: Record<string, SecretReference>,
): Container {
  return {
    image: settings.image,
    ports: { containerPort: settings.port },
    resources: {
      limits: { cpu: settings.cpu, memory: settings.memory },
      // Left out, the provider would take false: CPU always on, and billed so.
      cpuIdle: settings.billing === "request",
      startupCpuBoost: true,
    },
    envs: environmentVariables({ ...settings.env, ...variables }, secrets),
    ...probes(settings),
  };
}

/** Sorted by name, so that the order of settings never makes a revision. */
function environmentVariables(plain: Record<string, Input<string>>, secrets: Record<string, SecretReference>) {
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    ...Object.entries(secrets).map(([name, { secret, version }]) => ({
      name,
      valueSource: { secretKeyRef: { secret, version } },
    })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function probes({
  port,
  probes: { startup, liveness },
}: ServiceSettings): Pick<Container, "startupProbe" | "livenessProbe"> {
  const { path, ...timing } = startup;
  return {
    startupProbe: { ...timing, ...(path ? { httpGet: { path, port } } : { tcpSocket: { port } }) },
    ...(liveness && {
      livenessProbe: {
        periodSeconds: liveness.periodSeconds,
        timeoutSeconds: liveness.timeoutSeconds,
        failureThreshold: liveness.failureThreshold,
        httpGet: { path: liveness.path, port },
      },
    }),
  };
}
