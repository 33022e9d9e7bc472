import { judge, skipped, unknown } from "../../findings/finding";
import type { VerifyCheck } from "./check";

/** Does every answer carry the headers that the settings promise? */
export const securityHeaders: VerifyCheck = {
  id: "security-headers",
  about: "security headers",
  look: async ({ target, world }) => {
    if (target.headers.length === 0)
      return [
        skipped(
          "security headers",
          target.mode === "load-balancer" ? "edge.securityHeaders is false" : "only the balancer adds them",
        ),
      ];
    const answer = await world.get(target.url);
    if ("failure" in answer)
      return [unknown(target.url, "an answer", answer.failure, "Put the certificate and the DNS record right first.")];
    return target.headers.map((line) => {
      const [name = "", value = ""] = line.split(/: (.*)/s);
      const found = answer.headers[name.toLowerCase()];
      return judge(
        found === value,
        name,
        value,
        found === undefined ? "not there" : String(found),
        found === undefined
          ? "Run `pulumi up`: the backend's headers were changed by hand."
          : "Something else sets this header, most likely the BFF: take it out there, or set edge.securityHeaders to false.",
      );
    });
  },
};
