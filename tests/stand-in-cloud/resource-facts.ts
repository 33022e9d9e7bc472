import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What a provider declares about one resource type; `resource-facts.yaml` explains each field. */
export interface ResourceFacts {
  id: string;
  autonamed: boolean;
  required: string[];
  replaces: string[];
  computed: string[];
  filled: string[];
  sets: string[];
  secret: string[];
  defaults: Record<string, unknown>;
}

const table: Record<string, Partial<ResourceFacts>> = parse(
  readFileSync(join(__dirname, "resource-facts.yaml"), "utf8"),
);

const nothing: ResourceFacts = {
  id: "",
  autonamed: false,
  required: [],
  replaces: [],
  computed: [],
  filled: [],
  sets: [],
  secret: [],
  defaults: {},
};

export const knownTypes = Object.keys(table);

export function factsOf(type: string): ResourceFacts {
  const facts = table[type];
  if (!facts) throw new Error(`The stand-in cloud does not know ${type}: add it to resource-facts.yaml.`);
  return { ...nothing, ...facts };
}
