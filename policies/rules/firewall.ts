import { allowances, EVERY_ADDRESS, INGRESS_RULES, letIn } from "../../graph/firewall";
import { resourcePolicy, types } from "../policy";

export const firewallNoInternet = resourcePolicy({
  id: "firewall-no-internet",
  title: "The firewall lets nothing in from the internet",
  demands: "No enabled rule allows ingress from a /0, from a public range, or without naming a source.",
  why: "Nothing in this design listens on a network address for the internet; the way in is the load balancer or Cloud Run itself.",
  weight: "always",
  severity: "critical",
  covers: [
    "CIS 3.6",
    "CIS 3.7",
    "CKV_GCP_2",
    "CKV_GCP_3",
    "CKV_GCP_75",
    "CKV_GCP_77",
    "CKV_GCP_88",
    "CKV_GCP_106",
    "CKV2_GCP_12",
    "GCP-0027",
    "GCP-0070",
    "GCP-0071",
    "GCP-0072",
    "GCP-0073",
    "firewallRestrictPublicAccessRule",
    "firewallRestrictSQLDatabasesRule",
  ],
  remediation: "Narrow `sourceRanges` to private ranges or Google's own, or remove the rule.",
  applies: types(...INGRESS_RULES),
  check(resource, { violation, unjudged }) {
    for (const allowance of allowances(resource)) {
      const who = letIn(allowance);
      if (who === null) unjudged(resource, allowance.path);
      else if (who === EVERY_ADDRESS) violation(resource, allowance.path, "names no source, which means every address");
      else if (who !== undefined) violation(resource, allowance.path, `lets in ${who}`);
    }
  },
});
