import { type Grant, isEveryone, isProjectWide } from "../graph/grants";
import type { Graph } from "../graph/graph";
import { flagAt, isHidden, read, text, textAt, textsAt } from "../graph/reading";
import { BACKEND_BUCKETS, BUCKET, SECRET_RESOURCE } from "../graph/tokens";
import type { Resource } from "../resources/resource";
import { grantsReaching, readsSecrets } from "./callers";
import { chainOf } from "./entrances";
import { anyOf, closed, open, unknown, type Way } from "./way";

/** From the internet to the objects of a bucket, by its own address. */
export function internetToBucket(graph: Graph, bucket: Resource): Way {
  const prevention = read(bucket, "publicAccessPrevention");
  if (text(prevention)?.toLowerCase() === "enforced")
    return closed(`${bucket.name}: publicAccessPrevention is enforced`);
  const grants = grantsReaching(graph, bucket);
  const grant = grants.find((each) => each.members.some(isEveryone) && concernsObjects(each));
  const list = openLists(graph, bucket)[0];
  if (grant || list) {
    const way = grant
      ? `${grant.resource.name} grants ${grant.role ?? "a role"} to everyone`
      : `the access list ${list?.name} names everyone`;
    return isHidden(prevention) ? unknown(way, "but publicAccessPrevention is not known yet") : open(way);
  }
  const hidden = grants.find((each) => each.hidden && each.form === "policy");
  if (hidden) return unknown(`whom ${hidden.resource.name} lets in is not known yet`);
  return closed("nothing is granted to everyone", "although publicAccessPrevention is not enforced");
}

/** A role on the bucket does; one on the whole project only if it is of Cloud Storage, or a basic one. */
function concernsObjects(grant: Grant): boolean {
  return !isProjectWide(grant) || /^roles\/(storage\.|owner$|editor$|viewer$)/.test(grant.role ?? "");
}

const ACCESS_LIST = /^gcp:storage\/.*:(BucketACL|DefaultObjectACL|BucketAccessControl|DefaultObjectAccessControl)$/;

/** Legacy access lists of a bucket that name everyone. They count only without uniform access. */
function openLists({ stack }: Graph, bucket: Resource): Resource[] {
  if (flagAt(bucket.inputs, "uniformBucketLevelAccess") === true) return [];
  return stack.resources.filter((resource) => {
    if (!ACCESS_LIST.test(resource.type)) return false;
    const canned = textAt(resource.inputs, "predefinedAcl") ?? textAt(resource.inputs, "defaultAcl") ?? "";
    const entities = [...textsAt(resource.inputs, "roleEntities"), ...textsAt(resource.inputs, "entity")];
    const names = entities.some((entity) => isEveryone(entity.slice(entity.indexOf(":") + 1)));
    return (
      (names || /^(public|authenticated)-?read/i.test(canned)) &&
      stack.resolve(resource, "bucket", [BUCKET]).found.includes(bucket)
    );
  });
}

/** Whether everyone is meant to read a bucket's objects: as far as a CDN needs it, and not to write them. */
export function isOpenByChoice(graph: Graph, bucket: Resource): boolean {
  const everyone = grantsReaching(graph, bucket).filter(
    (grant) => grant.members.some(isEveryone) && concernsObjects(grant),
  );
  return (
    graph.assetsBuckets.has(bucket) &&
    everyone.length > 0 &&
    everyone.every(({ role }) => /^roles\/storage\.(legacyObjectReader|objectViewer)$/.test(role ?? ""))
  );
}

const READS_OBJECTS = /^roles\/storage\.(legacyObjectReader|objectViewer|objectUser|objectAdmin|admin)$/;
const BALANCER = /@https-lb\.|@cloud-cdn-fill\./;

/** From the internet to the objects of a bucket through a load balancer. */
export function throughCdn(graph: Graph, bucket: Resource): Way {
  const ways = graph.entries.flatMap((entry) =>
    entry.backends
      .filter(
        (backend) =>
          BACKEND_BUCKETS.includes(backend.type) &&
          graph.stack.resolve(backend, "bucketName", [BUCKET]).found.includes(bucket),
      )
      .map((backend) => readBy(graph, bucket, chainOf(entry, backend, bucket))),
  );
  return ways.length > 0 ? anyOf(...ways) : closed("no forwarding rule leads to them");
}

function readBy(graph: Graph, bucket: Resource, chain: string): Way {
  const grants = grantsReaching(graph, bucket).filter(({ role }) => role === undefined || READS_OBJECTS.test(role));
  const prevented = textAt(bucket.inputs, "publicAccessPrevention")?.toLowerCase() === "enforced";
  const agent = grants.find(({ members }) => members.some((member) => BALANCER.test(member)));
  if (agent) return open(chain, `${agent.resource.name} lets the load balancer read it`);
  const everyone = grants.find(({ members }) => members.some(isEveryone));
  if (everyone && !prevented) return open(chain, `${everyone.resource.name} lets everyone read it`);
  if (everyone) return closed(chain, `but publicAccessPrevention refuses what ${everyone.resource.name} grants`);
  const hidden = grants.find((each) => each.hidden && graph.holders(each).length === 0);
  return hidden
    ? unknown(chain, `whom ${hidden.resource.name} lets read it is not known yet`)
    : closed(chain, "but the load balancer may not read the bucket");
}

/** The secrets everyone may read. */
export function openSecrets(graph: Graph): { secret: Resource; way: Way }[] {
  return graph.stack.ofType(SECRET_RESOURCE).flatMap((secret) => {
    const grant = grantsReaching(graph, secret).find((each) => each.members.some(isEveryone) && readsSecrets(each));
    return grant ? [{ secret, way: open(`${grant.resource.name} grants ${grant.role} to everyone`) }] : [];
  });
}
