/** A refusal in Google's words, as the provider passes it on. */
export class CloudError extends Error {
  override readonly name = "CloudError";
  constructor(
    readonly code: 400 | 403 | 404 | 409 | 412 | 429 | 504,
    message: string,
  ) {
    super(`Error ${code}: ${message}`);
  }
}
