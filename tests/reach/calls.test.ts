import { UNKNOWN } from "../../resources/resource";
import { make } from "../policies/make";
import { drop, set } from "./changes";
import { flips } from "./rows";

flips([
  [
    "the BFF detached",
    set("bff-service", { "template.vpcAccess": undefined }),
    {
      "BFF -> API": ["no", "the BFF is not attached to a network; and api-service: ingress is internal"],
    },
  ],
  [
    "no wildcard in the zone",
    drop("network-run-app-wildcard"),
    { "BFF -> API": ["no", "network-run-app does not answer for *.run.app"] },
  ],
  [
    "the zone on another network",
    set("network-run-app", {
      "privateVisibilityConfig.networks": [{ networkUrl: "projects/p/global/networks/other" }],
    }),
    { "BFF -> API": ["no", "run.app names resolve to public addresses; and api-service: ingress is internal"] },
  ],
  [
    "the zone's answer not known yet",
    set("network-run-app-apex", { rrdatas: [UNKNOWN] }),
    { "BFF -> API": ["not known yet", "what network-run-app answers is not known yet"] },
  ],
  [
    "the zone's answer wrong",
    set("network-run-app-apex", { rrdatas: ["10.0.0.1"] }),
    { "BFF -> API": ["no", "network-run-app has an A record outside 199.36.153.8/30"] },
  ],
  [
    "no Private Google Access",
    set("network-connector-subnet", { privateIpGoogleAccess: false }),
    { "BFF -> API": ["no", "network-connector-subnet has no Private Google Access"] },
  ],
  [
    "Private Google Access not known yet",
    set("network-connector-subnet", { privateIpGoogleAccess: UNKNOWN }),
    { "BFF -> API": ["not known yet", "privateIpGoogleAccess of network-connector-subnet is not known yet"] },
  ],
  [
    "no route out of the network",
    set("network-vpc", { deleteDefaultRoutesOnCreate: true }),
    { "BFF -> API": ["no", "no route of network-vpc leads to Google's private addresses"] },
  ],
  [
    "nothing may leave the network",
    (all) => {
      const closed = make("gcp:compute/firewall:Firewall", "closed", {
        network: UNKNOWN,
        direction: "EGRESS",
        denies: [{ protocol: "all" }],
      });
      const network = all.find(({ name }) => name === "network-vpc")?.urn ?? "";
      all.push({ ...closed, propertyDependencies: { network: [network] } });
    },
    {
      "BFF -> API": ["no", "closed denies tcp:443 to 199.36.153.8/30"],
      "API -> database": ["no", "network: closed denies tcp:5432"],
    },
  ],
  [
    "all traffic through the network, and the zone's answer wrong",
    (all) => {
      set("bff-service", { "template.vpcAccess.egress": "ALL_TRAFFIC" })(all);
      drop("network-run-app-wildcard")(all);
    },
    {
      "BFF -> API": ["no", "network-run-app does not answer for *.run.app"],
      "BFF -> internet": ["no", "which has no Cloud NAT"],
    },
  ],
  [
    "all traffic through the network, which has no NAT",
    set("bff-service", { "template.vpcAccess.egress": "ALL_TRAFFIC" }),
    { "BFF -> internet": ["no", "all its traffic goes through the network; which has no Cloud NAT"] },
  ],
]);
