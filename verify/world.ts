import { Resolver } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import tls from "node:tls";

/** An answer over HTTP, or why there is none. */
export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string } | { failure: string };

/** The certificate that a host shows. */
export interface Certificate {
  issuer: string;
  validTo: Date;
  /** Why a browser would not trust it for this host; undefined when it would. */
  distrust: string | undefined;
}

/** The outside, as the checks see it. */
export interface World {
  /** Values of a DNS name's records, none when it has none. */
  records(name: string, type: "A" | "AAAA" | "CNAME"): Promise<string[]>;
  /** Authorities that a name's own CAA records let issue; undefined when it has no such record. */
  authorities(name: string): Promise<string[] | undefined>;
  /** One GET, without following a redirect. */
  get(url: string): Promise<Answer>;
  certificate(host: string): Promise<Certificate | { failure: string }>;
  now(): Date;
  /** Lets go of kept connections. */
  close(): void;
}

/** Where a connection really goes. */
export type Route = (host: string, port: number) => { host: string; port: number };

export interface WorldOptions {
  resolver?: Pick<Resolver, "resolve4" | "resolve6" | "resolveCname" | "resolveCaa">;
  route?: Route;
  /** Authorities to trust instead of Node's own. */
  ca?: string;
  timeoutMs?: number;
}

const BODY_LIMIT = 16_384;

/** The real outside; a test routes it to servers of its own. */
export function world(options: WorldOptions = {}): World {
  const { resolver = new Resolver(), route = (host, port) => ({ host, port }), ca, timeoutMs = 10_000 } = options;
  const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true, ca }) };
  const reach: Reach = { route, ca, timeoutMs };
  return {
    records: (name, type) => {
      const ask = { A: "resolve4", AAAA: "resolve6", CNAME: "resolveCname" } as const;
      return orNone<string>(resolver[ask[type]](name));
    },
    authorities: async (name) => {
      const issue = (await orNone(resolver.resolveCaa(name))).flatMap((record) => record.issue ?? []);
      return issue.length > 0 ? issue.map((value) => value.split(";")[0]?.trim() ?? "") : undefined;
    },
    get: (url) => get(new URL(url), agents, reach),
    certificate: (host) => certificate(host, reach),
    now: () => new Date(),
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Reach {
  route: Route;
  ca: string | undefined;
  timeoutMs: number;
}

/** A name without such records is an answer, not a failure. */
const orNone = <T>(query: Promise<T[]>): Promise<T[]> =>
  query.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTFOUND" || error.code === "ENODATA") return [];
    throw error;
  });

function get(url: URL, agents: Record<"http:" | "https:", http.Agent>, { route, timeoutMs }: Reach): Promise<Answer> {
  const secure = url.protocol === "https:";
  const place = route(url.hostname, Number(url.port) || (secure ? 443 : 80));
  return new Promise((resolve) => {
    const request = (secure ? https : http).request(
      {
        ...place,
        path: `${url.pathname}${url.search}`,
        servername: url.hostname,
        headers: { host: url.host, "user-agent": "piloto-verify", accept: "text/html,*/*" },
        agent: agents[secure ? "https:" : "http:"],
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        let body = "";
        const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          if (body.length < BODY_LIMIT) body += chunk;
        });
        response.on("end", done);
        response.on("error", done);
      },
    );
    request.on("error", (error) => resolve(failure(error)));
    request.end();
  });
}

function certificate(host: string, { route, ca, timeoutMs }: Reach): Promise<Certificate | { failure: string }> {
  return new Promise((resolve) => {
    // Distrust is an answer here: the certificate is to be looked at whatever it is.
    const socket = tls.connect({ ...route(host, 443), servername: host, ca, rejectUnauthorized: false }, () => {
      const { issuer, valid_to } = socket.getPeerCertificate();
      const { O: organisation, CN: name } = issuer;
      const distrust = socket.authorized ? undefined : String(socket.authorizationError);
      socket.destroy();
      resolve({ issuer: String(organisation ?? name), validTo: new Date(valid_to), distrust });
    });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
    socket.on("error", (error) => resolve(failure(error)));
  });
}

/** Connection errors can come with an empty message; then the code says it. */
const failure = (error: NodeJS.ErrnoException) => ({
  failure:
    error.name === "AbortError" || error.name === "TimeoutError"
      ? "no answer in time"
      : error.message || `${error.code}`,
});
