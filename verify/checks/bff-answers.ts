import { judge } from "../../findings/finding";
import type { VerifyCheck } from "./check";

/** Does the product answer its users? */
export const bffAnswers: VerifyCheck = {
  id: "bff-answers",
  about: "the BFF at its public address",
  look: async ({ target: { url, mode, services }, world }) => {
    const answer = await world.get(url);
    const status = "status" in answer ? answer.status : undefined;
    return [
      judge(
        status !== undefined && status >= 200 && status < 400,
        url,
        "HTTP 200-399",
        "failure" in answer ? answer.failure : `HTTP ${answer.status}`,
        remedy(status, mode, services.bff),
      ),
    ];
  },
};

function remedy(status: number | undefined, mode: string, service: string): string {
  if (status === undefined)
    return "Put the DNS record and the certificate right first (checks `dns` and `certificate`).";
  if (status === 403 && mode === "load-balancer")
    return "Armor or Cloud Run refused: look for the request in the balancer's log, at jsonPayload.enforcedSecurityPolicy and statusDetails.";
  if (status === 403)
    return "Cloud Run asked for a token: the service's invoker check was switched on by hand; run `pulumi up`.";
  if (status === 404)
    return "Ask whether the BFF itself says so; if its log is empty, its ingress was changed by hand: run `pulumi up`.";
  if (status === 429) return "This machine is over the rate limit: wait an interval and try again.";
  return `Read the BFF's log: \`gcloud run services logs read ${service} --limit 50\`.`;
}
