import {isFargateNode} from '../../domain/fargate-node.ts';
import {listText} from '../../domain/lists.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Remedy} from '../../model/finding.ts';
import type {FargatePod, Node} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'nodes-keep-up-with-control-plane',
  title: 'Fargate nodes keep up with the control plane',
  topic: 'version skew',
  group: 'cluster',
  stage: 'ready',
  scope: 'cluster',
  needs: ['cluster', 'nodes'],
  consults: ['fargatePods'],
  causes: {
    'cluster-version-skew': {
      title: 'Fargate nodes are older than the control plane',
      why: "A Fargate pod's kubelet keeps the version that the cluster had when the pod started; a new pod takes the control plane's. A kubelet may be three minor versions behind (two before 1.25), and one that reaches that limit stands in the way of the next upgrade.",
      symptoms: ['The upgrade of the control plane is refused.', 'kubectl get nodes shows several versions.'],
      proof: "kubeletVersion of each Fargate node against the cluster's version.",
      severity: 'warning',
      fix: ['kubectl rollout restart deployment/D -n NS'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html',
        'https://kubernetes.io/releases/version-skew-policy/',
      ],
    },
  },
  run({cluster, nodes, fargatePods}) {
    const current = minorOf(cluster.version);
    if (current === undefined) return [];
    const old = nodes.filter(isFargateNode).flatMap((node) => {
      const minor = minorOf(node.kubeletVersion);
      return minor === undefined || minor >= current ? [] : [{node, minor, behind: current - minor}];
    });
    const [oldest] = [...old].sort((a, b) => a.minor - b.minor || (a.node.name < b.node.name ? -1 : 1));
    if (!oldest) return [];
    const allowed = oldest.minor >= 25 ? 3 : 2;
    const beyond = oldest.behind >= allowed;
    const one = old.length === 1;
    return [
      {
        cause: 'cluster-version-skew',
        note: true,
        severity: beyond ? 'warning' : 'info',
        summary: `${old.length} Fargate ${one ? 'node runs a kubelet' : 'nodes run kubelets'} older than the control plane (${cluster.version}), the oldest ${oldest.node.kubeletVersion}${beyond ? `; with ${oldest.behind} minor versions behind, ${oldest.behind > allowed ? 'it is no longer supported' : 'the next upgrade has to wait for it'}` : ''}.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'list nodes',
            ref: `node/${oldest.node.name}`,
            path: 'status.nodeInfo.kubeletVersion',
            value: oldest.node.kubeletVersion,
          },
          {source: 'eks:DescribeCluster', ref: cluster.name, path: 'version', value: cluster.version},
        ],
        remedies: restart(
          old.map((o) => o.node),
          valueOf(fargatePods) ?? [],
        ),
      },
    ];
  },
});

/** `v1.33.5-eks-113cf36` and `1.33` alike. */
function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?:\D|$)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Whose pods they are, at most three by name. */
function restart(nodes: readonly Node[], pods: readonly FargatePod[]): readonly Remedy[] {
  const names = new Set(nodes.map((node) => node.name));
  const owned = pods.filter((p) => p.nodeName !== undefined && names.has(p.nodeName) && p.owner !== undefined);
  const shown = owned.slice(0, 3);
  return [
    {
      summary: `Roll out the workloads whose pods are on them${shown.length > 0 ? `: ${listText(shown.map((p) => `${p.namespace}/${p.name}`))}${owned.length > shown.length ? ' and others' : ''}` : ''}; Fargate pods are not upgraded along with the cluster.`,
      commands: [],
      changes: 'workload',
    },
  ];
}
