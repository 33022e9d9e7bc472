import type { Given } from "../config";

/** Settings, the one place that must be named, and parts of what must be said about it. */
export type Row = [given: Given, where: string, ...says: string[]];

export const balancer = (more: object = {}) => ({ edge: { mode: "load-balancer", ...more } });
export const armor = (more: object) => balancer({ armor: more });
export const connector = (more: object) => ({ network: { connector: more } });
export const direct = (directRange: string) => ({ network: { egress: "direct", directRange } });
export const long = (length: number) => "x".repeat(length);
