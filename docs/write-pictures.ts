import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromStack } from "../cost/source";
import { card } from "../report/card";

/** The stacks that the READMEs show, and where their pictures are. */
export const PICTURES = ["dev", "prod"].map((stack) => ({ stack, file: join(__dirname, "pictures", `${stack}.svg`) }));

/** A stack's picture, as it is now. */
export async function pictureOf(stack: string): Promise<string> {
  const source = await fromStack(stack, []);
  return card(stack, source.resources, source.price());
}

async function rewrite(): Promise<void> {
  for (const { stack, file } of PICTURES) writeFileSync(file, await pictureOf(stack));
}

if (require.main === module) void rewrite();
