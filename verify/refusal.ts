import type { Answer } from "./world";

/** Whether Google's front end turned a request away before the service saw it. */
export interface Refusal {
  verdict: "refused" | "open" | "unclear";
  found: string;
}

/**
 * Reads an answer from a service's own address. Ingress shows as Google's own page, "Page not found" (or, in older
 * reports, "Access is forbidden"); the service's 404 looks otherwise, and a page about permission means that only the
 * token check stands in the way. https://docs.cloud.google.com/run/docs/securing/ingress
 */
export function refusal(answer: Answer): Refusal {
  // Every name under run.app leads to Google: one that does not says something of the DNS here, nothing of the service.
  if ("failure" in answer) return { verdict: "unclear", found: answer.failure };

  const { status, headers, body } = answer;
  const html = headers["content-type"]?.includes("text/html") ?? false;
  if (status === 404 && html && /requested URL.*was not found on this server/is.test(body))
    return { verdict: "refused", found: "HTTP 404 from Google's front end" };
  if (status === 403 && html && /access is forbidden/i.test(body))
    return { verdict: "refused", found: "HTTP 403 from Google's front end" };
  if (status === 403 && /does not have permission to get URL/i.test(body))
    return { verdict: "open", found: "HTTP 403: only the token check refused" };
  if ((status === 403 || status === 404) && html)
    return { verdict: "unclear", found: `HTTP ${status} with a page of its own` };
  return { verdict: "open", found: `HTTP ${status} from the service itself` };
}
