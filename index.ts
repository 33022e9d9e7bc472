import { getStack } from "@pulumi/pulumi";
import { Database } from "./components/database/database";
import { DomainMapping } from "./components/edge/domain-mapping";
import { bffExposure, publicUrl } from "./components/edge/exposure";
import { LoadBalancer } from "./components/edge/load-balancer";
import type { Environment } from "./components/environment";
import { Images } from "./components/images";
import { Network } from "./components/network/network";
import { Observability } from "./components/observability/observability";
import { watched } from "./components/observability/watched";
import { ProjectServices, requiredApis } from "./components/project-services";
import { Api } from "./components/service/api";
import { Bff } from "./components/service/bff";
import { readStackSettings } from "./settings/stack";

/** Everything a stack is. What it builds is decided by its settings alone, never by its name. */
export = async function piloto() {
  const settings = readStackSettings();
  const { project, projectNumber, region, labels, protect, edge } = settings;

  const apis = new ProjectServices("apis", { apis: requiredApis(settings) });
  const environment: Environment = { project, projectNumber, region, labels, protect, stack: getStack(), apis };

  const images = new Images("images", { environment, settings: settings.images });
  const network = new Network("network", {
    environment,
    settings: settings.network,
    privateServices: settings.database.instance.kind === "created",
  });
  const database = new Database("database", { environment, settings: settings.database, network });
  const api = new Api("api", { environment, settings: settings.api, network, database });

  const balancer =
    edge.mode === "load-balancer"
      ? new LoadBalancer("edge", { environment, settings: edge, serviceName: settings.bff.name })
      : undefined;
  const bff = new Bff("bff", {
    environment,
    settings: settings.bff,
    network,
    api,
    exposure: bffExposure(settings),
    publicUrl: publicUrl(settings),
    after: balancer ? balancer.ready : [],
  });
  const mapping =
    edge.mode === "domain-mapping"
      ? new DomainMapping("edge", { environment, settings: edge, service: bff.service })
      : undefined;

  if (settings.monitoring.enabled)
    new Observability("monitoring", {
      environment,
      settings: settings.monitoring,
      ...watched(settings, { database, balancer }),
    });

  return {
    url: publicUrl(settings),
    bffUrl: bff.service.uri,
    apiUrl: api.service.uri,
    imageRepository: images.url,
    databaseHost: database.variables.DB_HOST,
    ...(balancer && { edgeAddress: balancer.address, dnsRecords: balancer.dnsRecords }),
    ...(balancer?.assetsBucket && { assetsBucket: balancer.assetsBucket }),
    ...(mapping && { dnsRecords: mapping.dnsRecords }),
    ...(network.staticAddress && { staticAddress: network.staticAddress }),
  };
};
