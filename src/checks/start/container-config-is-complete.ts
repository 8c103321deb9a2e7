import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'container-config-is-complete',
  title: 'What the containers are configured from exists',
  topic: 'container config',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'start-config-error': {
      title: 'A Secret, a ConfigMap or a key of one is missing',
      why: 'A container takes its environment, or a volume, from a Secret or ConfigMap that is not in the namespace, or that lacks the key. The kubelet waits for it. The same state stands for a container that must not run as root and does.',
      symptoms: ['The container waits with CreateContainerConfigError.', 'FailedMount: configmap "x" not found'],
      proof: "The container's state, or the kubelet's event on a mount, names what is missing.",
      severity: 'error',
      fix: ['kubectl get secrets,configmaps -n NS', 'Create what is missing; the kubelet tries again by itself.'],
      docs: [
        'https://kubernetes.io/docs/concepts/configuration/configmap/',
        'https://kubernetes.io/docs/concepts/configuration/secret/',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    const source = `get pods -n ${pod.namespace}`;
    const look = sh`kubectl get configmaps -n ${pod.namespace}`;
    const broken = pod.status.containers.filter(
      ({state}) => state.is === 'waiting' && state.reason === 'CreateContainerConfigError',
    );
    const problems = broken.map(({name, state}): Problem => ({
      cause: 'start-config-error',
      summary: `Container ${name} can't be configured: ${trimmed(state.message ?? 'the kubelet does not say why')}.`,
      certainty: 'certain',
      evidence: [
        {
          source,
          ref: `pod/${pod.name}`,
          path: `status.containerStatuses[${name}].state.waiting`,
          value: `CreateContainerConfigError: ${state.message ?? ''}`.slice(0, 2000),
        },
      ],
      remedies: [
        {
          summary:
            'Create what is missing in the namespace of the pod, or mend its name in the pod template; the kubelet tries again by itself.',
          commands: [lookAt(pod.namespace, state.message ?? '')],
          changes: 'cluster',
        },
      ],
    }));
    const mounting =
      pod.spec.nodeName !== undefined &&
      pod.status.phase === 'Pending' &&
      pod.status.containers.every((c) => c.state.is === 'waiting');
    if (problems.length > 0 || !mounting) return problems;
    const events = valueOf(podEvents) ?? [];
    const [spoken] = spokenOf(pod, events, ['object-missing']);
    if (!spoken) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    const then = Date.parse(spoken.utterance.at ?? '');
    if (events.some((e) => e.reason === 'Pulling' && Date.parse(e.lastAt) > then)) return [];
    const {volume = '', kind = '', name = ''} = spoken.clause.names;
    return [
      {
        cause: 'start-config-error',
        summary: `Volume ${volume} can't be mounted: ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${name} does not exist in namespace ${pod.namespace}.`,
        certainty: 'certain',
        stage: 'mounts',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary: `Create ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${name}; the kubelet tries again by itself.`,
            commands: [kind === 'secret' ? sh`kubectl get secrets -n ${pod.namespace}` : look],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});

// The kubelet's words for a missing key; the object itself is there then.
const KEY = /find key \S{1,253} in (Secret|ConfigMap) [a-z0-9.-]{1,253}\/([a-z0-9.-]{1,253})/;

/** Shows which keys there are (of a Secret never the values), or which objects of the kind that is missing. */
function lookAt(namespace: string, message: string): string {
  const [, kind = '', name = ''] = KEY.exec(message) ?? [];
  if (name !== '') return sh`kubectl describe ${kind.toLowerCase()} ${name} -n ${namespace}`;
  const kinds = /\bsecret\b/i.test(message) ? 'secrets' : 'configmaps';
  return sh`kubectl get ${kinds} -n ${namespace}`;
}

/** A foreign sentence as the end of ours. */
const trimmed = (text: string): string => text.slice(0, 300).replace(/[.\s]{1,20}$/, '');
