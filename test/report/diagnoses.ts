import type {Cause, Diagnosis, NotChecked, RuledOut, SubjectReport} from '../../src/model/diagnosis.ts';

/** The time of all diagnoses here. */
export const NOW = '2025-03-01T03:10:00Z';

export function cause(over: Partial<Cause> & Pick<Cause, 'id' | 'title' | 'summary'>): Cause {
  return {
    rank: 1,
    check: `check-of-${over.id}`,
    severity: 'error',
    certainty: 'certain',
    stage: 'provisioning',
    when: 'now',
    subjects: ['default/nginx'],
    evidence: [{source: 'eks:DescribeCluster', ref: 'fargate-test', value: 'seen'}],
    remedies: [],
    explains: [],
    explainedBy: [],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    ...over,
  };
}

export function subject(over: Partial<SubjectReport> = {}): SubjectReport {
  return {
    kind: 'Pod',
    namespace: 'default',
    name: 'nginx',
    phase: 'Pending',
    stage: 'provisioning',
    standing: 'stuck',
    stuckSeconds: 840,
    scheduler: 'fargate-scheduler',
    profile: 'default-fp',
    verdict: 'causes-found',
    headline: 'default/nginx has been Pending for 14m: its Fargate node never joined the cluster.',
    ...over,
  };
}

export function diagnosis(over: Partial<Diagnosis> = {}): Diagnosis {
  return {
    schema: 'fargate-doctor/v1',
    run: {version: '0.1.0', startedAt: NOW, durationMs: 912, calls: 23},
    cluster: {
      name: 'fargate-test',
      region: 'eu-central-1',
      account: '111122223333',
      partition: 'aws',
      context: 'fargate-test',
      kubernetesVersion: '1.33',
      platformVersion: 'eks.12',
    },
    subjects: [subject()],
    verdict: 'causes-found',
    causes: [],
    notes: [],
    ruledOut: ruledOut,
    notChecked: [],
    exit: {code: 3, reason: '1 cause at or above error'},
    ...over,
  };
}

const ruledOut: readonly RuledOut[] = [
  ['profile-selects-pod', 'A Fargate profile selects the pod', 'profile match'],
  ['pod-spec-allowed', 'The pod asks only for what Fargate allows', 'pod spec'],
  ['pod-fits-size', 'The pod fits a Fargate size', 'size'],
  ['role-trusts-fargate', 'The pod execution role trusts Fargate', 'trust policy'],
  ['role-is-mapped', 'The pod execution role is mapped to Kubernetes', 'role mapping'],
  ['vpc-dns-on', 'DNS is on in the VPC', 'VPC DNS'],
  ['subnet-has-ips', 'The subnets have free addresses', 'free IPs'],
].map(([check = '', title = '', topic = '']) => ({check, title, topic}));

const quota: NotChecked = {
  check: 'vcpu-quota-suffices',
  title: 'The vCPU quota leaves room',
  topic: 'vCPU quota',
  reason: 'denied',
  needs: 'servicequotas:GetServiceQuota',
  couldHide: ['capacity-vcpu-quota'],
  matters: false,
};

const endpoint = cause({
  id: 'endpoint-public-cidrs-exclude-nat',
  check: 'api-endpoint-admits-pods',
  title: 'Public endpoint that excludes the NAT address',
  summary: 'The API server admits only 198.51.100.7/32; this pod’s traffic leaves from 203.0.113.10.',
  evidence: [
    {source: 'eks:DescribeCluster', ref: 'endpoint', value: 'private off, public on, allowed 198.51.100.7/32'},
    {
      source: 'ec2:DescribeRouteTables, ec2:DescribeNatGateways',
      value: 'subnet-0aa1 → rtb-0b1 → nat-0c1 (203.0.113.10)',
    },
    {
      source: 'event',
      ref: 'fargate-scheduler',
      value: 'Pod provisioning timed out (will retry) for pod: default/nginx',
      at: '2025-03-01T03:02:00Z',
    },
  ],
  remedies: [
    {
      summary: 'Turn on the private endpoint, which lets pods reach the API server inside the VPC.',
      commands: [
        'aws eks update-cluster-config --region eu-central-1 --name fargate-test --resources-vpc-config endpointPrivateAccess=true',
      ],
      changes: 'cluster',
      then: 'kubectl delete pod nginx -n default',
    },
    {
      summary: 'Admit the address of the NAT gateway as well.',
      commands: [
        'aws eks update-cluster-config --region eu-central-1 --name fargate-test --resources-vpc-config publicAccessCidrs=198.51.100.7/32,203.0.113.10/32',
      ],
      changes: 'cluster',
      then: 'kubectl delete pod nginx -n default',
    },
  ],
});

const loggingOff = cause({
  id: 'logging-configmap-missing',
  check: 'logging-is-configured',
  title: 'No log router configuration',
  summary: 'Logging is off: there is no aws-logging ConfigMap. It does not keep the pod from starting.',
  severity: 'info',
  stage: 'ready',
  evidence: [{source: 'get configmaps/aws-logging -n aws-observability', value: 'not found'}],
});

export const founding = diagnosis({causes: [endpoint], notes: [loggingOff], notChecked: [quota]});

const blackhole = cause({
  id: 'egress-nat-blackhole',
  title: 'Default route to a NAT gateway that is gone',
  summary: 'Subnet subnet-0aa1 sends its traffic to nat-0c1, which was deleted.',
  certainty: 'likely',
  evidence: [
    {source: 'ec2:DescribeRouteTables', ref: 'rtb-0b1', path: '0.0.0.0/0', value: 'nat-0c1 (blackhole)'},
    {source: 'ec2:DescribeRouteTables', ref: 'rtb-0b1', path: '10.0.0.0/16', value: 'local'},
    {source: 'ec2:DescribeNatGateways', ref: 'nat-0c1', path: 'state', value: 'deleted'},
  ],
  remedies: [
    {
      summary: 'Route the subnet through the NAT gateway that is available.',
      commands: [
        'aws ec2 replace-route --region eu-central-1 --route-table-id rtb-0b1 --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-0c2',
      ],
      changes: 'aws',
      then: 'kubectl delete pod nginx -n default',
    },
  ],
  explains: ['egress-sts-unreachable'],
});

const sts = cause({
  rank: 2,
  id: 'egress-sts-unreachable',
  title: 'STS out of reach',
  summary: 'The node can’t reach STS from subnet-0aa1, so it can’t get its credentials.',
  certainty: 'likely',
  explainedBy: ['egress-nat-blackhole'],
});

const roleGone = cause({
  rank: 3,
  id: 'iam-role-not-mapped',
  title: 'Pod execution role without a mapping',
  summary: 'Nothing maps the role eks-fargate-pods to Kubernetes.',
  evidence: [
    {
      source: 'get configmaps/aws-auth -n kube-system',
      ref: 'aws-auth',
      path: 'mapRoles',
      value: '2 roles, not this one',
    },
    {source: 'eks:ListAccessEntries', value: 'no entry for arn:aws:iam::111122223333:role/eks-fargate-pods'},
  ],
  remedies: [
    {
      summary: 'Create an access entry of the type for Fargate.',
      commands: [
        'aws eks create-access-entry --region eu-central-1 --cluster-name fargate-test --principal-arn arn:aws:iam::111122223333:role/eks-fargate-pods --type FARGATE_LINUX',
      ],
      changes: 'cluster',
    },
  ],
});

export const twoFaults = diagnosis({
  causes: [blackhole, sts, roleGone],
  exit: {code: 3, reason: '3 causes at or above error'},
});

export const laterFaults = diagnosis({
  subjects: [
    subject({
      stage: 'validation',
      headline: 'default/nginx has been Pending for 6m: fargate-scheduler refuses its spec.',
      stuckSeconds: 360,
    }),
  ],
  causes: [
    cause({
      id: 'spec-privileged',
      title: 'Privileged container',
      summary: 'Container app is privileged, which Fargate does not allow.',
      stage: 'validation',
      evidence: [
        {
          source: 'get pods -n default',
          ref: 'pod/nginx',
          path: 'spec.containers[0].securityContext.privileged',
          value: 'true',
        },
        {
          source: 'event',
          ref: 'fargate-scheduler',
          value: 'Pod not supported on Fargate: invalid SecurityContext fields: Privileged',
          at: '2025-03-01T03:04:00Z',
        },
      ],
      remedies: [
        {
          summary: 'Remove the field from the template.',
          commands: [
            `kubectl patch deployment web -n default --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/securityContext/privileged"}]'`,
          ],
          changes: 'workload',
          then: 'Wait for the new pod; the rollout makes it.',
        },
      ],
    }),
    cause({
      rank: 2,
      id: 'image-pull-auth',
      title: 'Execution role without the right to pull',
      summary: 'The role eks-fargate-pods may not pull from 111122223333.dkr.ecr.eu-central-1.amazonaws.com/web.',
      stage: 'image',
      when: 'next',
      certainty: 'possible',
      severity: 'warning',
    }),
  ],
});

export const notFargate = diagnosis({
  subjects: [
    subject({
      standing: 'stuck',
      scheduler: 'default-scheduler',
      verdict: 'not-fargate',
      stage: 'admission',
      headline:
        'default/nginx was not sent to Fargate: its nodeSelector asks for node.kubernetes.io/instance-type=m5.large. default-scheduler says: 0/3 nodes are available: 3 Insufficient cpu.',
    }),
  ].map(({profile: _, ...rest}) => rest),
  verdict: 'not-fargate',
  ruledOut: [],
  exit: {code: 0, reason: 'the pod is not meant for Fargate'},
});

const routes = (check: string, topic: string, couldHide: string[]): NotChecked => ({
  check,
  title: `Title of ${check}`,
  topic,
  reason: 'denied',
  needs: 'ec2:DescribeRouteTables',
  couldHide,
  matters: true,
});

export const incomplete = diagnosis({
  subjects: [subject({verdict: 'incomplete'})],
  verdict: 'incomplete',
  notChecked: [
    quota,
    routes('subnet-is-private', 'private subnets', ['subnet-public-igw']),
    routes('egress-works', 'way out', ['egress-no-default-route', 'egress-nat-blackhole']),
    {
      check: 'role-trusts-fargate-2',
      title: 'The role trusts Fargate',
      topic: 'trust policy',
      reason: 'denied',
      needs: 'iam:GetRole',
      couldHide: ['iam-trust-wrong-service'],
      matters: true,
    },
    {
      check: 'vpc-endpoints-complete',
      title: 'The VPC has the endpoints it needs',
      topic: 'VPC endpoints',
      reason: 'failed',
      detail: 'ec2:DescribeVpcEndpoints: RequestLimitExceeded, 3 tries, until the deadline of 30 s',
      couldHide: ['vpce-missing'],
      matters: true,
    },
  ],
  exit: {code: 4, reason: 'a check that could explain it did not run'},
});

/** What a hostile pod could have said: colours, a cursor that goes up, a reversed text, a false line, a very long tail. */
export const HOSTILE = `\u001b[2J\u001b[1;31mpwned\u001b[0m \u202egnp.exe\u202c \ud800 ok\nhealthy: all is well\r\u009b1A${'A'.repeat(1_000_000)}`;

export const unexplained = diagnosis({
  subjects: [subject({verdict: 'unexplained'})],
  verdict: 'unexplained',
  notes: [
    cause({
      id: 'scheduler-message-unknown',
      title: 'A message that the doctor does not know',
      summary: `fargate-scheduler says something that the doctor does not know: ${HOSTILE}`,
      severity: 'info',
      evidence: [{source: 'event', ref: 'fargate-scheduler', value: HOSTILE, at: '2025-03-01T03:02:00Z'}],
    }),
  ],
  exit: {code: 4, reason: 'no check explains it'},
});

export const healthy = diagnosis({
  subjects: [
    subject({
      phase: 'Running',
      stage: 'ready',
      standing: 'running',
      verdict: 'healthy',
      headline: 'default/nginx is running and ready.',
    }),
  ].map(({stuckSeconds: _, ...rest}) => rest),
  verdict: 'healthy',
  notes: [loggingOff],
  exit: {code: 0, reason: 'nothing found'},
});

export const starting = diagnosis({
  subjects: [
    subject({
      standing: 'starting',
      verdict: 'healthy',
      headline: 'default/nginx is starting (35s): that is still normal.',
    }),
  ].map(({stuckSeconds: _, ...rest}) => rest),
  verdict: 'healthy',
  exit: {code: 0, reason: 'nothing found'},
});

const web = Array.from({length: 12}, (_, i) =>
  subject({
    name: `web-6f7c9d-${'abcdefghijkl'[i]}x2q${i}`,
    owner: {kind: 'Deployment', name: 'web'},
    stuckSeconds: 840 - i,
  }),
);

export const crowd = diagnosis({
  subjects: web,
  causes: [
    {...endpoint, subjects: web.map((s) => `default/${s.name}`)},
    {...roleGone, rank: 2, subjects: web.slice(0, 4).map((s) => `default/${s.name}`)},
  ],
  exit: {code: 3, reason: '2 causes at or above error'},
});

export const noCluster = diagnosis({
  subjects: [],
  cluster: {},
  verdict: 'error',
  causes: [],
  ruledOut: [],
  error: {
    message: 'There is no context "prod-eu" in the kubeconfig',
    hint: 'contexts that exist: prod-eu1, prod-us; try fargate-doctor pod nginx --context prod-eu1',
  },
  exit: {code: 1, reason: 'no such context'},
});

export const wrongUsage = diagnosis({
  subjects: [],
  cluster: {},
  verdict: 'error',
  ruledOut: [],
  error: {message: 'Unknown format: xml'},
  exit: {code: 2, reason: 'wrong usage'},
});

export const scanClear = diagnosis({subjects: [], verdict: 'healthy', exit: {code: 0, reason: 'nothing found'}});

export const scanAhead = diagnosis({
  subjects: [],
  causes: [{...endpoint, when: 'next', subjects: []}],
});

export const ALL: Readonly<Record<string, Diagnosis>> = {
  founding,
  'two-faults': twoFaults,
  'later-faults': laterFaults,
  'not-fargate': notFargate,
  incomplete,
  unexplained,
  healthy,
  starting,
  crowd,
  'no-cluster': noCluster,
  'wrong-usage': wrongUsage,
  'scan-clear': scanClear,
  'scan-ahead': scanAhead,
};
