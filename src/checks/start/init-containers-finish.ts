import {sh} from '../../domain/shell.ts';
import {SLOW_SECONDS} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'init-containers-finish',
  title: 'The init containers finish',
  topic: 'init containers',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod', 'clock'],
  causes: {
    'start-init-stuck': {
      title: 'An init container that does not finish',
      why: 'Containers start only when every init container before them has ended well. One that waits for a service waits for ever if that service is out of reach; one that does long work may simply need longer.',
      symptoms: ['The pod shows Init:0/1; its containers wait with PodInitializing.'],
      proof: `An init container that is no sidecar has been running for more than ${SLOW_SECONDS} seconds. What it waits for is in its log.`,
      severity: 'error',
      atMost: 'likely',
      fix: ['kubectl logs POD -n NS -c INIT_CONTAINER'],
      docs: ['https://kubernetes.io/docs/tasks/debug/debug-application/debug-init-containers/'],
    },
  },
  run({pod, clock}) {
    const sidecars = pod.spec.initContainers.filter((c) => c.restartPolicy === 'Always').map((c) => c.name);
    return pod.status.containers.flatMap(({name, init, state}): readonly Problem[] => {
      if (!init || state.is !== 'running' || sidecars.includes(name) || pod.status.phase !== 'Pending') return [];
      const seconds = Math.floor((Date.parse(clock) - Date.parse(state.at ?? '')) / 1000);
      if (!(seconds > SLOW_SECONDS)) return [];
      return [
        {
          cause: 'start-init-stuck',
          summary: `Init container ${name} has been running for ${Math.floor(seconds / 60)} minutes; the others wait for it to end.`,
          certainty: 'likely',
          evidence: [
            {
              source: `get pods -n ${pod.namespace}`,
              ref: `pod/${pod.name}`,
              path: `status.initContainerStatuses[${name}].state.running`,
              value: `running since ${state.at ?? ''}`,
              ...(state.at === undefined ? {} : {at: state.at}),
            },
          ],
          remedies: [
            {
              summary: `Read what init container ${name} waits for.`,
              commands: [sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${name}`],
              changes: 'workload',
            },
          ],
        },
      ];
    });
  },
});
