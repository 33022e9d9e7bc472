/** `app/api/[...path]/route.ts` of the BFF: hands a request on to the API, with the user's own token. */
import { ApiClient } from "./call-api";

/** Made with the first request: the build of the image has no API_URL. */
let api: ApiClient | undefined;

/** Of the user's headers the API gets these and no others: cookies stay with the BFF. */
const ASKED = ["authorization", "content-type", "accept", "accept-language", "traceparent"];
/** Of the API's answer the user gets these: the body comes unpacked, so its length and encoding are no longer true. */
const ANSWERED = ["content-type", "cache-control", "location", "etag"];

async function forward(request: Request): Promise<Response> {
  api ??= new ApiClient({ apiUrl: process.env.API_URL ?? "http://localhost:8000" });
  const { pathname, search } = new URL(request.url);
  const answer = await api.fetch(pathname.replace(/^\/api(?=\/)/, "") + search, {
    method: request.method,
    headers: only(ASKED, request.headers),
    body: request.method === "GET" ? undefined : await request.arrayBuffer(),
    redirect: "manual",
  });
  return new Response(answer.body, { status: answer.status, headers: only(ANSWERED, answer.headers) });
}

const only = (names: string[], headers: Headers) => new Headers([...headers].filter(([name]) => names.includes(name)));

export { forward as DELETE, forward as GET, forward as PATCH, forward as POST, forward as PUT };
