import { SecurityPolicy } from "@pulumi/gcp/compute/securityPolicy";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ArmorSettings } from "../../settings/armor";
import { type Environment, labels } from "../environment";
import { armorRules } from "./armor-rules";

/** Reference of the Armor policy before the BFF: made here, brought along, or none. */
export function armorPolicy(
  name: string,
  { environment, settings, parent }: { environment: Environment; settings: ArmorSettings; parent: Resource },
): Input<string> | undefined {
  if (settings.kind === "off") return undefined;
  if (settings.kind === "existing")
    return settings.policy.includes("/")
      ? settings.policy
      : `projects/${environment.project}/global/securityPolicies/${settings.policy}`;
  return new SecurityPolicy(
    `${name}-armor`,
    {
      type: "CLOUD_ARMOR",
      description: "Before the BFF",
      labels: labels(environment, "edge"),
      rules: armorRules(settings),
      advancedOptionsConfig: {
        jsonParsing: settings.jsonParsing ? "STANDARD" : "DISABLED",
        logLevel: settings.verboseLog ? "VERBOSE" : "NORMAL",
      },
      ...(settings.adaptiveProtection && { adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } } }),
    },
    { parent, dependsOn: environment.apis.of("compute") },
  ).id;
}
