import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { z } from "zod";
import { UserError } from "../resources/user-error";

const address = z.url({ protocol: /^https$/ });
/** Cloud Run gives no address of its own to a service whose address is switched off. */
const closable = z.union([address, z.literal("")]).optional();

const outputsSchema = z.object({
  url: address,
  apiUrl: address,
  bffUrl: closable,
  edgeAddress: z.ipv4().optional(),
  dnsRecords: z.array(z.object({ name: z.string(), type: z.enum(["A", "CNAME"]), value: z.string() })).default([]),
  assetsBucket: z.string().optional(),
});

/** What an `up` of this program leaves behind, as far as the checks need it. */
export type StackOutputs = z.output<typeof outputsSchema>;

/**
 * Reads a stack's outputs: from a file, from standard input (`-`), or by asking the Pulumi CLI.
 * @throws {UserError} when there are none, or not those of an `up` of this program
 */
export async function readOutputs(stack: string, source: string | undefined): Promise<StackOutputs> {
  const text = source === undefined ? await askPulumi(stack) : readText(source);
  return parseOutputs(text, source ?? `pulumi stack output of ${stack}`);
}

/** The same from a text that is known to come from somewhere. */
export function parseOutputs(text: string, source: string): StackOutputs {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError(`${source} is not JSON. Make it with: pulumi stack output --json -s STACK`);
  }
  const outputs = outputsSchema.safeParse(json);
  if (outputs.success) return outputs.data;
  const problems = outputs.error.issues.map(({ path, message }) => `  ${path.join(".") || "document"}: ${message}`);
  throw new UserError(
    `${source} does not hold the outputs of an \`up\` of this program:\n${problems.join("\n")}\nRun \`pulumi up\` to the end first.`,
  );
}

function readText(source: string): string {
  try {
    return readFileSync(source === "-" ? 0 : source, "utf8");
  } catch (error) {
    throw new UserError(`${source} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

async function askPulumi(stack: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("pulumi", ["stack", "output", "--json", "--stack", stack]);
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    const why = code === "ENOENT" ? "there is no pulumi command here" : stderr?.trim() || `it ended with ${code}`;
    throw new UserError(
      `\`pulumi stack output --json --stack ${stack}\` gave nothing: ${why}\nOr hand the outputs over: --outputs FILE, or --outputs - for standard input.`,
    );
  }
}
