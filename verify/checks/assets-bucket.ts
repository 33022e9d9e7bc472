import { judge, skipped, unknown } from "../../findings/finding";
import type { VerifyCheck } from "./check";

/** Is the assets bucket closed to everyone but the balancer? */
export const assetsBucket: VerifyCheck = {
  id: "assets-bucket",
  about: "the assets bucket, around the balancer",
  look: async ({ target: { privateBucket }, world }) => {
    if (!privateBucket) return [skipped("the assets bucket, around the balancer", "there is no private bucket")];
    const url = `https://storage.googleapis.com/${privateBucket}/`;
    const answer = await world.get(url);
    const expected = "HTTP 401 or 403";
    if ("failure" in answer) return [unknown(url, expected, answer.failure, "Try again with a working connection.")];
    return [
      judge(
        [401, 403].includes(answer.status),
        url,
        expected,
        `HTTP ${answer.status}`,
        answer.status === 404
          ? "The bucket is gone: run `pulumi up`."
          : "Run `pulumi up`: the bucket was opened by hand.",
      ),
    ];
  },
};
