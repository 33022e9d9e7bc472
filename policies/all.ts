import type { Policy } from "./policy";
import { bffIngressMatchesLb, internalCallPath, oneRegion } from "./rules/call-path";
import {
  apiIngressInternal,
  dedicatedAccount,
  envSecrets,
  imagePin,
  invokerCheckOn,
  scalingBounded,
  vpcAttached,
} from "./rules/cloud-run";
import { connectionCeiling } from "./rules/connection-ceiling";
import { costCeiling } from "./rules/cost";
import { sqlBackups, sqlHighAvailability, sqlPrivate, sqlTls, sqlUpkeep } from "./rules/database";
import { sqlFlags } from "./rules/database-flags";
import { bffHasNoDbPath, dbEgressDenied, dbPrivatePath } from "./rules/database-path";
import { dnssec } from "./rules/dns";
import { bffBackend, httpOnlyRedirects, lbChainComplete, onlyBffBehindLb, tlsPolicy } from "./rules/edge";
import { armorNoPreview, edgeUpkeep } from "./rules/edge-upkeep";
import { firewallNoInternet } from "./rules/firewall";
import { guardedProperties } from "./rules/guarded-properties";
import {
  identityUpkeep,
  noAccountKeys,
  oneIdentityPerService,
  projectRoles,
  workloadIdentityCondition,
} from "./rules/identity";
import { networkUpkeep, ownNetwork, subnetPrivateGoogleAccess } from "./rules/network";
import { prodProtection, regionsAllowed, requiredLabels, rightProject } from "./rules/ownership";
import { bucketPrivate, cdnBucket, publicInvoker, publicMembers } from "./rules/public-access";
import { bucketVersioning, platformUpkeep, trafficLogs } from "./rules/upkeep";
import { wiringComplete } from "./rules/wiring";

/** Every policy of the pack that judges the stack; the two that judge the pack itself are in `self.ts`. */
export const POLICIES: readonly Policy[] = [
  // Who can reach what
  apiIngressInternal,
  invokerCheckOn,
  bffIngressMatchesLb,
  onlyBffBehindLb,
  publicInvoker,
  publicMembers,
  internalCallPath,
  vpcAttached,
  firewallNoInternet,
  // The database
  sqlPrivate,
  sqlTls,
  sqlBackups,
  dbPrivatePath,
  bffHasNoDbPath,
  dbEgressDenied,
  connectionCeiling,
  sqlHighAvailability,
  sqlFlags,
  sqlUpkeep,
  // Identities and secrets
  dedicatedAccount,
  oneIdentityPerService,
  projectRoles,
  noAccountKeys,
  workloadIdentityCondition,
  envSecrets,
  wiringComplete,
  identityUpkeep,
  // The network
  ownNetwork,
  subnetPrivateGoogleAccess,
  oneRegion,
  dnssec,
  networkUpkeep,
  // The edge
  httpOnlyRedirects,
  tlsPolicy,
  lbChainComplete,
  bffBackend,
  armorNoPreview,
  edgeUpkeep,
  // Buckets
  cdnBucket,
  bucketPrivate,
  bucketVersioning,
  // Running it
  scalingBounded,
  costCeiling,
  imagePin,
  prodProtection,
  guardedProperties,
  rightProject,
  regionsAllowed,
  requiredLabels,
  trafficLogs,
  platformUpkeep,
];
