/**
 * How the BFF calls the API. Copy this file into the Next.js project; it needs Node 20 and nothing else.
 *
 * The API asks for a Google ID token of the BFF's service account. It travels in `X-Serverless-Authorization`, so that
 * `Authorization` stays free for the user's own token, which the API judges by itself.
 * https://docs.cloud.google.com/run/docs/authenticating/service-to-service
 */
interface Token {
  value: string;
  /** Milliseconds since 1970. */
  expires: number;
}

/** A token is asked for anew when less than this is left of its hour. */
const SPARE_MS = 5 * 60_000;

export interface ApiClientOptions {
  /** The API's base address, which is also the token's audience: `API_URL`, exactly as the program gives it. */
  apiUrl: string;
  /** Where Google tells a program who it is; only reachable on Google Cloud. */
  metadataHost?: string;
  timeoutMs?: number;
}

export class ApiClient {
  private readonly base: URL;
  private readonly metadataHost: string;
  private readonly timeoutMs: number;
  private token: Promise<Token> | undefined;

  constructor({ apiUrl, metadataHost = "metadata.google.internal", timeoutMs = 30_000 }: ApiClientOptions) {
    this.base = new URL(apiUrl);
    this.metadataHost = metadataHost;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Calls a path of the API. `init.headers` may carry the user's own `Authorization`.
   * @throws {TypeError} when the path would lead to another host: the token must not go there
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.base);
    if (url.origin !== this.base.origin) throw new TypeError(`${path} is not a path of the API`);
    const headers = new Headers(init.headers);
    // On a developer's machine the API asks for no Google token, and nobody there could give one.
    if (this.base.hostname !== "localhost") headers.set("X-Serverless-Authorization", `Bearer ${await this.idToken()}`);
    return fetch(url, { signal: AbortSignal.timeout(this.timeoutMs), ...init, headers });
  }

  /** The token of now: one request to the metadata server an hour, however many callers wait for it. */
  private async idToken(): Promise<string> {
    const asked = this.token;
    const token = await asked?.catch(() => undefined);
    if (token && token.expires - SPARE_MS > Date.now()) return token.value;
    // Whoever comes first asks; the others find the question under way.
    if (this.token === asked) this.token = this.requestToken();
    const renewed = await this.token;
    if (!renewed) throw new Error("no ID token");
    return renewed.value;
  }

  private async requestToken(): Promise<Token> {
    const url = new URL(`http://${this.metadataHost}/computeMetadata/v1/instance/service-accounts/default/identity`);
    // Scheme and host alone: no path and no slash at the end.
    url.searchParams.set("audience", this.base.origin);
    const response = await fetch(url, { headers: { "Metadata-Flavor": "Google" }, signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`no ID token: the metadata server answered ${response.status}`);
    const value = await response.text();
    return { value, expires: expiry(value) };
  }
}

/** When a token ends, as it says itself. */
function expiry(token: string): number {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { exp: number }).exp * 1000;
}
