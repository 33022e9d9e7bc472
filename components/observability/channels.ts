import { NotificationChannel } from "@pulumi/gcp/monitoring/notificationChannel";
import type { Input, Resource } from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../settings/monitoring";
import { type Environment, labels } from "../environment";

/** Names of all channels that get the alerts: one made for each address, and those that exist already. */
export function channels(
  name: string,
  { environment, settings, parent }: { environment: Environment; settings: MonitoringSettings; parent: Resource },
): Input<string>[] {
  const made = settings.emails.map(
    (address) =>
      new NotificationChannel(
        `${name}-email-${address.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
        {
          displayName: address,
          type: "email",
          labels: { email_address: address },
          userLabels: labels(environment, "monitoring"),
        },
        { parent, dependsOn: environment.apis.of("monitoring") },
      ).name,
  );
  return [...made, ...settings.channels];
}
