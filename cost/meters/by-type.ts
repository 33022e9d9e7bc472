import { address, globalAddress } from "./address";
import { bucket } from "./bucket";
import { securityPolicy, securityPolicyRule } from "./cloud-armor";
import { cloudRunService, cloudRunServiceV1 } from "./cloud-run";
import { cloudRunJob } from "./cloud-run-job";
import { cloudSql } from "./cloud-sql";
import { dnsZone } from "./dns";
import { cryptoKey } from "./kms";
import { backendBucket, backendService, forwardingRule, globalForwardingRule } from "./load-balancer";
import { customMetric, logBucket, subnetwork } from "./logging";
import type { Meter } from "./meter";
import { nat } from "./nat";
import { registry } from "./registry";
import { secret, secretVersion } from "./secret";
import { vpcConnector } from "./vpc-connector";

export const METERS: readonly Meter[] = [
  cloudRunService,
  cloudRunServiceV1,
  cloudRunJob,
  cloudSql,
  vpcConnector,
  globalForwardingRule,
  forwardingRule,
  backendService,
  backendBucket,
  securityPolicy,
  securityPolicyRule,
  bucket,
  globalAddress,
  address,
  nat,
  dnsZone,
  secret,
  secretVersion,
  registry,
  logBucket,
  customMetric,
  subnetwork,
  cryptoKey,
];

const BY_TYPE = new Map(METERS.flatMap((meter) => meter.types.map((type) => [type, meter] as const)));

export const meterOf = (type: string): Meter | undefined => BY_TYPE.get(type);
