import { reachMap } from "../../reach/map";
import { make, raw } from "../policies/make";
import { answers } from "./rows";
import { plus, service, shop } from "./shop";

const member = (name: string) => `serviceAccount:${name}-run@p.iam.gserviceaccount.com`;
const calls = (name: string) =>
  make(
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
    `${name}-calls`,
    { name: "api-service", role: "roles/run.invoker", member: member(name) },
    { from: { name: ["api"], member: [`${name}-account`] } },
  );
const reads = (name: string) =>
  make(
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    `${name}-reads`,
    { secretId: "db-password", role: "roles/secretmanager.secretAccessor", member: member(name) },
    { from: { secretId: ["password"], member: [`${name}-account`] } },
  );

test("what nobody promised is marked: a stranger's call, a bucket, a secret, the network, a public worker's database", () => {
  const resources = plus(
    ...service("front", { invokerIamDisabled: true }),
    ...service("inner", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
    calls("inner"),
    reads("front"),
    reads("inner"),
    raw("gcp:storage/bucket:Bucket", "office", { name: "office" }),
    raw("gcp:storage/bucketIAMMember:BucketIAMMember", "open", { bucket: "office", role: "r", member: "allUsers" }),
    make("gcp:secretmanager/secretIamMember:SecretIamMember", "leak", {
      secretId: "db-password",
      role: "roles/secretmanager.secretAccessor",
      member: "allUsers",
    }),
    make("gcp:compute/firewall:Firewall", "ssh", { sourceRanges: ["0.0.0.0/0"], allows: [{ protocol: "tcp" }] }),
  )(shop());
  expect(answers(resources)).toMatchObject({
    "service inner -> API": "yes!",
    "service inner -> database": "yes",
    "service front -> database": "yes!",
    "internet -> service front": "yes!",
    "internet -> service inner": "no",
    "internet -> bucket office": "yes!",
    "internet -> secret password": "yes!",
    "internet -> VPC": "yes!",
  });
});

test("how a service enters the network is told by name", () => {
  const because = reachMap(shop()).find(({ from, to }) => from === "BFF" && to === "API")?.because;
  expect(because).toEqual([
    "the BFF enters vpc by connector",
    "answer answers run.app names with private.googleapis.com",
    "the connector's own range has Private Google Access",
    "callers grants roles/run.invoker to the account of the BFF",
  ]);
});
