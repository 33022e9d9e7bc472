import { Firewall } from "@pulumi/gcp/compute/firewall";
import { Database as SqlDatabase } from "@pulumi/gcp/sql/database";
import { User } from "@pulumi/gcp/sql/user";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { DatabaseSettings } from "../../settings/database";
import type { Environment } from "../environment";
import type { Network } from "../network/network";
import { type GeneratedSecretReference, generatedSecret, type SecretReference } from "../secret";
import { existingAddress } from "./existing-instance";
import { createdInstance } from "./instance";

export interface DatabaseArgs {
  environment: Environment;
  settings: DatabaseSettings;
  network: Network;
}

const PASSWORD_LENGTH = 32;

/**
 * Postgres on a private address, its databases, and its users with passwords that only Secret Manager and the state
 * (encrypted) hold. Whoever is handed this component can connect; the BFF is not.
 *
 * Costs: the machine and disk of the tier (db-g1-small 27 USD a month), 0.06 USD per password, backups 0.08 USD per GiB.
 */
export class Database extends ComponentResource {
  /** Plain environment variables of a client. */
  readonly variables: Record<string, Input<string>>;
  /** Password of the first user. */
  readonly password: SecretReference;
  /** The instance: `PROJECT:NAME`, as metrics know it. */
  readonly instanceId: Output<string>;
  /** What a client must wait for. */
  readonly ready: Resource[];

  constructor(name: string, { environment, settings, network }: DatabaseArgs, opts?: ComponentResourceOptions) {
    super("piloto:database:Database", name, {}, opts);
    const place = { environment, network, parent: this };

    const instance = this.instance(name, settings, place);
    const databases = settings.databases.map((database) => this.database(name, database, instance, environment));
    const users = settings.users.map((user) => this.user(name, user, settings, instance, environment));
    const fence = network.tagged ? [this.fence(name, instance.host, place)] : [];

    const [first] = users;
    const [database] = settings.databases;
    const [user] = settings.users;
    if (!first || !database || !user) throw new Error("a database without a user or a name passed the settings");
    this.variables = {
      DB_HOST: instance.host,
      DB_NAME: database,
      DB_USER: user,
      DB_SSLMODE: "require",
      DB_POOL_SIZE: String(settings.poolSize),
    };
    this.password = first.password;
    this.instanceId = interpolate`${environment.project}:${instance.name}`;
    this.ready = [...databases, ...users.map(({ resource }) => resource), ...fence];
    this.registerOutputs({ host: instance.host });
  }

  private instance(
    name: string,
    { instance }: DatabaseSettings,
    place: { environment: Environment; network: Network; parent: Resource },
  ) {
    if (instance.kind === "existing")
      return { name: instance.name, host: existingAddress(instance.name, place), resource: undefined };
    const resource = createdInstance(name, { ...place, settings: instance });
    return { name: resource.name, host: resource.privateIpAddress, resource };
  }

  /** A database. Taking it out of the settings, or the stack down, never drops it: it goes with its instance. */
  private database(name: string, database: string, instance: Instance, environment: Environment) {
    return new SqlDatabase(
      `${name}-${database.replace(/_/g, "-")}`,
      { name: database, instance: instance.name, deletionPolicy: "ABANDON" },
      { parent: this, deletedWith: instance.resource, dependsOn: environment.apis.of("sql") },
    );
  }

  /** A user. Postgres refuses to drop one that owns anything, so it too goes with its instance. */
  private user(name: string, user: string, settings: DatabaseSettings, instance: Instance, environment: Environment) {
    const logicalName = `${name}-${user.replace(/_/g, "-")}`;
    const password: GeneratedSecretReference = generatedSecret(`${logicalName}-password`, {
      environment,
      component: "db",
      length: PASSWORD_LENGTH,
      rotation: settings.passwordRotation,
      parent: this,
    });
    const resource = new User(
      logicalName,
      { name: user, instance: instance.name, password: password.value, deletionPolicy: "ABANDON" },
      { parent: this, deletedWith: instance.resource, dependsOn: environment.apis.of("sql") },
    );
    return { resource, password };
  }

  /** With Direct VPC egress the BFF's packets can be told apart: they do not get to Postgres. */
  private fence(
    name: string,
    host: Input<string>,
    { environment, network }: { environment: Environment; network: Network },
  ) {
    return new Firewall(
      `${name}-closed-to-bff`,
      {
        network: network.id,
        description: "The BFF has no business with the database",
        direction: "EGRESS",
        priority: 900,
        targetTags: ["bff"],
        destinationRanges: [interpolate`${host}/32`],
        denies: [{ protocol: "tcp", ports: ["5432"] }],
      },
      { parent: this, dependsOn: environment.apis.of("compute") },
    );
  }
}

type Instance = ReturnType<Database["instance"]>;
