import { isHidden, listAt, read, text, textAt } from "../../graph/reading";
import { ZONE } from "../../graph/tokens";
import { resourcePolicy, types } from "../policy";

export const dnssec = resourcePolicy({
  id: "dnssec",
  title: "Public zones are signed",
  demands: "DNSSEC is on for public zones, without RSASHA1.",
  why: "Unsigned answers can be forged; RSASHA1 signatures too.",
  weight: "always",
  severity: "medium",
  covers: [
    "CIS 3.3",
    "CIS 3.4",
    "CIS 3.5",
    "CKV_GCP_16",
    "CKV_GCP_17",
    "GCP-0012",
    "GCP-0013",
    "dnsRequireManageZoneDNSSEC",
    "dnsAllowedSigningAlgorithms",
  ],
  remediation: 'Set `dnssecConfig: { state: "on" }` and keep the default key algorithm.',
  applies: types(ZONE),
  check(zone, { violation, unjudged }) {
    const visibility = read(zone, "visibility");
    if (text(visibility)?.toLowerCase() === "private") return;
    const path = "dnssecConfig.state";
    const state = read(zone, path);
    if (isHidden(visibility) || isHidden(state)) unjudged(zone, path);
    else if (!["on", "transfer"].includes(text(state)?.toLowerCase() ?? "off")) {
      violation(zone, path, "the public zone is not signed");
    }
    listAt(zone.inputs, "dnssecConfig.defaultKeySpecs").forEach((spec, index) => {
      if (textAt(spec, "algorithm")?.toLowerCase() === "rsasha1") {
        violation(zone, `dnssecConfig.defaultKeySpecs[${index}].algorithm`, "RSASHA1 signatures can be forged");
      }
    });
  },
});
