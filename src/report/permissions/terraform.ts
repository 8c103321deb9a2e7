import type {Right} from '../../model/right.ts';
import {iamStatements} from './iam.ts';
import {RBAC_NAME, rbacRoles, type RbacRole} from './rbac.ts';

/** The IAM policy and the roles as Terraform, for the providers `hashicorp/aws` and `hashicorp/kubernetes`. */
export function terraform(rights: readonly Right[], namespace?: string): string {
  const statements = iamStatements(rights);
  const policy = statements.length === 0 ? [] : [document(statements), POLICY];
  return [...policy, ...rbacRoles(rights, namespace).flatMap((role) => [roleBlock(role), bindingBlock(role)])].join(
    '\n',
  );
}

const POLICY = `resource "aws_iam_policy" "fargate_doctor" {
  name        = "fargate-doctor"
  description = "Reads what fargate-doctor needs for a full diagnosis"
  policy      = data.aws_iam_policy_document.fargate_doctor.json
}
`;

function document(statements: ReturnType<typeof iamStatements>): string {
  const blocks = statements.map(
    ({sid, actions}) => `  statement {
    sid       = ${text(sid)}
    resources = ["*"]
    actions = [
${actions.map((a) => `      ${text(a)},`).join('\n')}
    ]
  }`,
  );
  return `data "aws_iam_policy_document" "fargate_doctor" {\n${blocks.join('\n\n')}\n}\n`;
}

function roleBlock(role: RbacRole): string {
  const rules = role.rules.map((rule) => {
    const fields: readonly (readonly [string, readonly string[] | undefined])[] = [
      ['api_groups', rule.apiGroups],
      ['resources', rule.resources],
      ['resource_names', rule.resourceNames],
      ['verbs', rule.verbs],
    ];
    const given = fields.flatMap(([key, values]) => (values === undefined ? [] : [[key, values] as const]));
    const widest = Math.max(...given.map(([key]) => key.length));
    const lines = given.map(([key, values]) => `    ${key.padEnd(widest)} = [${values.map(text).join(', ')}]`);
    return `  rule {\n${lines.join('\n')}\n  }`;
  });
  return `resource "${kindOf(role)}_v1" "${labelOf(role)}" {\n${metadata(role)}\n\n${rules.join('\n\n')}\n}\n`;
}

function bindingBlock(role: RbacRole): string {
  return `resource "${kindOf(role)}_binding_v1" "${labelOf(role)}" {
${metadata(role)}

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = ${text(role.namespace === undefined ? 'ClusterRole' : 'Role')}
    name      = ${kindOf(role)}_v1.${labelOf(role)}.metadata[0].name
  }

  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Group"
    name      = ${text(RBAC_NAME)}
  }
}
`;
}

function metadata({namespace}: RbacRole): string {
  if (namespace === undefined) return `  metadata {\n    name = ${text(RBAC_NAME)}\n  }`;
  return `  metadata {\n    name      = ${text(RBAC_NAME)}\n    namespace = ${text(namespace)}\n  }`;
}

const kindOf = (role: RbacRole): string =>
  role.namespace === undefined ? 'kubernetes_cluster_role' : 'kubernetes_role';

const labelOf = (role: RbacRole): string =>
  role.namespace === undefined ? 'fargate_doctor' : `fargate_doctor_${role.namespace.replaceAll('-', '_')}`;

/** A string of HCL; in it `${` would begin an expression. */
const text = (value: string): string => JSON.stringify(value).replaceAll('${', '$${').replaceAll('%{', '%%{');
