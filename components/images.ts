import { Repository } from "@pulumi/gcp/artifactregistry/repository";
import { ComponentResource, type ComponentResourceOptions, interpolate, type Output } from "@pulumi/pulumi";
import type { ImagesSettings } from "../settings/images";
import { type Environment, labels } from "./environment";

const DAY_SECONDS = 86_400;

/**
 * One Artifact Registry repository for the images of both services, cleaned by age.
 * Costs 0.10 USD per GiB-month; pulls within the region are free.
 */
export class Images extends ComponentResource {
  /** Where images are pushed: `REGION-docker.pkg.dev/PROJECT/REPOSITORY`. */
  readonly url: Output<string>;

  constructor(
    name: string,
    { environment, settings }: { environment: Environment; settings: ImagesSettings },
    opts?: ComponentResourceOptions,
  ) {
    super("piloto:images:Images", name, {}, opts);
    const repository = new Repository(
      `${name}-repository`,
      {
        repositoryId: settings.repository,
        location: environment.region,
        format: "DOCKER",
        description: "Images of the BFF and the API",
        labels: labels(environment, "images"),
        cleanupPolicies: [
          {
            id: "delete-old",
            action: "DELETE",
            condition: { tagState: "ANY", olderThan: `${settings.deleteAfterDays * DAY_SECONDS}s` },
          },
          { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: settings.keepVersions } },
        ],
      },
      { parent: this, dependsOn: environment.apis.of("artifacts") },
    );
    this.url = interpolate`${environment.region}-docker.pkg.dev/${environment.project}/${repository.repositoryId}`;
    this.registerOutputs({ url: this.url });
  }
}
