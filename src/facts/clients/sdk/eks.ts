// The part of the SDK that is used, by name: so the bundle holds these and not the service's whole schema. A read that a
// new probe needs is added here.
export {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  DescribeUpdateCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
  paginateListAccessEntries,
  paginateListCertificateAuthorities,
  paginateListClusters,
  paginateListFargateProfiles,
  paginateListPodIdentityAssociations,
  paginateListUpdates,
} from '@aws-sdk/client-eks';
