import {isAwsRight, type Right} from '../../model/right.ts';

/** A policy statement for one service. */
export interface IamStatement {
  /** `FargateDoctorEks`; letters and digits only, as IAM wants it. */
  readonly sid: string;
  /** `eks:DescribeCluster`, sorted, each once. */
  readonly actions: readonly string[];
}

/** Actions that everybody may call, whatever the policies say; asking for them would only make the policy longer. */
const ALWAYS_ALLOWED = new Set(['sts:GetCallerIdentity']);

/** Statements by service. The resource is `*` for all: EC2's Describe calls know no other. */
export function iamStatements(rights: readonly Right[]): readonly IamStatement[] {
  const actions = [...new Set(rights.filter(isAwsRight).map((r) => r.action))]
    .filter((a) => !ALWAYS_ALLOWED.has(a))
    .sort();
  const services = [...new Set(actions.map(serviceOf))];
  return services.map((service) => ({
    sid: `FargateDoctor${service.charAt(0).toUpperCase()}${service.slice(1)}`,
    actions: actions.filter((a) => serviceOf(a) === service),
  }));
}

const serviceOf = (action: string): string => action.split(':')[0] ?? action;

/** The least IAM policy, as JSON text for `aws iam create-policy --policy-document`. */
export function iamPolicy(rights: readonly Right[]): string {
  const Statement = iamStatements(rights).map(({sid, actions}) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: '*',
  }));
  return `${JSON.stringify({Version: '2012-10-17', Statement}, null, 2)}\n`;
}
