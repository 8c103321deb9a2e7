import {boundForFargate, fieldEvidence, inContainers, isUnsettled} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

const KUBELET_PORT = 10250;

export default defineCheck({
  id: 'pod-leaves-kubelet-its-port',
  title: 'No container listens on the port of the kubelet',
  topic: 'port 10250',
  group: 'pod-spec',
  stage: 'ready',
  scope: 'pod',
  precedence: 'spec',
  needs: ['podSpec'],
  consults: ['profile', 'pod'],
  causes: {
    'spec-port-10250': {
      title: 'A container on port 10250, which the Fargate kubelet owns',
      why: "On Fargate the pod and its kubelet share one address, and the kubelet listens on 10250. What connects to that port reaches the kubelet, and sees the node's certificate. metrics-server, cert-manager's webhook and external-secrets' webhook use this port by default.",
      symptoms: [
        'Callers of a webhook see "x509: certificate is valid for ip-…, not NAME.NS.svc".',
        'metrics-server does not become ready.',
      ],
      proof: 'A container port, or a flag that sets a port, is 10250, and a Fargate profile takes the pod.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop', 'start-probe'],
      fix: [
        'metrics-server: --secure-port=10251, and containerPort 10251.',
        'Webhooks: set another port in the chart, and the same targetPort in the Service.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html',
        'https://github.com/aws-ia/terraform-aws-eks-blueprints/issues/609',
      ],
    },
  },
  run(given, doubt) {
    const {podSpec, profile, pod} = given;
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const fields = find(podSpec.spec);
    const [first, ...rest] = fields;
    if (!first || isUnsettled(given, doubt)) return [];
    const names = fields.map((f) => f.container);
    const mine = valueOf(pod)?.status.containers.filter((c) => names.includes(c.name) && !c.ready) ?? [];
    const crashing = mine.some((c) => c.state.is === 'waiting' && c.state.reason === 'CrashLoopBackOff');
    const unready = crashing || mine.some((c) => c.state.is === 'running');
    return [
      {
        cause: 'spec-port-10250',
        summary: `The ${inContainers(fields)} ${new Set(names).size === 1 ? 'listens' : 'listen'} on port ${KUBELET_PORT}, which belongs to the kubelet on a Fargate node.`,
        certainty: 'likely',
        evidence: [fieldEvidence({podSpec}, first), ...rest.map((field) => fieldEvidence({podSpec}, field))],
        remedies: [
          {
            summary: `Let ${inContainers(fields)} listen on another port (metrics-server: --secure-port=10251), and point the Service's targetPort and the probes there.`,
            commands: [],
            changes: 'workload',
          },
        ],
        ...(crashing ? {stage: 'start' as const} : {}),
        ...(unready ? {} : {note: true, severity: 'warning' as const}),
      },
    ];
  },
});

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path}) => [
    ...container.ports.flatMap((port, i) =>
      port.containerPort === KUBELET_PORT
        ? [{path: `${path}.ports[${i}].containerPort`, value: String(KUBELET_PORT), container: container.name}]
        : [],
    ),
    ...container.portFlags
      .filter((flag) => /(?:^|[^0-9])10250$/.test(flag))
      .map((flag) => ({path: `${path}.args`, value: flag, container: container.name})),
  ]);
