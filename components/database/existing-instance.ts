import { type GetDatabaseInstanceResult, getDatabaseInstanceOutput } from "@pulumi/gcp/sql/getDatabaseInstance";
import { all, type Output, type Resource, ResourceError } from "@pulumi/pulumi";
import type { Environment } from "../environment";
import type { Network } from "../network/network";

/**
 * Private address of an instance that runs already, once it is known to be of use here.
 * Peering does not carry on to a third network, so it has to be on this very VPC.
 */
export function existingAddress(
  instance: string,
  { environment, network, parent }: { environment: Environment; network: Network; parent: Resource },
): Output<string> {
  const found = getDatabaseInstanceOutput({ name: instance, project: environment.project }, { parent });
  return all([found, network.name]).apply(([result, vpc]) => {
    const problems = unfit(result, { vpc, region: environment.region });
    if (problems.length > 0)
      throw new ResourceError(
        `database.existingInstance: ${instance} cannot be used.\n${problems.map((line) => `  - ${line}`).join("\n")}`,
        parent,
        true,
      );
    return result.privateIpAddress;
  });
}

/** What keeps an instance from being this stack's database, and what to do about it. */
export function unfit(
  instance: Pick<GetDatabaseInstanceResult, "privateIpAddress" | "region" | "settings" | "databaseVersion">,
  { vpc, region }: { vpc: string; region: string },
): string[] {
  const network = instance.settings[0]?.ipConfigurations[0]?.privateNetwork.split("/").at(-1);
  return [
    ...(instance.databaseVersion.startsWith("POSTGRES_") ? [] : [`it runs ${instance.databaseVersion}, not Postgres`]),
    ...(instance.privateIpAddress ? [] : ["it has no private address: give it one on the VPC"]),
    ...(network && network !== vpc ? [`it is on VPC ${network}: set network.existingVpc to it (now ${vpc})`] : []),
    ...(instance.region === region ? [] : [`it is in ${instance.region}: set region to it (now ${region})`]),
  ];
}
