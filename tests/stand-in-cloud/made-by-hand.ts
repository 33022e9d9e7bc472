import type { StandInCloud } from "./cloud";

/** The secrets that a person adds before the first `up`, as the stack files name them. */
export function addByHand(cloud: StandInCloud, project: string): void {
  for (const name of ["oauth2-client-secret", "openai-api-key", "whatsapp-token"]) {
    const id = `projects/${project}/secrets/${name}`;
    cloud.addOutside({
      type: "gcp:secretmanager/secret:Secret",
      id,
      properties: { name: id, secretId: name, project },
    });
    const version = { secret: id, version: "1", name: `${id}/versions/1`, enabled: true };
    cloud.addOutside({ type: "gcp:secretmanager/secretVersion:SecretVersion", id: version.name, properties: version });
  }
}
