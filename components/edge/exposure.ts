import type { Settings } from "../../settings/schema";
import type { Exposure } from "../service/cloud-run";

/** The BFF's door: open to the internet, or, with a balancer, to the balancer alone. */
export const bffExposure = ({ edge }: Pick<Settings, "edge">): Exposure => {
  const balanced = edge.mode === "load-balancer";
  return {
    ingress: balanced ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_ALL",
    // The balancer brings no token of its own: users tell the BFF who they are, not Cloud Run.
    invokerIamDisabled: true,
    defaultUriDisabled: balanced,
  };
};

/**
 * Where users find the product, known before anything exists: a Cloud Run service has an address made of its name
 * and the project's number. https://docs.cloud.google.com/run/docs/triggering/https-request#deterministic
 */
export const publicUrl = ({ edge, bff, projectNumber, region }: Settings): string =>
  edge.mode === "run-url" ? `https://${bff.name}-${projectNumber}.${region}.run.app` : `https://${edge.domain}`;
