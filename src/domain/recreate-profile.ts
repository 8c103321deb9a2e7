import type {ClusterTarget, FargateProfile} from '../model/aws.ts';
import {sh} from './shell.ts';

/**
 * The commands that make a profile anew as it is: a Fargate profile can't be changed, and deleting it deletes the pods that
 * run on it.
 */
export function recreateProfile({region, name}: ClusterTarget, profile: FargateProfile): readonly string[] {
  const words = sh`--region ${region} --cluster-name ${name} --fargate-profile-name ${profile.name}`;
  const role = sh`--pod-execution-role-arn ${profile.podExecutionRoleArn}`;
  // A profile without subnets takes all private ones of the cluster.
  const subnets = profile.subnetIds.length > 0 ? sh` --subnets ${profile.subnetIds}` : '';
  const selectors = sh`--selectors ${JSON.stringify(profile.selectors.map(written))}`;
  return [
    `aws eks delete-fargate-profile ${words}`,
    `aws eks wait fargate-profile-deleted ${words}`,
    `aws eks create-fargate-profile ${words} ${role}${subnets} ${selectors}`,
    `aws eks wait fargate-profile-active ${words}`,
  ];
}

/** Keys in one order, wherever the profile was read; no labels are not written. */
function written({namespace, labels}: FargateProfile['selectors'][number]): object {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {namespace, ...(pairs.length > 0 ? {labels: Object.fromEntries(pairs)} : {})};
}
