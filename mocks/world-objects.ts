import type {AwsWorld} from './world-aws.ts';
import {deployment, event, object, type BuildContext} from './objects.ts';
import {fargatePod, type PodOptions} from './objects-pod.ts';
import {settle} from './world-settle.ts';
import {before} from './time.ts';
import type {KubeObject} from './kube/object.ts';

/** What the API server of the healthy cluster stores. */
export function healthyObjects(now: string, aws: AwsWorld): readonly KubeObject[] {
  const context: BuildContext = {now, region: aws.region};
  return settle([
    ...namespaces(context),
    ...systemObjects(context, aws),
    ...coredns(context),
    ...logging(context, aws.region),
    ...webhook(context),
    ...workloads(context),
  ]);
}

function namespaces(context: BuildContext): readonly KubeObject[] {
  const namespace = (name: string, more: Readonly<Record<string, string>> = {}): KubeObject =>
    object('Namespace', {name, labels: {'kubernetes.io/metadata.name': name, ...more}}, context, {
      spec: {finalizers: ['kubernetes']},
      status: {phase: 'Active'},
    });
  return [
    ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => namespace(name)),
    namespace('aws-observability', {'aws-observability': 'enabled'}),
  ];
}

/** A ConfigMap with the time of its last change where the API server keeps it. */
function configMap(
  name: string,
  namespace: string,
  data: Readonly<Record<string, string>>,
  changed: string,
  context: BuildContext,
): KubeObject {
  const managedFields = [
    {manager: 'eks', operation: 'Update', apiVersion: 'v1', time: before(context.now, changed), fieldsType: 'FieldsV1'},
  ];
  return object('ConfigMap', {name, namespace, age: '89d', managedFields}, context, {data});
}

function systemObjects(context: BuildContext, aws: AwsWorld): readonly KubeObject[] {
  const mapRoles = [
    '- groups:',
    '  - system:bootstrappers',
    '  - system:nodes',
    '  - system:node-proxier',
    `  rolearn: arn:${aws.partition}:iam::${aws.account}:role/fargate-pod-execution`,
    '  username: system:node:{{SessionName}}',
    '',
  ].join('\n');
  const notOnFargate = {
    key: 'eks.amazonaws.com/compute-type',
    operator: 'NotIn',
    values: ['fargate', 'hybrid', 'auto'],
  };
  const daemonSet = (name: string, image: string): KubeObject =>
    object('DaemonSet', {name, namespace: 'kube-system', labels: {'k8s-app': name}}, context, {
      spec: {
        selector: {matchLabels: {'k8s-app': name}},
        template: {
          metadata: {labels: {'k8s-app': name}},
          spec: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{matchExpressions: [notOnFargate]}],
                },
              },
            },
            containers: [{name, image}],
            hostNetwork: true,
            restartPolicy: 'Always',
            schedulerName: 'default-scheduler',
            tolerations: [{operator: 'Exists'}],
          },
        },
      },
      status: {currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0},
    });
  const registry = `602401143452.dkr.ecr.${aws.region}.amazonaws.com`;
  return [
    configMap('aws-auth', 'kube-system', {mapRoles}, '89d', context),
    // EKS keeps these two away from Fargate nodes, so that a Fargate-only cluster has none of their pods.
    daemonSet('aws-node', `${registry}/amazon-k8s-cni:v1.20.4-eksbuild.1`),
    daemonSet('kube-proxy', `${registry}/eks/kube-proxy:v1.33.5-eksbuild.2`),
    object('Service', {name: 'kubernetes', namespace: 'default'}, context, {
      spec: {type: 'ClusterIP', clusterIP: '172.20.0.1', ports: [{name: 'https', port: 443, targetPort: 443}]},
      status: {loadBalancer: {}},
    }),
  ];
}

const COREFILE = `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

const COREDNS_LABELS = {'k8s-app': 'kube-dns'};

/** Options of CoreDNS's pods, for stories that let them hang. */
function corednsPod(name: string, ip: string, age: string, container: unknown): PodOptions {
  return {
    name,
    namespace: 'kube-system',
    owner: 'Deployment/coredns',
    labels: {...COREDNS_LABELS, 'eks.amazonaws.com/component': 'coredns'},
    profile: 'coredns-fp',
    age,
    ip,
    spec: {containers: [container], dnsPolicy: 'Default', serviceAccountName: 'coredns', serviceAccount: 'coredns'},
  };
}

function coredns(context: BuildContext): readonly KubeObject[] {
  const port = (name: string, number: number, protocol: string): unknown => ({name, containerPort: number, protocol});
  const container = {
    name: 'coredns',
    image: `602401143452.dkr.ecr.${context.region}.amazonaws.com/eks/coredns:v1.12.1-eksbuild.2`,
    args: ['-conf', '/etc/coredns/Corefile'],
    ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('metrics', 9153, 'TCP')],
    resources: {requests: {cpu: '100m', memory: '70Mi'}, limits: {memory: '170Mi'}},
    readinessProbe: {httpGet: {path: '/ready', port: 8181, scheme: 'HTTP'}},
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: {add: ['NET_BIND_SERVICE'], drop: ['ALL']},
      readOnlyRootFilesystem: true,
    },
  };
  return [
    configMap('coredns', 'kube-system', {Corefile: COREFILE}, '89d', context),
    ...deployment(
      {
        name: 'coredns',
        namespace: 'kube-system',
        age: '89d',
        replicas: 2,
        labels: {...COREDNS_LABELS, 'eks.amazonaws.com/component': 'coredns', 'kubernetes.io/name': 'CoreDNS'},
        selector: {...COREDNS_LABELS, 'eks.amazonaws.com/component': 'coredns'},
        spec: {containers: [container], dnsPolicy: 'Default', serviceAccountName: 'coredns'},
      },
      context,
    ),
    ...fargatePod(corednsPod('coredns-7d9c5f8b6d-4xk2p', '10.0.1.21', '20d', container), context),
    ...fargatePod(corednsPod('coredns-7d9c5f8b6d-q8wzn', '10.0.2.21', '20d', container), context),
    object('Service', {name: 'kube-dns', namespace: 'kube-system', labels: COREDNS_LABELS, age: '89d'}, context, {
      spec: {
        type: 'ClusterIP',
        clusterIP: '172.20.0.10',
        selector: COREDNS_LABELS,
        ports: [
          {name: 'dns', port: 53, protocol: 'UDP', targetPort: 53},
          {name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53},
        ],
      },
      status: {loadBalancer: {}},
    }),
  ];
}

function logging(context: BuildContext, region: string): readonly KubeObject[] {
  const data = {
    'output.conf': [
      '[OUTPUT]',
      '    Name cloudwatch_logs',
      '    Match *',
      `    region ${region}`,
      '    log_group_name fargate-test-logs',
      '    log_stream_prefix from-fargate-',
      '    auto_create_group true',
      '',
    ].join('\n'),
  };
  return [configMap('aws-logging', 'aws-observability', data, '60d', context)];
}

function webhook(context: BuildContext): readonly KubeObject[] {
  const name = '0500-amazon-eks-fargate-mutation.amazonaws.com';
  const hook = (prefix: string): unknown => ({
    name: `${prefix}${name}`,
    admissionReviewVersions: ['v1beta1'],
    clientConfig: {url: 'https://127.0.0.1:23443/mutate'},
    failurePolicy: 'Ignore',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    reinvocationPolicy: 'Never',
    rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*'}],
    sideEffects: 'None',
    timeoutSeconds: 10,
  });
  return [object('MutatingWebhookConfiguration', {name, age: '89d'}, context, {webhooks: [hook(''), hook('status.')]})];
}

/** The pod of the running example, and a Deployment beside it, of whose pods one is young enough to prove that all works. */
function workloads(context: BuildContext): readonly KubeObject[] {
  const resources = {cpu: '250m', memory: '256Mi'};
  const image = 'public.ecr.aws/nginx/nginx:1.29';
  const web = (name: string, ip: string, age: string): readonly KubeObject[] =>
    fargatePod({name, owner: 'Deployment/web', ip, age}, context);
  const said = (reason: string, from: string, age: string, message: string): KubeObject =>
    event({about: 'Pod/default/nginx', reason, from, age, message}, context);
  return [
    ...deployment(
      {
        name: 'web',
        replicas: 2,
        spec: {containers: [{name: 'app', image, resources: {requests: resources, limits: resources}}]},
      },
      context,
    ),
    ...web('web-6d4cf56db6-8hkzt', '10.0.1.57', '3d'),
    ...web('web-6d4cf56db6-tn5lx', '10.0.2.63', '20m'),
    ...fargatePod({name: 'nginx', age: '14m', ip: '10.0.1.77', image}, context),
    said('LoggingEnabled', 'fargate-scheduler', '14m', 'Successfully enabled logging for pod'),
    said(
      'Scheduled',
      'fargate-scheduler',
      '13m20s',
      `Successfully assigned default/nginx to fargate-ip-10-0-1-77.${context.region}.compute.internal`,
    ),
    said('Pulling', 'kubelet', '13m19s', `Pulling image "${image}"`),
    said('Pulled', 'kubelet', '13m10s', `Successfully pulled image "${image}" in 8.9s`),
    said('Created', 'kubelet', '13m9s', 'Created container: app'),
    said('Started', 'kubelet', '13m8s', 'Started container app'),
  ];
}
