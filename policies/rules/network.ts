import { parseRange } from "../../graph/addresses";
import { isHostSubnet } from "../../graph/network";
import { at, flagAt, isHidden, isSet, listAt, numberAt, read, text, textAt, textsAt } from "../../graph/reading";
import { CONNECTOR, FIREWALL, NETWORK, SUBNETWORK } from "../../graph/tokens";
import { interfacesV1 } from "../../graph/workloads";
import type { Resource } from "../../resources/resource";
import { anyGoogleType, resourcePolicy, types } from "../policy";

export const ownNetwork = resourcePolicy({
  id: "own-network",
  title: "Everything lives in a custom network of its own",
  demands:
    "Networks are in custom mode, nothing refers to the network `default`, and a connector's own range is a /28.",
  why: "Auto mode puts a subnet into every region, the default network comes with open firewall rules, and a connector takes exactly a /28.",
  weight: "always",
  severity: "high",
  covers: ["CIS 3.1", "CIS 3.2", "CKV_GCP_27", "CKV2_GCP_2", "GCP-0010", "networkRequireCustomModeVpc"],
  remediation: "Set `autoCreateSubnetworks: false` and name that network; give the connector a /28.",
  applies: anyGoogleType,
  check(resource, { violation, unjudged }) {
    if (resource.type === NETWORK) {
      const path = "autoCreateSubnetworks";
      if (isHidden(read(resource, path))) unjudged(resource, path);
      else if (flagAt(resource.inputs, path) !== false) violation(resource, path, "the network is in auto mode");
      if (textAt(resource.inputs, "name") === "default") violation(resource, "name", "the network is called default");
    }
    for (const [path, value] of networkReferences(resource)) {
      if (/(^|\/)default$/.test(text(value) ?? "")) violation(resource, path, "refers to the default network");
    }
    if (resource.type !== CONNECTOR) return;
    const range = read(resource, "ipCidrRange");
    if (isHidden(range)) unjudged(resource, "ipCidrRange");
    else if (range !== undefined && parseRange(text(range) ?? "")?.prefix !== 28)
      violation(resource, "ipCidrRange", `${text(range)} is not a /28`);
  },
});

const INTERFACES_V1 = ["template", "metadata", "annotations", "run.googleapis.com/network-interfaces"];

/** Every property of a resource that names a network or, where none is named, a subnet. */
function networkReferences(resource: Resource): [path: string, value: unknown][] {
  const inputs = resource.inputs;
  const pair = (path: string, holder: unknown): [string, unknown] => {
    const network = at(holder, "network");
    return network === undefined ? [`${path}subnetwork`, at(holder, "subnetwork")] : [`${path}network`, network];
  };
  const direct = [
    "subnet.name",
    "peerNetwork",
    "settings.ipConfiguration.privateNetwork",
    "peeringConfig.targetNetwork.networkUrl",
  ];
  const interfaces = [
    "template.vpcAccess.networkInterfaces",
    "template.template.vpcAccess.networkInterfaces",
    "networkInterfaces",
  ];
  return [
    pair("", inputs),
    ...direct.map((path): [string, unknown] => [path, at(inputs, path)]),
    ...interfaces.flatMap((path) =>
      listAt(inputs, path).map((each, index): [string, unknown] => pair(`${path}[${index}].`, each)),
    ),
    ...interfacesV1(at(inputs, INTERFACES_V1)).map((each): [string, unknown] => [
      INTERFACES_V1.join("."),
      pair("", each)[1],
    ]),
    ...["networks", "privateVisibilityConfig.networks"].flatMap((path) =>
      listAt(inputs, path).map((each, index): [string, unknown] => [
        `${path}[${index}].networkUrl`,
        at(each, "networkUrl"),
      ]),
    ),
  ];
}

export const subnetPrivateGoogleAccess = resourcePolicy({
  id: "subnet-private-google-access",
  title: "Subnets reach Google's APIs privately",
  demands: "Subnets for hosts have Private Google Access.",
  why: "Without it a call from the BFF to the API's run.app address leaves the network and is refused as external.",
  weight: "always",
  severity: "high",
  covers: ["CKV_GCP_74", "GCP-0075", "networkRequireSubnetPrivateGoogleAccess"],
  remediation: "Set `privateIpGoogleAccess: true` on the subnet.",
  applies: types(SUBNETWORK),
  check(subnet, { violation, unjudged }) {
    const path = "privateIpGoogleAccess";
    if (!isHostSubnet(subnet)) return;
    if (isHidden(read(subnet, path)) || isHidden(read(subnet, "purpose"))) unjudged(subnet, path);
    else if (flagAt(subnet.inputs, path) !== true) violation(subnet, path, "Private Google Access is off");
  },
});

export const networkUpkeep = resourcePolicy({
  id: "network-upkeep",
  title: "Network parts are no larger than needed and say what they are for",
  demands:
    "Firewall rules are logged, described and without wide port ranges; subnets are /16 or smaller; connectors stay within their cap.",
  why: "Wide rules hide mistakes, and a connector never shrinks: what it once grew to is billed from then on.",
  weight: "advice",
  severity: "low",
  covers: [
    "GCP-0074",
    "firewallEnforceRuleLogging",
    "firewallRequireDescription",
    "mondoo subnetwork-not-overly-broad-cidr",
  ],
  remediation:
    "Set `logConfig` and `description`, name single ports, and lower the range, `machineType` or `maxInstances`.",
  settings: {
    maxConnectorInstances: { default: 10, about: "highest `maxInstances` of a connector" },
    machineTypes: {
      default: ["f1-micro", "e2-micro"] as readonly string[],
      about: "machine types a connector may use",
    },
    maxPorts: { default: 30, about: "widest port range of a firewall rule" },
  },
  applies: types(FIREWALL, SUBNETWORK, CONNECTOR),
  check(resource, { violation }, { maxConnectorInstances, machineTypes, maxPorts }) {
    if (resource.type === FIREWALL) {
      if (flagAt(resource.inputs, "disabled") === true) return;
      if (!isSet(resource.inputs, "logConfig") && flagAt(resource.inputs, "enableLogging") !== true)
        violation(resource, "logConfig", "the rule is not logged");
      if (!isSet(resource.inputs, "description"))
        violation(resource, "description", "the rule does not say what it is for");
      listAt(resource.inputs, "allows").forEach((allow, index) => {
        const path = `allows[${index}].ports`;
        const wide = textsAt(allow, "ports").filter((ports) => widthOf(ports) > maxPorts);
        if (wide.length > 0) violation(resource, path, `${wide.join(", ")} spans more than ${maxPorts} ports`);
        else if (!isSet(allow, "ports") && /^(tcp|udp|sctp|all|6|17|132)$/i.test(textAt(allow, "protocol") ?? ""))
          violation(resource, path, "names no port, which means every port");
      });
    }
    if (resource.type === SUBNETWORK) {
      const range = textAt(resource.inputs, "ipCidrRange");
      const prefix = parseRange(range ?? "")?.prefix;
      if (prefix !== undefined && prefix < 16) violation(resource, "ipCidrRange", `${range} is wider than a /16`);
    }
    if (resource.type === CONNECTOR) {
      const throughput = numberAt(resource.inputs, "maxThroughput");
      const most = numberAt(resource.inputs, "maxInstances") ?? (throughput && throughput / MBPS_PER_INSTANCE);
      if (most !== undefined && most > maxConnectorInstances)
        violation(resource, "maxInstances", `${most} is above ${maxConnectorInstances}`);
      const machine = textAt(resource.inputs, "machineType");
      if (machine && !machineTypes.includes(machine))
        violation(resource, "machineType", `${machine} is not among ${machineTypes.join(", ")}`);
    }
  },
});

/** What one more instance of a connector carries at least; the older way to say how large it may grow. */
const MBPS_PER_INSTANCE = 100;

function widthOf(ports: string): number {
  const [first = 0, last = first] = ports.split("-").map(Number);
  return last - first;
}
