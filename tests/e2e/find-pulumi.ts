import { pulumiCli } from "../../sandbox/pulumi-cli";

/** Before the first test, because a CLI that has to be built takes longer than any test may. */
export default async function findPulumi(): Promise<void> {
  await pulumiCli();
}
