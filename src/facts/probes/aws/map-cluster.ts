import type * as Eks from '@aws-sdk/client-eks';
import type {AccessEntry, Addon, Cluster, FargateProfile} from '../../../model/aws.ts';
import {some, sorted, wanted} from '../answers.ts';
import {issues, time} from './values.ts';

/** Reads EKS's Cluster. Fields that older clusters lack get EKS's documented defaults. `arn` holds where the answer has none. */
export function mapCluster(cluster: Eks.Cluster | undefined, arn: string): Cluster {
  const vpc = wanted(cluster?.resourcesVpcConfig, 'cluster.resourcesVpcConfig');
  const remoteNodes = (cluster?.remoteNetworkConfig?.remoteNodeNetworks ?? []).flatMap((n) => n.cidrs ?? []);
  return {
    name: wanted(cluster?.name, 'cluster.name'),
    arn: cluster?.arn ?? arn,
    status: cluster?.status ?? '',
    version: cluster?.version ?? '',
    platformVersion: cluster?.platformVersion ?? '',
    endpoint: cluster?.endpoint ?? '',
    roleArn: cluster?.roleArn ?? '',
    vpcId: wanted(vpc.vpcId, 'cluster.resourcesVpcConfig.vpcId'),
    subnetIds: sorted(vpc.subnetIds),
    securityGroupIds: sorted(vpc.securityGroupIds),
    endpointPublicAccess: vpc.endpointPublicAccess ?? true,
    endpointPrivateAccess: vpc.endpointPrivateAccess ?? false,
    publicAccessCidrs: sorted(vpc.publicAccessCidrs),
    authenticationMode: cluster?.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
    ipFamily: cluster?.kubernetesNetworkConfig?.ipFamily ?? 'ipv4',
    autoMode: cluster?.computeConfig?.enabled ?? false,
    healthIssues: issues(cluster?.health),
    logTypes: sorted(
      (cluster?.logging?.clusterLogging ?? []).flatMap((setup) => (setup.enabled ? (setup.types ?? []) : [])),
    ),
    encryptionKeyArns: sorted((cluster?.encryptionConfig ?? []).flatMap((config) => config.provider?.keyArn ?? [])),
    ...some({
      createdAt: time(cluster?.createdAt),
      clusterSecurityGroupId: vpc.clusterSecurityGroupId,
      oidcIssuer: cluster?.identity?.oidc?.issuer,
      controlPlaneEgressMode: vpc.controlPlaneEgressMode,
      caActivatedBy: cluster?.certificateAuthority?.active?.activatedBy,
      remoteNodeCidrs: remoteNodes.length === 0 ? undefined : sorted(remoteNodes),
    }),
  };
}

/** Reads EKS's FargateProfile. Selectors keep their order, because evidence counts them. */
export function mapProfile(profile: Eks.FargateProfile | undefined): FargateProfile {
  return {
    name: wanted(profile?.fargateProfileName, 'fargateProfile.fargateProfileName'),
    arn: profile?.fargateProfileArn ?? '',
    status: profile?.status ?? '',
    createdAt: time(profile?.createdAt) ?? '',
    podExecutionRoleArn: profile?.podExecutionRoleArn ?? '',
    subnetIds: sorted(profile?.subnets),
    selectors: wanted(profile?.selectors, 'fargateProfile.selectors').map((selector) => ({
      namespace: selector.namespace ?? '',
      labels: {...selector.labels},
    })),
    healthIssues: issues(profile?.health),
  };
}

/** Reads EKS's AccessEntry. */
export function mapAccessEntry(entry: Eks.AccessEntry | undefined): AccessEntry {
  return {
    principalArn: wanted(entry?.principalArn, 'accessEntry.principalArn'),
    type: wanted(entry?.type, 'accessEntry.type'),
    username: entry?.username ?? '',
    groups: sorted(entry?.kubernetesGroups),
    ...some({createdAt: time(entry?.createdAt), modifiedAt: time(entry?.modifiedAt)}),
  };
}

/** Reads EKS's Addon. */
export function mapAddon(addon: Eks.Addon | undefined): Addon {
  return {
    name: wanted(addon?.addonName, 'addon.addonName'),
    version: addon?.addonVersion ?? '',
    status: addon?.status ?? '',
    configurationValues: addon?.configurationValues ?? '',
    healthIssues: issues(addon?.health),
    ...some({modifiedAt: time(addon?.modifiedAt)}),
  };
}
