import { ApiClient } from "./call-api";

let api: ApiClient | undefined;

export async function orders(userToken: string): Promise<unknown> {
  api ??= new ApiClient({ apiUrl: process.env.API_URL ?? "http://localhost:8000" });
  const answer = await api.fetch("/orders", { headers: { Authorization: `Bearer ${userToken}` } });
  return answer.json();
}
