import { readFileSync } from "node:fs";
import { join } from "node:path";
import { offlinePreview } from "../../resources/offline-preview";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { defaultsOf, UNKNOWN_MARKER } from "../stand-in-cloud/plan";
import { isObject, type Properties } from "../stand-in-cloud/property-paths";
import { Life, type Outcome } from "./life";
import { program } from "./program";
import { STACKS } from "./stacks";

interface Goal {
  goal: {
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
    protect?: boolean;
    ignoreChanges?: string[];
    deleteBeforeReplace?: boolean;
    additionalSecretOutputs?: string[];
  };
}

/**
 * What the engine is asked for, in our normal form: without the names and defaults that the provider adds. The names it
 * makes up, and texts they are part of, are known to a preview with a provider, and to none without.
 */
function asAsked(value: unknown, madeUp: string[]): unknown {
  if (value === UNKNOWN_MARKER) return UNKNOWN;
  if (typeof value === "string") return madeUp.some((name) => value.includes(name)) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((entry) => asAsked(entry, madeUp));
  if (!isObject(value)) return value;
  if (SECRET_KEY in value) return SECRET;
  const added = ["__defaults", "__internal", ...defaultsOf(value)];
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (added.includes(k) ? [] : [[k, asAsked(v, madeUp)]])),
  );
}

const SECRET_KEY = "4dabf18193072939515e22adb298388d";

/** The engine notes the plugin's version among a provider's inputs. */
function withoutVersion({ type, inputs }: { type: string; inputs: Properties }): Properties {
  const { version, ...others } = inputs;
  return type.startsWith("pulumi:providers:") ? others : inputs;
}

function engineResources({ events }: Outcome, planFile: string) {
  const plans: Record<string, Goal> = JSON.parse(readFileSync(planFile, "utf8")).resourcePlans;
  const states = events.flatMap(({ resourcePreEvent }) => {
    const state = resourcePreEvent?.metadata.new;
    return state && !/^pulumi:providers:.*::default/.test(`${state.type}::${state.urn.split("::")[3]}`) ? [state] : [];
  });
  const named = states.filter(({ inputs }) => defaultsOf(inputs).includes("name"));
  const madeUp = named.map(({ inputs }) => String(inputs.name));
  return states.flatMap((state) => {
    const goal = plans[state.urn]?.goal ?? {};
    return [
      {
        urn: state.urn,
        type: state.type,
        name: state.urn.split("::").slice(3).join("::"),
        parent: state.parent,
        inputs: asAsked(withoutVersion(state), madeUp) as Properties,
        dependencies: goal.dependencies,
        propertyDependencies: goal.propertyDependencies,
        options: goal,
      },
    ];
  });
}

const byProperty = (dependencies: Record<string, string[]> = {}) =>
  Object.fromEntries(
    Object.entries(dependencies)
      .filter(([, urns]) => urns.length > 0)
      .map(([property, urns]) => [property, [...urns].sort()]),
  );

/** The parts of a resource that both can tell. */
const comparable = ({
  urn,
  type,
  name,
  parent,
  inputs,
  dependencies,
  propertyDependencies,
  options,
}: Omit<Partial<Resource>, "options"> & { options?: Goal["goal"] }) => ({
  urn,
  type,
  name,
  parent,
  inputs,
  dependencies: [...(dependencies ?? [])].sort(),
  propertyDependencies: byProperty(propertyDependencies),
  protect: options?.protect ?? false,
  ignoreChanges: options?.ignoreChanges ?? [],
  deleteBeforeReplace: options?.deleteBeforeReplace ?? false,
  additionalSecretOutputs: options?.additionalSecretOutputs ?? [],
});

const byUrn = (a: { urn?: string }, b: { urn?: string }) => String(a.urn).localeCompare(String(b.urn));

test.each(STACKS)("the engine is asked for what the offline preview shows: $title", async ({ stack, set }) => {
  const life = await Life.begin(stack, { program, set });
  const planFile = join(life.directory, "plan.json");
  const preview = await life.preview({ plan: planFile });
  const asked = preview.ok ? engineResources(preview, planFile) : preview.output;
  const leaks = life.end();
  const offline = await offlinePreview({ stack, set });

  expect(Array.isArray(asked) ? asked.map(comparable).sort(byUrn) : asked).toEqual(
    offline.resources.map(comparable).sort(byUrn),
  );
  expect(leaks).toEqual([]);
});
