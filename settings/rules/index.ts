import { armorRules } from "./armor";
import { connectionRules } from "./connections";
import { databaseRules } from "./database";
import { edgeRules } from "./edge";
import { labelRules } from "./labels";
import { monitoringRules } from "./monitoring";
import { networkRules } from "./network";
import type { Rule } from "./rule";
import { serviceRules } from "./services";

export const rules: readonly Rule[] = [
  ...labelRules,
  ...networkRules,
  ...serviceRules,
  ...databaseRules,
  ...connectionRules,
  ...edgeRules,
  ...armorRules,
  ...monitoringRules,
];
