import { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { type ComponentLabel, type Environment, labels, physicalName } from "./environment";

/** A pinned version of a secret in Secret Manager. */
export interface SecretReference {
  secret: Input<string>;
  version: Input<string>;
}

/** A reference whose value the program made up, and can hand to the resource that is to know it. */
export interface GeneratedSecretReference extends SecretReference {
  value: Output<string>;
}

/** A generated value, kept in Secret Manager. A new `rotation` makes a new value and a new version. */
export function generatedSecret(
  name: string,
  {
    environment,
    component,
    length,
    rotation,
    parent,
  }: { environment: Environment; component: ComponentLabel; length: number; rotation: number; parent: Resource },
): GeneratedSecretReference {
  const password = new RandomPassword(
    name,
    { length, special: false, keepers: { rotation: String(rotation) } },
    { parent },
  );
  const secret = new Secret(
    name,
    {
      secretId: physicalName(environment, name),
      replication: { auto: {} },
      labels: labels(environment, component),
      deletionProtection: environment.protect,
    },
    { parent, dependsOn: environment.apis.of("secrets") },
  );
  const version = new SecretVersion(name, { secret: secret.id, secretData: password.result }, { parent });
  return { secret: secret.secretId, version: version.version, value: password.result };
}
