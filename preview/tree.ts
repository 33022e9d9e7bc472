import type { Resource } from "../resources/resource";
import { highlights } from "./highlights";

/** The resources as a tree by component, with what matters most of each. */
export function tree(resources: readonly Resource[]): string {
  const children = new Map<string, Resource[]>();
  for (const resource of resources) children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);

  const lines = (parent: string, indent: string): string[] => {
    const own = children.get(parent) ?? [];
    return own.flatMap((resource, index) => {
      const last = index === own.length - 1;
      return [
        `${indent}${last ? "└─ " : "├─ "}${line(resource)}`,
        ...lines(resource.urn, indent + (last ? "   " : "│  ")),
      ];
    });
  };
  const stack = resources.find(({ parent }) => parent === "");
  return stack ? [stack.name, ...lines(stack.urn, "")].join("\n") : "";
}

function line(resource: Resource): string {
  const facts = highlights(resource);
  return [`${resource.name}  ${shortType(resource.type)}`, ...(facts ? [facts] : [])].join("  ·  ");
}

/** `gcp:cloudrunv2/service:Service` as `cloudrunv2.Service`. */
const shortType = (type: string) => {
  const [, module = "", name = ""] = type.split(":");
  return `${module.split("/")[0]}.${name}`;
};
