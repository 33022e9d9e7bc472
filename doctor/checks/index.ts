import { apis } from "./apis";
import type { DoctorCheck } from "./check";
import { credentials } from "./credentials";
import { database } from "./database";
import { domain } from "./domain";
import { images } from "./images";
import { network } from "./network";
import { orgPolicies } from "./org-policies";
import { project } from "./project";
import { quotas } from "./quotas";
import { secrets } from "./secrets";
import { tools } from "./tools";

/** In the order in which to put things right. */
export const checks: readonly DoctorCheck[] = [
  tools,
  credentials,
  project,
  apis,
  orgPolicies,
  secrets,
  images,
  network,
  database,
  domain,
  quotas,
];
