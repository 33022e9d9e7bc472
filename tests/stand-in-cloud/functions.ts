import type { StandInCloud } from "./cloud";
import { CloudError } from "./cloud-error";
import type { Properties } from "./property-paths";

/** The provider functions that the program may call. */
export function invoke(cloud: StandInCloud, token: string, args: Properties): Properties {
  const { id, number, region } = cloud.project;
  switch (token) {
    case "gcp:organizations/getProject:getProject":
      return { id: `projects/${id}`, projectId: args.projectId ?? id, number, name: id };
    case "gcp:organizations/getClientConfig:getClientConfig":
      return { id: `projects/${id}`, project: id, region, zone: `${region}-a`, accessToken: "" };
    case "gcp:sql/getDatabaseInstance:getDatabaseInstance": {
      const found = cloud.find("gcp:sql/databaseInstance:DatabaseInstance", String(args.name));
      if (!found) throw new CloudError(404, `The Cloud SQL instance ${args.name} does not exist.`);
      return { ...found.properties, id: found.id };
    }
    default:
      throw new Error(`The stand-in cloud does not know the function ${token}: add it to functions.ts.`);
  }
}
