import { UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { change } from "../policies/program";
import { add, drop, set } from "./changes";
import { flips } from "./rows";

flips([
  [
    "the assets for everyone, past the prevention",
    set("edge-assets-reader", { member: "allUsers" }),
    {
      "internet -> assets through the load balancer": ["no", "publicAccessPrevention refuses what edge-assets-reader"],
    },
  ],
  [
    "the assets for everyone",
    (all) => {
      change(all, "edge-assets-reader", { member: "allUsers" });
      change(all, "edge-assets", { publicAccessPrevention: "inherited" });
    },
    { "internet -> assets bucket": ["yes", "edge-assets-reader grants roles/storage.objectViewer to everyone"] },
  ],
  [
    "the assets for nobody",
    drop("edge-assets-reader"),
    {
      "internet -> assets through the load balancer": ["no", "the load balancer may not read the bucket"],
    },
  ],
  [
    "the assets' bucket elsewhere",
    set("edge-assets-backend", { bucketName: "elsewhere" }),
    {
      "internet -> assets bucket": ["gone"],
      "internet -> assets through the load balancer": ["gone"],
      "internet -> bucket edge-assets": ["no", "edge-assets: publicAccessPrevention is enforced"],
    },
  ],
  [
    "SSH from anywhere",
    add(
      make("gcp:compute/firewall:Firewall", "ssh", {
        sourceRanges: ["0.0.0.0/0"],
        allows: [{ protocol: "tcp", ports: ["22"] }],
      }),
    ),
    { "internet -> VPC": ["yes", "ssh lets in 0.0.0.0/0"] },
  ],
  [
    "SSH from somewhere not known yet",
    add(make("gcp:compute/firewall:Firewall", "ssh", { sourceRanges: [UNKNOWN], allows: [{ protocol: "tcp" }] })),
    { "internet -> VPC": ["not known yet", "ssh: whom it lets in is not known yet"] },
  ],
  [
    "a secret for everyone",
    add(
      make("gcp:secretmanager/secretIamMember:SecretIamMember", "extra", {
        secretId: "prod-bff-session-secret",
        role: "roles/secretmanager.secretAccessor",
        member: "allUsers",
      }),
    ),
    { "internet -> secret bff-session-secret": ["yes", "extra grants roles/secretmanager.secretAccessor to everyone"] },
  ],
  [
    "another service, public",
    add(make("gcp:cloudrunv2/service:Service", "extra", { name: "extra", invokerIamDisabled: true })),
    { "internet -> service extra": ["yes", "extra: ingress is all; its run.app address is on; extra: invokerIamDis"] },
  ],
  [
    "another service, closed",
    add(make("gcp:cloudrunv2/service:Service", "extra", { name: "extra", ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" })),
    { "internet -> service extra": ["no", "extra: ingress is internal"] },
  ],
  [
    "the API loses its role",
    set("api-service", { "labels.component": "worker" }),
    {
      "internet -> API": ["gone"],
      "BFF -> API": ["gone"],
      "VPC -> API": ["gone"],
      "API -> internet": ["gone"],
      "API -> database": ["gone"],
      "internet -> service api-service": ["no", "api-service: ingress is internal"],
      "service api-service -> database": ["yes", "login: its account reads a secret of the database"],
    },
  ],
  [
    "a bucket of no account",
    add(raw("gcp:storage/bucket:Bucket", "extra", { publicAccessPrevention: "enforced" })),
    {
      "internet -> bucket extra": ["no", "extra: publicAccessPrevention is enforced"],
    },
  ],
]);
