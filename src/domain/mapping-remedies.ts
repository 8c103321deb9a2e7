import type {ClusterTarget} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import type {Subject} from '../model/kubernetes.ts';
import {plainRoleArn, type RoleArn} from './arn.ts';
import {NODE_GROUPS, NODE_USERNAME} from './aws-auth.ts';
import {FARGATE_ENTRY} from './identity.ts';
import {thenRecreate} from './remedies.ts';
import {sh} from './shell.ts';

/** Whose mapping is to be mended, and where. */
export interface MappingPlace {
  readonly subject: Subject;
  /** Undefined: no command can name the cluster. */
  readonly target: ClusterTarget | undefined;
  readonly role: RoleArn;
  /** With its path, as an access entry wants it. */
  readonly roleArn: string;
}

/**
 * Creates an access entry for the role; the ConfigMap isn't touched. `instead`: why the one that it has must be deleted
 * first, as a clause.
 */
export function createEntry({subject, target, roleArn}: MappingPlace, instead?: string): readonly Remedy[] {
  if (!target) return [];
  const who = sh`--region ${target.region} --cluster-name ${target.name} --principal-arn ${roleArn}`;
  return [
    {
      summary:
        instead !== undefined
          ? `Delete the access entry and create it again with type ${FARGATE_ENTRY}; ${instead}.`
          : `Create an access entry of type ${FARGATE_ENTRY} for the role.`,
      commands: [
        ...(instead !== undefined ? [`aws eks delete-access-entry ${who}`] : []),
        `aws eks create-access-entry ${who} --type ${FARGATE_ENTRY}`,
      ],
      changes: 'aws',
      ...thenRecreate(subject),
    },
  ];
}

/** The role's entry of aws-auth in one line, which YAML reads like the usual block. */
export const entryText = (role: RoleArn): string =>
  JSON.stringify({rolearn: plainRoleArn(role), username: NODE_USERNAME, groups: NODE_GROUPS});

/** Makes aws-auth, which is not there, with the role in it: eksctl creates what it does not find. */
export function makeAwsAuth(place: MappingPlace): readonly Remedy[] {
  const [byTool] = place.target ? addToAwsAuth(place) : [];
  return byTool
    ? [{...byTool, summary: 'Create the ConfigMap aws-auth with the role; what else it had must be added again.'}]
    : [];
}

/** Adds the role to aws-auth, by eksctl or by hand. `replaced`: the rolearn of entries to be deleted first. */
export function addToAwsAuth(place: MappingPlace, replaced?: string): readonly Remedy[] {
  const {subject, target, role} = place;
  const mapping = (arn: string): string =>
    target ? sh`iamidentitymapping --region ${target.region} --cluster ${target.name} --arn ${arn}` : '';
  const groups = NODE_GROUPS.map((group) => sh`--group ${group}`).join(' ');
  const remove = replaced === undefined ? [] : [`eksctl delete ${mapping(replaced)} --all`];
  const add = `eksctl create ${mapping(plainRoleArn(role))} ${sh`--username ${NODE_USERNAME}`} ${groups} --no-duplicate-arns`;
  const byTool: readonly Remedy[] = target
    ? [
        {
          summary:
            replaced === undefined
              ? 'Add the role to the ConfigMap aws-auth; its other entries stay.'
              : 'Replace the entry in the ConfigMap aws-auth; the entries of other roles stay.',
          commands: [...remove, add],
          changes: 'cluster',
          ...thenRecreate(subject),
        },
      ]
    : [];
  return [...byTool, ...editAwsAuth(place)];
}

/** Opens aws-auth in an editor, with the entry that it should have. */
export function editAwsAuth({subject, role}: MappingPlace): readonly Remedy[] {
  return [
    {
      summary: `Edit aws-auth by hand, so that the list in data.mapRoles has the item - ${entryText(role)}`,
      commands: ['kubectl edit configmap aws-auth -n kube-system'],
      changes: 'cluster',
      ...thenRecreate(subject),
    },
  ];
}
