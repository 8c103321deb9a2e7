import {listed, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import type {SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
  'https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/589',
];

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-shares-no-host-namespace',
  title: 'The pod does not share network, processes or IPC with its host',
  topic: 'host namespaces',
  causes: {
    'spec-host-network': {
      title: 'hostNetwork: true',
      why: 'A Fargate pod has a micro-VM of its own, and Fargate refuses pods that ask for the network of the host. CSI drivers, CNI plugins and monitoring agents are the usual ones; they belong on EC2 nodes.',
      symptoms: ['"Pod not supported on Fargate: fields not supported: HostNetwork"'],
      proof: 'spec.hostNetwork is true in the pod or the template, and a Fargate profile takes the pod.',
      severity: 'error',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/hostNetwork"}]'`,
      ],
      explains: ['spec-host-port'],
      docs,
    },
    'spec-host-pid-ipc': {
      title: 'hostPID or hostIPC',
      why: 'Fargate refuses pods that ask for the process or IPC namespace of the host. Tools that look at other processes of a node have nothing to see on a micro-VM with one pod.',
      symptoms: ['"Pod not supported on Fargate: fields not supported: HostNetwork, HostPID, HostIPC"'],
      proof: 'spec.hostPID or spec.hostIPC is true in the pod or the template.',
      severity: 'error',
      fix: [`kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/hostPID"}]'`],
      docs,
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-host-network',
        says: ['host-network'],
        find: (spec) => flags(spec, ['hostNetwork']),
        what: 'hostNetwork: true',
        summary: () => 'The pod asks for the network of its host (hostNetwork: true), which Fargate refuses.',
      },
      {
        cause: 'spec-host-pid-ipc',
        says: ['host-pid', 'host-ipc'],
        find: (spec) => flags(spec, ['hostPID', 'hostIPC']),
        what: 'hostPID and hostIPC',
        summary: (fields) =>
          `The pod sets ${listed(fields.map((f) => `${f.path.replace('spec.', '')}: true`))}, which Fargate refuses.`,
      },
    ]),
});

const flags = (spec: PodSpec, names: readonly ('hostNetwork' | 'hostPID' | 'hostIPC')[]): readonly SpecField[] =>
  names
    .filter((name) => spec[name])
    .map((name) => ({path: `spec.${name}`, value: 'true', mend: {op: 'remove', path: `/spec/${name}`}}));
