import type {ClusterTarget, FargateProfile} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import type {Labels} from '../model/kubernetes.ts';
import {sh} from './shell.ts';

/** What a new profile is to select. */
export interface WantedPods {
  readonly namespace: string;
  /** Only pods with these labels; absent: the whole namespace. */
  readonly labels?: Labels;
  /** The workload that it is for, where it is for one. */
  readonly workload?: string;
}

/**
 * The commands that make a profile with role and subnets of another one, and wait until it is ACTIVE: a pod that is
 * created earlier is passed over, and stays so.
 */
export function profileCommands(
  target: ClusterTarget,
  name: string,
  {namespace, labels = {}}: WantedPods,
  like: FargateProfile,
): readonly string[] {
  const narrow = Object.keys(labels).length > 0;
  const selectors = narrow ? JSON.stringify([{namespace, labels}]) : `namespace=${namespace}`;
  return [
    sh`aws eks create-fargate-profile --region ${target.region} --cluster-name ${target.name} --fargate-profile-name ${name} --pod-execution-role-arn ${like.podExecutionRoleArn} --subnets ${like.subnetIds} --selectors ${selectors}`,
    waitForProfile(target, name),
  ];
}

/** The command that ends when a profile is ACTIVE. */
function waitForProfile(target: ClusterTarget, name: string): string {
  return sh`aws eks wait fargate-profile-active --region ${target.region} --cluster-name ${target.name} --fargate-profile-name ${name}`;
}

/**
 * The command that makes a profile for a namespace, or for one workload of it. With a profile to take role and subnets from
 * it is an AWS CLI command; without one it is eksctl's, which finds or makes both by itself.
 */
export function newProfile(
  target: ClusterTarget | undefined,
  wanted: WantedPods,
  profiles: readonly FargateProfile[],
  like: FargateProfile | undefined,
  then?: string,
): Remedy | undefined {
  if (!target) return undefined;
  const {namespace, labels = {}, workload} = wanted;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const name = freeName(workload ?? namespace, profiles);
  const whom =
    pairs.length === 0
      ? `namespace ${namespace}`
      : `${pairs.join(', ')} in namespace ${namespace}, which leaves its other pods alone`;
  return {
    summary: `Create a profile for ${whom}${like ? `, with the role and the subnets of ${like.name}` : ''}.`,
    commands: like
      ? profileCommands(target, name, wanted, like)
      : [
          sh`eksctl create fargateprofile --region ${target.region} --cluster ${target.name} --name ${name} --namespace ${namespace} ${pairs.flatMap((pair) => ['--labels', pair])}`.trimEnd(),
          waitForProfile(target, name),
        ],
    changes: 'aws',
    ...(then === undefined ? {} : {then}),
  };
}

/** A profile name that is free and allowed: it may not begin with `eks-`, and has no dots. */
function freeName(wanted: string, profiles: readonly FargateProfile[]): string {
  const plain = wanted.replaceAll('.', '-').slice(0, 80);
  const base = plain.startsWith('eks-') ? `fp-${plain}` : `${plain}-fargate`;
  const taken = new Set(profiles.map((p) => p.name));
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}
