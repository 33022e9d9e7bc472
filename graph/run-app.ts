import type { Resource } from "../resources/resource";
import { isPrivateGoogleAccess } from "./addresses";
import { type NetworkRef, sameNetwork, toRef } from "./network";
import { at, hiddenAt, isHidden, isSet, listAt, read, text, textAt, textsAt } from "./reading";
import type { Stack } from "./stack";
import { GLOBAL_ADDRESS, NETWORK, RECORD, RESPONSE_POLICY, RESPONSE_POLICY_RULE, ZONE } from "./tokens";

/** How names under run.app resolve in a network. */
export interface PrivateResolution {
  zone: Resource;
  /** Whether every address is one of private.googleapis.com; `undefined` if not known yet. */
  good: boolean | undefined;
  /** What is missing, as a sentence part. */
  problem?: string;
}

/** What decides how run.app names resolve in a network: of rules and zones for them, the most specific kind. */
export function privateRunApp(stack: Stack, network: NetworkRef): PrivateResolution[] {
  const rules = stack
    .ofType(RESPONSE_POLICY)
    .filter((policy) => boundTo(stack, policy, "networks", network))
    .flatMap((policy) => runAppRules(stack, policy));
  const zones = runAppZones(stack).filter((zone) => boundTo(stack, zone, "privateVisibilityConfig.networks", network));
  const isNarrow = ({ inputs }: Resource) => /(^|\.)a\.run\.app\.?$/i.test(textAt(inputs, "dnsName") ?? "");
  const isWide = (each: Resource) => !isNarrow(each);
  // Response policies come before zones, and a longer name before a shorter one.
  const kinds = [rules.filter(isNarrow), rules.filter(isWide), zones.filter(isNarrow), zones.filter(isWide)];
  const deciding = kinds.find((kind) => kind.length > 0) ?? [];
  const isRight = (address: string) => isPrivateGoogleAccess(address) || googleEndpoints(stack).includes(address);
  return deciding.map((each) => (each.type === ZONE ? judgeZone(stack, each, isRight) : judgeRule(each, isRight)));
}

/** Addresses of Private Service Connect endpoints for Google's APIs: run.app answers there as well. */
function googleEndpoints(stack: Stack): string[] {
  return stack
    .ofType(GLOBAL_ADDRESS)
    .filter(({ inputs }) => textAt(inputs, "purpose") === "PRIVATE_SERVICE_CONNECT")
    .flatMap(({ inputs }) => textsAt(inputs, "address"));
}

type Test = (address: string) => boolean;

/** Whether anything in the stack answers run.app names, in whichever network. */
export function answersRunApp(stack: Stack): boolean {
  return (
    runAppZones(stack).length > 0 || stack.ofType(RESPONSE_POLICY).some((each) => runAppRules(stack, each).length > 0)
  );
}

function runAppZones(stack: Stack): Resource[] {
  return stack
    .ofType(ZONE)
    .filter(
      ({ inputs }) =>
        textAt(inputs, "visibility")?.toLowerCase() === "private" &&
        /^(a\.)?run\.app\.?$/i.test(textAt(inputs, "dnsName") ?? ""),
    );
}

function boundTo(stack: Stack, resource: Resource, path: string, network: NetworkRef): boolean {
  if (hiddenAt(resource.inputs, path)) return true;
  return listAt(resource.inputs, path).some((entry) => {
    const bound = stack.resolveValue(resource, text(entry) ?? at(entry, "networkUrl"), path, [NETWORK]);
    // One of several networks, which one is not known yet: it may be this one.
    const several = bound.found.length > 1;
    const possible = several ? bound.found.map((found) => ({ resource: found, name: undefined })) : [toRef(bound)];
    return possible.some((each) => sameNetwork(each, network) !== false);
  });
}

function recordsOf(stack: Stack, zone: Resource): Resource[] {
  return stack.referrers(zone, RECORD, "managedZone");
}

function judgeZone(stack: Stack, zone: Resource, isRight: Test): PrivateResolution {
  // Answered elsewhere: by another network's zones or by other name servers.
  if (["peeringConfig", "forwardingConfig"].some((each) => isSet(zone.inputs, each))) return { zone, good: undefined };
  const records = recordsOf(stack, zone);
  const apex = dotted(textAt(zone.inputs, "dnsName") ?? "");
  const named = (name: string, type: string) =>
    records.filter(
      ({ inputs }) => dotted(textAt(inputs, "name") ?? "") === name && textAt(inputs, "type")?.toUpperCase() === type,
    );
  const wrong = records.some(
    ({ inputs }) =>
      textAt(inputs, "type")?.toUpperCase() === "A" && textsAt(inputs, "rrdatas").some((address) => !isRight(address)),
  );
  if (wrong) return { zone, good: false, problem: "has an A record outside 199.36.153.8/30" };
  const alias = named(`*.${apex}`, "CNAME").flatMap((record) => textsAt(record.inputs, "rrdatas").map(dotted));
  const hidden = records.some(
    ({ inputs }) =>
      hiddenAt(inputs, "rrdatas") ||
      hiddenAt(inputs, "name") ||
      hiddenAt(inputs, "type") ||
      isSet(inputs, "routingPolicy"),
  );
  const filled = (list: Resource[]) => list.some((record) => isSet(record.inputs, "rrdatas"));
  const wildcard =
    filled(named(`*.${apex}`, "A")) ||
    alias.includes(PRIVATE_GOOGLE_NAME) ||
    (alias.includes(apex) && filled(named(apex, "A")));
  if (hidden) return { zone, good: undefined };
  if (wildcard) return { zone, good: true };
  const problem = records.length === 0 ? "is empty, so every run.app name fails" : "does not answer for *.run.app";
  return { zone, good: false, problem };
}

const PRIVATE_GOOGLE_NAME = "private.googleapis.com.";

/** The rules of a response policy that answer for all of run.app. */
function runAppRules(stack: Stack, policy: Resource): Resource[] {
  return stack
    .referrers(policy, RESPONSE_POLICY_RULE, "responsePolicy")
    .filter(
      ({ inputs }) => !isSet(inputs, "behavior") && /^\*\.(a\.)?run\.app\.?$/i.test(textAt(inputs, "dnsName") ?? ""),
    );
}

function judgeRule(rule: Resource, isRight: Test): PrivateResolution {
  const answers = listAt(rule.inputs, "localData.localDatas");
  const data = answers.flatMap((each) => textsAt(each, "rrdatas"));
  const problem = "answers *.run.app outside 199.36.153.8/30";
  if (data.some((each) => !isRight(each) && dotted(each) !== PRIVATE_GOOGLE_NAME))
    return { zone: rule, good: false, problem };
  if (isHidden(read(rule, "localData.localDatas")) || answers.some((each) => hiddenAt(each, "rrdatas")))
    return { zone: rule, good: undefined };
  return data.length > 0 ? { zone: rule, good: true } : { zone: rule, good: false, problem };
}

/** A name in full and in small letters. */
function dotted(name: string): string {
  return (name.endsWith(".") ? name : `${name}.`).toLowerCase();
}
