import type { RepositoryArgs } from "@pulumi/gcp/artifactregistry/repository";
import type { RepositoryIamBindingArgs } from "@pulumi/gcp/artifactregistry/repositoryIamBinding";
import type { RepositoryIamMemberArgs } from "@pulumi/gcp/artifactregistry/repositoryIamMember";
import type { DatasetArgs } from "@pulumi/gcp/bigquery/dataset";
import type { DatasetAccessArgs } from "@pulumi/gcp/bigquery/datasetAccess";
import type { DatasetIamMemberArgs } from "@pulumi/gcp/bigquery/datasetIamMember";
import type { CertificateArgs } from "@pulumi/gcp/certificatemanager/certificate";
import type { CertificateMapArgs } from "@pulumi/gcp/certificatemanager/certificateMap";
import type { CertificateMapEntryArgs } from "@pulumi/gcp/certificatemanager/certificateMapEntry";
import type { DomainMappingArgs } from "@pulumi/gcp/cloudrun/domainMapping";
import type { IamBindingArgs } from "@pulumi/gcp/cloudrun/iamBinding";
import type { IamMemberArgs as RunV1MemberArgs } from "@pulumi/gcp/cloudrun/iamMember";
import type { IamPolicyArgs } from "@pulumi/gcp/cloudrun/iamPolicy";
import type { ServiceArgs as ServiceV1Args } from "@pulumi/gcp/cloudrun/service";
import type { JobArgs } from "@pulumi/gcp/cloudrunv2/job";
import type { JobIamBindingArgs } from "@pulumi/gcp/cloudrunv2/jobIamBinding";
import type { JobIamMemberArgs } from "@pulumi/gcp/cloudrunv2/jobIamMember";
import type { ServiceArgs } from "@pulumi/gcp/cloudrunv2/service";
import type { ServiceIamBindingArgs } from "@pulumi/gcp/cloudrunv2/serviceIamBinding";
import type { ServiceIamMemberArgs } from "@pulumi/gcp/cloudrunv2/serviceIamMember";
import type { ServiceIamPolicyArgs } from "@pulumi/gcp/cloudrunv2/serviceIamPolicy";
import type { WorkerPoolArgs } from "@pulumi/gcp/cloudrunv2/workerPool";
import type { WorkerPoolIamMemberArgs } from "@pulumi/gcp/cloudrunv2/workerPoolIamMember";
import type { AddressArgs } from "@pulumi/gcp/compute/address";
import type { BackendBucketArgs } from "@pulumi/gcp/compute/backendBucket";
import type { BackendServiceArgs } from "@pulumi/gcp/compute/backendService";
import type { FirewallArgs } from "@pulumi/gcp/compute/firewall";
import type { FirewallPolicyRuleArgs } from "@pulumi/gcp/compute/firewallPolicyRule";
import type { FirewallPolicyWithRulesArgs } from "@pulumi/gcp/compute/firewallPolicyWithRules";
import type { ForwardingRuleArgs } from "@pulumi/gcp/compute/forwardingRule";
import type { GlobalAddressArgs } from "@pulumi/gcp/compute/globalAddress";
import type { GlobalForwardingRuleArgs } from "@pulumi/gcp/compute/globalForwardingRule";
import type { ManagedSslCertificateArgs } from "@pulumi/gcp/compute/managedSslCertificate";
import type { NetworkArgs } from "@pulumi/gcp/compute/network";
import type { NetworkFirewallPolicyRuleArgs } from "@pulumi/gcp/compute/networkFirewallPolicyRule";
import type { NetworkFirewallPolicyWithRulesArgs } from "@pulumi/gcp/compute/networkFirewallPolicyWithRules";
import type { NetworkPeeringArgs } from "@pulumi/gcp/compute/networkPeering";
import type { RegionBackendBucketArgs } from "@pulumi/gcp/compute/regionBackendBucket";
import type { RegionBackendServiceArgs } from "@pulumi/gcp/compute/regionBackendService";
import type { RegionNetworkEndpointGroupArgs } from "@pulumi/gcp/compute/regionNetworkEndpointGroup";
import type { RegionNetworkFirewallPolicyRuleArgs } from "@pulumi/gcp/compute/regionNetworkFirewallPolicyRule";
import type { RegionNetworkFirewallPolicyWithRulesArgs } from "@pulumi/gcp/compute/regionNetworkFirewallPolicyWithRules";
import type { RegionSecurityPolicyArgs } from "@pulumi/gcp/compute/regionSecurityPolicy";
import type { RegionSecurityPolicyRuleArgs } from "@pulumi/gcp/compute/regionSecurityPolicyRule";
import type { RegionSslPolicyArgs } from "@pulumi/gcp/compute/regionSslPolicy";
import type { RegionTargetHttpProxyArgs } from "@pulumi/gcp/compute/regionTargetHttpProxy";
import type { RegionTargetHttpsProxyArgs } from "@pulumi/gcp/compute/regionTargetHttpsProxy";
import type { RegionUrlMapArgs } from "@pulumi/gcp/compute/regionUrlMap";
import type { RouteArgs } from "@pulumi/gcp/compute/route";
import type { RouterArgs } from "@pulumi/gcp/compute/router";
import type { RouterNatArgs } from "@pulumi/gcp/compute/routerNat";
import type { SecurityPolicyArgs } from "@pulumi/gcp/compute/securityPolicy";
import type { SecurityPolicyRuleArgs } from "@pulumi/gcp/compute/securityPolicyRule";
import type { SSLCertificateArgs } from "@pulumi/gcp/compute/sslcertificate";
import type { SSLPolicyArgs } from "@pulumi/gcp/compute/sslpolicy";
import type { SubnetworkArgs } from "@pulumi/gcp/compute/subnetwork";
import type { TargetHttpProxyArgs } from "@pulumi/gcp/compute/targetHttpProxy";
import type { TargetHttpsProxyArgs } from "@pulumi/gcp/compute/targetHttpsProxy";
import type { TargetSSLProxyArgs } from "@pulumi/gcp/compute/targetSSLProxy";
import type { TargetTCPProxyArgs } from "@pulumi/gcp/compute/targetTCPProxy";
import type { URLMapArgs } from "@pulumi/gcp/compute/urlmap";
import type { ManagedZoneArgs } from "@pulumi/gcp/dns/managedZone";
import type { PolicyArgs as DnsPolicyArgs } from "@pulumi/gcp/dns/policy";
import type { RecordSetArgs } from "@pulumi/gcp/dns/recordSet";
import type { ResponsePolicyArgs } from "@pulumi/gcp/dns/responsePolicy";
import type { ResponsePolicyRuleArgs } from "@pulumi/gcp/dns/responsePolicyRule";
import type { IAMMemberArgs as FolderIAMMemberArgs } from "@pulumi/gcp/folder/iammember";
import type { IAMPolicyArgs as FolderIAMPolicyArgs } from "@pulumi/gcp/folder/iampolicy";
import type { WorkloadIdentityPoolProviderArgs } from "@pulumi/gcp/iam/workloadIdentityPoolProvider";
import type { CryptoKeyArgs } from "@pulumi/gcp/kms/cryptoKey";
import type { CryptoKeyIAMMemberArgs } from "@pulumi/gcp/kms/cryptoKeyIAMMember";
import type { KeyRingIAMBindingArgs } from "@pulumi/gcp/kms/keyRingIAMBinding";
import type { IAMBindingArgs as OrganizationsIAMBindingArgs } from "@pulumi/gcp/organizations/iambinding";
import type { IAMCustomRoleArgs } from "@pulumi/gcp/organizations/iamcustomRole";
import type { IAMAuditConfigArgs } from "@pulumi/gcp/projects/iamauditConfig";
import type { IAMBindingArgs } from "@pulumi/gcp/projects/iambinding";
import type { IAMCustomRoleArgs as ProjectsIAMCustomRoleArgs } from "@pulumi/gcp/projects/iamcustomRole";
import type { IAMMemberArgs } from "@pulumi/gcp/projects/iammember";
import type { IAMPolicyArgs } from "@pulumi/gcp/projects/iampolicy";
import type { ServiceArgs as ProjectsServiceArgs } from "@pulumi/gcp/projects/service";
import type { TopicIAMMemberArgs } from "@pulumi/gcp/pubsub/topicIAMMember";
import type { TopicIAMPolicyArgs } from "@pulumi/gcp/pubsub/topicIAMPolicy";
import type { SecretArgs } from "@pulumi/gcp/secretmanager/secret";
import type { SecretIamBindingArgs } from "@pulumi/gcp/secretmanager/secretIamBinding";
import type { SecretIamMemberArgs } from "@pulumi/gcp/secretmanager/secretIamMember";
import type { SecretIamPolicyArgs } from "@pulumi/gcp/secretmanager/secretIamPolicy";
import type { SecretVersionArgs } from "@pulumi/gcp/secretmanager/secretVersion";
import type { AccountArgs } from "@pulumi/gcp/serviceaccount/account";
import type { IAMBindingArgs as ServiceaccountIAMBindingArgs } from "@pulumi/gcp/serviceaccount/iambinding";
import type { IAMMemberArgs as ServiceaccountIAMMemberArgs } from "@pulumi/gcp/serviceaccount/iammember";
import type { KeyArgs } from "@pulumi/gcp/serviceaccount/key";
import type { ConnectionArgs } from "@pulumi/gcp/servicenetworking/connection";
import type { DatabaseArgs } from "@pulumi/gcp/sql/database";
import type { DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance";
import type { UserArgs } from "@pulumi/gcp/sql/user";
import type { BucketArgs } from "@pulumi/gcp/storage/bucket";
import type { BucketACLArgs } from "@pulumi/gcp/storage/bucketACL";
import type { BucketAccessControlArgs } from "@pulumi/gcp/storage/bucketAccessControl";
import type { BucketIAMBindingArgs } from "@pulumi/gcp/storage/bucketIAMBinding";
import type { BucketIAMMemberArgs } from "@pulumi/gcp/storage/bucketIAMMember";
import type { BucketIAMPolicyArgs } from "@pulumi/gcp/storage/bucketIAMPolicy";
import type { DefaultObjectACLArgs } from "@pulumi/gcp/storage/defaultObjectACL";
import type { DefaultObjectAccessControlArgs } from "@pulumi/gcp/storage/defaultObjectAccessControl";
import type { ManagedFolderIamMemberArgs } from "@pulumi/gcp/storage/managedFolderIamMember";
import type { ObjectACLArgs } from "@pulumi/gcp/storage/objectACL";
import type { ObjectAccessControlArgs } from "@pulumi/gcp/storage/objectAccessControl";
import type { ConnectorArgs } from "@pulumi/gcp/vpcaccess/connector";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource, ResourceOptions } from "../../resources/resource";

/** The provider's own argument types, by type token: a fixture with a property that does not exist does not compile. */
export interface Arguments {
  "gcp:artifactregistry/repository:Repository": RepositoryArgs;
  "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding": RepositoryIamBindingArgs;
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": RepositoryIamMemberArgs;
  "gcp:bigquery/dataset:Dataset": DatasetArgs;
  "gcp:bigquery/datasetAccess:DatasetAccess": DatasetAccessArgs;
  "gcp:bigquery/datasetIamMember:DatasetIamMember": DatasetIamMemberArgs;
  "gcp:certificatemanager/certificate:Certificate": CertificateArgs;
  "gcp:certificatemanager/certificateMap:CertificateMap": CertificateMapArgs;
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": CertificateMapEntryArgs;
  "gcp:cloudrun/domainMapping:DomainMapping": DomainMappingArgs;
  "gcp:cloudrun/iamBinding:IamBinding": IamBindingArgs;
  "gcp:cloudrun/iamMember:IamMember": RunV1MemberArgs;
  "gcp:cloudrun/iamPolicy:IamPolicy": IamPolicyArgs;
  "gcp:cloudrun/service:Service": ServiceV1Args;
  "gcp:cloudrunv2/job:Job": JobArgs;
  "gcp:cloudrunv2/jobIamBinding:JobIamBinding": JobIamBindingArgs;
  "gcp:cloudrunv2/jobIamMember:JobIamMember": JobIamMemberArgs;
  "gcp:cloudrunv2/service:Service": ServiceArgs;
  "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding": ServiceIamBindingArgs;
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": ServiceIamMemberArgs;
  "gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy": ServiceIamPolicyArgs;
  "gcp:cloudrunv2/workerPool:WorkerPool": WorkerPoolArgs;
  "gcp:cloudrunv2/workerPoolIamMember:WorkerPoolIamMember": WorkerPoolIamMemberArgs;
  "gcp:compute/address:Address": AddressArgs;
  "gcp:compute/backendBucket:BackendBucket": BackendBucketArgs;
  "gcp:compute/backendService:BackendService": BackendServiceArgs;
  "gcp:compute/firewall:Firewall": FirewallArgs;
  "gcp:compute/firewallPolicyRule:FirewallPolicyRule": FirewallPolicyRuleArgs;
  "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules": FirewallPolicyWithRulesArgs;
  "gcp:compute/forwardingRule:ForwardingRule": ForwardingRuleArgs;
  "gcp:compute/globalAddress:GlobalAddress": GlobalAddressArgs;
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": GlobalForwardingRuleArgs;
  "gcp:compute/managedSslCertificate:ManagedSslCertificate": ManagedSslCertificateArgs;
  "gcp:compute/network:Network": NetworkArgs;
  "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule": NetworkFirewallPolicyRuleArgs;
  "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules": NetworkFirewallPolicyWithRulesArgs;
  "gcp:compute/networkPeering:NetworkPeering": NetworkPeeringArgs;
  "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule": RegionNetworkFirewallPolicyRuleArgs;
  "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules": RegionNetworkFirewallPolicyWithRulesArgs;
  "gcp:compute/regionBackendBucket:RegionBackendBucket": RegionBackendBucketArgs;
  "gcp:compute/regionBackendService:RegionBackendService": RegionBackendServiceArgs;
  "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup": RegionNetworkEndpointGroupArgs;
  "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy": RegionSecurityPolicyArgs;
  "gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule": RegionSecurityPolicyRuleArgs;
  "gcp:compute/regionSslPolicy:RegionSslPolicy": RegionSslPolicyArgs;
  "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy": RegionTargetHttpProxyArgs;
  "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy": RegionTargetHttpsProxyArgs;
  "gcp:compute/regionUrlMap:RegionUrlMap": RegionUrlMapArgs;
  "gcp:compute/route:Route": RouteArgs;
  "gcp:compute/router:Router": RouterArgs;
  "gcp:compute/routerNat:RouterNat": RouterNatArgs;
  "gcp:compute/sSLCertificate:SSLCertificate": SSLCertificateArgs;
  "gcp:compute/sSLPolicy:SSLPolicy": SSLPolicyArgs;
  "gcp:compute/securityPolicy:SecurityPolicy": SecurityPolicyArgs;
  "gcp:compute/securityPolicyRule:SecurityPolicyRule": SecurityPolicyRuleArgs;
  "gcp:compute/subnetwork:Subnetwork": SubnetworkArgs;
  "gcp:compute/targetHttpProxy:TargetHttpProxy": TargetHttpProxyArgs;
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy": TargetHttpsProxyArgs;
  "gcp:compute/targetSSLProxy:TargetSSLProxy": TargetSSLProxyArgs;
  "gcp:compute/targetTCPProxy:TargetTCPProxy": TargetTCPProxyArgs;
  "gcp:compute/uRLMap:URLMap": URLMapArgs;
  "gcp:dns/managedZone:ManagedZone": ManagedZoneArgs;
  "gcp:dns/policy:Policy": DnsPolicyArgs;
  "gcp:dns/recordSet:RecordSet": RecordSetArgs;
  "gcp:dns/responsePolicy:ResponsePolicy": ResponsePolicyArgs;
  "gcp:dns/responsePolicyRule:ResponsePolicyRule": ResponsePolicyRuleArgs;
  "gcp:folder/iAMMember:IAMMember": FolderIAMMemberArgs;
  "gcp:folder/iAMPolicy:IAMPolicy": FolderIAMPolicyArgs;
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": WorkloadIdentityPoolProviderArgs;
  "gcp:kms/cryptoKey:CryptoKey": CryptoKeyArgs;
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": CryptoKeyIAMMemberArgs;
  "gcp:kms/keyRingIAMBinding:KeyRingIAMBinding": KeyRingIAMBindingArgs;
  "gcp:organizations/iAMBinding:IAMBinding": OrganizationsIAMBindingArgs;
  "gcp:organizations/iAMCustomRole:IAMCustomRole": IAMCustomRoleArgs;
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": IAMAuditConfigArgs;
  "gcp:projects/iAMBinding:IAMBinding": IAMBindingArgs;
  "gcp:projects/iAMCustomRole:IAMCustomRole": ProjectsIAMCustomRoleArgs;
  "gcp:projects/iAMMember:IAMMember": IAMMemberArgs;
  "gcp:projects/iAMPolicy:IAMPolicy": IAMPolicyArgs;
  "gcp:projects/service:Service": ProjectsServiceArgs;
  "gcp:pubsub/topicIAMMember:TopicIAMMember": TopicIAMMemberArgs;
  "gcp:pubsub/topicIAMPolicy:TopicIAMPolicy": TopicIAMPolicyArgs;
  "gcp:secretmanager/secret:Secret": SecretArgs;
  "gcp:secretmanager/secretIamBinding:SecretIamBinding": SecretIamBindingArgs;
  "gcp:secretmanager/secretIamMember:SecretIamMember": SecretIamMemberArgs;
  "gcp:secretmanager/secretIamPolicy:SecretIamPolicy": SecretIamPolicyArgs;
  "gcp:secretmanager/secretVersion:SecretVersion": SecretVersionArgs;
  "gcp:serviceaccount/account:Account": AccountArgs;
  "gcp:serviceaccount/iAMBinding:IAMBinding": ServiceaccountIAMBindingArgs;
  "gcp:serviceaccount/iAMMember:IAMMember": ServiceaccountIAMMemberArgs;
  "gcp:serviceaccount/key:Key": KeyArgs;
  "gcp:servicenetworking/connection:Connection": ConnectionArgs;
  "gcp:sql/database:Database": DatabaseArgs;
  "gcp:sql/databaseInstance:DatabaseInstance": DatabaseInstanceArgs;
  "gcp:sql/user:User": UserArgs;
  "gcp:storage/bucket:Bucket": BucketArgs;
  "gcp:storage/bucketACL:BucketACL": BucketACLArgs;
  "gcp:storage/bucketAccessControl:BucketAccessControl": BucketAccessControlArgs;
  "gcp:storage/bucketIAMBinding:BucketIAMBinding": BucketIAMBindingArgs;
  "gcp:storage/bucketIAMMember:BucketIAMMember": BucketIAMMemberArgs;
  "gcp:storage/bucketIAMPolicy:BucketIAMPolicy": BucketIAMPolicyArgs;
  "gcp:storage/defaultObjectACL:DefaultObjectACL": DefaultObjectACLArgs;
  "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl": DefaultObjectAccessControlArgs;
  "gcp:storage/managedFolderIamMember:ManagedFolderIamMember": ManagedFolderIamMemberArgs;
  "gcp:storage/objectACL:ObjectACL": ObjectACLArgs;
  "gcp:storage/objectAccessControl:ObjectAccessControl": ObjectAccessControlArgs;
  "gcp:vpcaccess/connector:Connector": ConnectorArgs;
}

/** Arguments with plain values; what a type requires may be left out, as a rule must cope with that too. */
export type Inputs<T extends keyof Arguments> = { [K in keyof Arguments[T]]?: Unwrap<Arguments[T][K]> };

export interface Links {
  /** Per property, the logical names of the resources its value comes from. */
  from?: Record<string, string[]>;
  dependsOn?: string[];
  options?: ResourceOptions;
  parent?: string;
}

/** The URN of a fixture: by logical name alone, so that links can be written by name. */
export function urnOf(name: string): string {
  return `urn:pulumi:test::piloto::any::${name}`;
}

/** A resource in the normal form. */
export function make<T extends keyof Arguments>(type: T, name: string, inputs: Inputs<T>, links: Links = {}): Resource {
  return raw(type, name, inputs, links);
}

/** The same for inputs that no argument type allows. */
export function raw(
  type: string,
  name: string,
  inputs: object,
  { from = {}, dependsOn = [], options = {}, parent = "" }: Links = {},
): Resource {
  return {
    urn: urnOf(name),
    type,
    name,
    parent: parent && urnOf(parent),
    inputs: structuredClone({ ...inputs }),
    dependencies: [...dependsOn, ...Object.values(from).flat()].map(urnOf),
    propertyDependencies: Object.fromEntries(
      Object.entries(from).map(([property, names]) => [property, names.map(urnOf)]),
    ),
    options,
  };
}
