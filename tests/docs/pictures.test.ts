import { readFileSync } from "node:fs";
import { PICTURES, pictureOf } from "../../docs/write-pictures";

test.each(PICTURES)("the picture of $stack is what the stack is; if this fails, run: npm run docs", async (picture) => {
  const drawn = readFileSync(picture.file, "utf8");
  expect(drawn).toBe(await pictureOf(picture.stack));
  expect(drawn).toMatch(/<text class="name"[^>]*>API<\/text>/);
});
