import type {Right} from '../../model/right.ts';
import {iamPolicy} from './iam.ts';
import {RBAC_NAME, rbacYaml} from './rbac.ts';
import {terraform} from './terraform.ts';

/**
 * The least rights for a full diagnosis, from what the probes declare. All of them read; none reads a Secret. `json` is
 * the IAM policy, `yaml` the Kubernetes roles, `terraform` both; anything else is both with a word on their use.
 */
export function renderPermissions(rights: readonly Right[], format: string, namespace?: string): string {
  switch (format) {
    case 'json':
      return iamPolicy(rights);
    case 'yaml':
      return rbacYaml(rights, namespace);
    case 'terraform':
      return terraform(rights, namespace);
    default:
      return text(rights, namespace);
  }
}

const text = (
  rights: readonly Right[],
  namespace: string | undefined,
): string => `# A full diagnosis needs these rights; all of them only read, and none reads a Secret. With fewer it works too,
# and names the right that is missing. sts:GetCallerIdentity is called as well, but needs no right.

# AWS: fargate-doctor permissions -o json > policy.json
#      aws iam create-policy --policy-name fargate-doctor --policy-document file://policy.json
${iamPolicy(rights)}
# Kubernetes: fargate-doctor permissions${namespace === undefined ? '' : ` -n ${namespace}`} -o yaml | kubectl apply -f -
# The roles are bound to the group ${RBAC_NAME}; an access entry puts an IAM principal into it:
#      aws eks create-access-entry --cluster-name CLUSTER --principal-arn ARN --kubernetes-groups ${RBAC_NAME}
${rbacYaml(rights, namespace)}`;
