/**
 * What a preview reads. No basic role: `roles/viewer` reads far more than these, the data in buckets included.
 * https://docs.cloud.google.com/iam/docs/roles-permissions
 */
export const PREVIEWER_ROLES = [
  "roles/artifactregistry.reader",
  "roles/browser",
  "roles/cloudsql.viewer",
  "roles/compute.viewer",
  "roles/dns.reader",
  "roles/iam.securityReviewer",
  "roles/monitoring.viewer",
  "roles/run.viewer",
  "roles/secretmanager.viewer",
  "roles/serviceusage.serviceUsageViewer",
  "roles/vpcaccess.viewer",
] as const;

/**
 * What the main program builds, one role for each of Google's services. It makes no grant on the project itself, so
 * none of these can change the project's policy.
 *
 * DANGER: the deployer makes the accounts that services run as, and may therefore act as any account of the project,
 * and reach any bucket of it. Keep what has larger rights in another project.
 */
export const DEPLOYER_ROLES = [
  "roles/artifactregistry.admin",
  "roles/cloudsql.admin",
  "roles/compute.loadBalancerAdmin",
  "roles/compute.networkAdmin",
  "roles/compute.securityAdmin",
  "roles/dns.admin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountUser",
  "roles/monitoring.editor",
  "roles/run.admin",
  "roles/secretmanager.admin",
  "roles/servicenetworking.networksAdmin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/storage.admin",
  "roles/vpcaccess.admin",
] as const;
