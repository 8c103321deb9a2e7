import type {ClusterTarget, FargateProfile} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import {sh} from './shell.ts';

/**
 * The command that makes a profile for a namespace. With a profile to take role and subnets from it is an AWS CLI command;
 * without one it is eksctl's, which finds or makes both by itself.
 */
export function newProfile(
  target: ClusterTarget | undefined,
  namespace: string,
  profiles: readonly FargateProfile[],
  like: FargateProfile | undefined,
  then?: string,
): Remedy | undefined {
  if (!target) return undefined;
  const name = freeName(namespace, profiles);
  const command = like
    ? sh`aws eks create-fargate-profile --region ${target.region} --cluster-name ${target.name} --fargate-profile-name ${name} --pod-execution-role-arn ${like.podExecutionRoleArn} --subnets ${like.subnetIds} --selectors ${`namespace=${namespace}`}`
    : sh`eksctl create fargateprofile --region ${target.region} --cluster ${target.name} --name ${name} --namespace ${namespace}`;
  const wait = sh`aws eks wait fargate-profile-active --region ${target.region} --cluster-name ${target.name} --fargate-profile-name ${name}`;
  return {
    summary: like
      ? `Create a profile for namespace ${namespace}, with the role and the subnets of ${like.name}.`
      : `Create a profile for namespace ${namespace}.`,
    commands: [command, wait],
    changes: 'aws',
    ...(then === undefined ? {} : {then}),
  };
}

/** A profile name that is free and allowed: it may not begin with `eks-`. */
function freeName(namespace: string, profiles: readonly FargateProfile[]): string {
  const base = namespace.startsWith('eks-') ? `fp-${namespace}` : `${namespace}-fargate`;
  const taken = new Set(profiles.map((p) => p.name));
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}
