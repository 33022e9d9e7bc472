import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { ApiClient } from "../../snippets/call-api";
import { POST } from "../../snippets/route";

interface Seen {
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A server that keeps what it was asked. */
async function server(
  answer: (seen: Seen) => { status?: number; body: string | Buffer; headers?: http.OutgoingHttpHeaders },
) {
  const seen: Seen[] = [];
  const made = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = { url: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(asked);
    const { status = 200, body, headers } = answer(asked);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  servers.push(made);
  return { seen, host: `127.0.0.1:${(made.address() as AddressInfo).port}` };
}

const servers: http.Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((made) => new Promise((resolve) => made.close(resolve).closeAllConnections())),
  );
});

/** A token of the metadata server's form that ends in so many seconds. */
const token = (seconds: number, name = "bff") =>
  [
    "header",
    Buffer.from(JSON.stringify({ exp: Date.now() / 1000 + seconds, name })).toString("base64url"),
    "signature",
  ].join(".");

/** The API and the metadata server, and a client between them. */
async function between(lifetimes: number[] = [3600]) {
  let turn = 0;
  const metadata = await server(() => {
    const lifetime = lifetimes[Math.min(turn, lifetimes.length - 1)] ?? 0;
    return { body: token(lifetime, `token-${turn++}`) };
  });
  const api = await server(() => ({ body: '{"ok":true}', headers: { "content-type": "application/json" } }));
  const client = new ApiClient({ apiUrl: `http://${api.host}`, metadataHost: metadata.host });
  return { metadata, api, client };
}

test("the token is asked for with the API's address as audience, and shown to the API", async () => {
  const { metadata, api, client } = await between();
  expect(await (await client.fetch("/orders?page=2")).json()).toEqual({ ok: true });
  const [asked] = metadata.seen;
  expect(asked?.headers["metadata-flavor"]).toBe("Google");
  expect(new URL(asked?.url ?? "", "http://metadata").searchParams.get("audience")).toBe(`http://${api.host}`);
  expect(api.seen[0]?.url).toBe("/orders?page=2");
  expect(api.seen[0]?.headers["x-serverless-authorization"]).toMatch(/^Bearer header\..+\.signature$/);
});

test("the user's own token goes along beside it, untouched", async () => {
  const { api, client } = await between();
  await client.fetch("/me", { method: "POST", headers: { Authorization: "Bearer user" }, body: "{}" });
  expect(api.seen[0]).toMatchObject({ headers: { authorization: "Bearer user" }, body: "{}" });
  expect(api.seen[0]?.headers["x-serverless-authorization"]).toContain("Bearer header.");
});

test("without the user's token there is none", async () => {
  const { api, client } = await between();
  await client.fetch("/me");
  expect(api.seen[0]?.headers.authorization).toBeUndefined();
});

test("one token serves many calls, also those that come at once", async () => {
  const { metadata, api, client } = await between();
  await Promise.all(Array.from({ length: 10 }, () => client.fetch("/")));
  await client.fetch("/");
  expect(metadata.seen).toHaveLength(1);
  expect(new Set(api.seen.map(({ headers }) => headers["x-serverless-authorization"])).size).toBe(1);
});

test("a token about to end is asked for anew, once, however many find it so", async () => {
  const { metadata, api, client } = await between([299, 3600]);
  await client.fetch("/");
  await Promise.all(Array.from({ length: 5 }, () => client.fetch("/")));
  expect(metadata.seen).toHaveLength(2);
  expect(new Set(api.seen.slice(1).map(({ headers }) => headers["x-serverless-authorization"])).size).toBe(1);
});

test("a metadata server that fails is asked again by the next call", async () => {
  let working = false;
  const metadata = await server(() => (working ? { body: token(3600) } : { status: 503, body: "" }));
  const api = await server(() => ({ body: "ok" }));
  const client = new ApiClient({ apiUrl: `http://${api.host}`, metadataHost: metadata.host });
  await expect(client.fetch("/")).rejects.toThrow("no ID token: the metadata server answered 503");
  expect(api.seen).toHaveLength(0);
  working = true;
  expect(await (await client.fetch("/")).text()).toBe("ok");
});

test.each(["https://elsewhere.example/", "//elsewhere.example/x"])("the token does not go to %s", async (path) => {
  const { metadata, client } = await between();
  await expect(client.fetch(path)).rejects.toThrow("is not a path of the API");
  expect(metadata.seen).toHaveLength(0);
});

test("on a developer's machine nobody asks for a token", async () => {
  const api = await server(() => ({ body: "ok" }));
  const port = api.host.split(":")[1];
  const client = new ApiClient({ apiUrl: `http://localhost:${port}`, metadataHost: "127.0.0.1:1" });
  expect(await (await client.fetch("/")).text()).toBe("ok");
});

test("the route hands on what the API needs, keeps cookies back, and unpacks the answer", async () => {
  const api = await server(() => ({
    status: 201,
    body: gzipSync('{"id":7}'),
    headers: { "content-type": "application/json", "content-encoding": "gzip", "x-internal": "1" },
  }));
  process.env.API_URL = `http://localhost:${api.host.split(":")[1]}`;
  const answer = await POST(
    new Request("https://app.example.com/api/orders?draft=1", {
      method: "POST",
      headers: { authorization: "Bearer user", cookie: "session=1", "content-type": "application/json" },
      body: '{"item":1}',
    }),
  );
  delete process.env.API_URL;
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ id: 7 });
  expect([...answer.headers.keys()]).toEqual(["content-type"]);
  expect(api.seen[0]).toMatchObject({
    url: "/orders?draft=1",
    body: '{"item":1}',
    headers: { authorization: "Bearer user" },
  });
  expect(api.seen[0]?.headers.cookie).toBeUndefined();
});
