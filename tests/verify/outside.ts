import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { type World, world } from "../../verify/world";
import { selfSigned, type TestCertificate } from "./certificate";

type Handler = http.RequestListener;

export interface OutsideOptions {
  /** What answers on each host: `https://app.example`, `http://app.example`. */
  hosts: Record<string, Handler>;
  /** Records by `TYPE name`. */
  dns?: Record<string, string[]>;
  certificate?: TestCertificate;
  /** Whether the certificate's authority is trusted. */
  trusted?: boolean;
}

export interface Outside {
  world: World;
  close(): Promise<void>;
}

/** A small internet on this machine: servers by host name, and a resolver that knows them. */
export async function outside({ hosts, dns = {}, trusted = true, ...options }: OutsideOptions): Promise<Outside> {
  const names = [...new Set(Object.keys(hosts).map((url) => new URL(url).hostname))];
  const certificate = options.certificate ?? selfSigned(names);
  const answer =
    (scheme: string): Handler =>
    (request, response) => {
      const handler = hosts[`${scheme}://${request.headers.host}`];
      if (handler) handler(request, response);
      else request.socket.destroy();
    };
  const servers = {
    80: http.createServer(answer("http")),
    443: https.createServer(certificate, answer("https")),
  };
  for (const server of Object.values(servers))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server: http.Server) => (server.address() as AddressInfo).port;

  const found = async (type: string, name: string): Promise<string[]> => {
    const records = dns[`${type} ${name}`];
    if (!records) throw Object.assign(new Error(`query${type} ENODATA ${name}`), { code: "ENODATA" });
    return records;
  };
  const made = world({
    resolver: {
      resolve4: ((name: string) => found("A", name)) as never,
      resolve6: ((name: string) => found("AAAA", name)) as never,
      resolveCname: (name) => found("CNAME", name),
      resolveCaa: async (name) => (await found("CAA", name)).map((issue) => ({ critical: 0, issue })),
    },
    route: (_, asked) => ({ host: "127.0.0.1", port: port(asked === 80 ? servers[80] : servers[443]) }),
    ...(trusted && { ca: certificate.cert }),
    timeoutMs: 2000,
  });
  return {
    world: made,
    close: async () => {
      made.close();
      await Promise.all(Object.values(servers).map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Answers a request in one way. */
export const reply =
  (status: number, body = "", headers: http.OutgoingHttpHeaders = {}): Handler =>
  (_, response) =>
    response.writeHead(status, { "content-type": "text/html; charset=UTF-8", ...headers }).end(body);

/** Google's front end, as it turns away what ingress does not let in. */
export const ingressRefusal = reply(
  404,
  "<html><head><title>404 Page not found</title></head><body><h1>Error: Page not found</h1><h2>The requested URL was not found on this server.</h2></body></html>",
);
