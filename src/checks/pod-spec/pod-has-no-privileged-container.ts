import {capital, inContainers, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-has-no-privileged-container',
  title: 'No container of the pod is privileged',
  topic: 'privileged',
  causes: {
    'spec-privileged': {
      title: 'A privileged container',
      why: 'Fargate refuses privileged containers, init containers and debug containers among them: there is no host that a pod could be given the devices of. Docker-in-docker and node agents are the usual ones.',
      symptoms: [
        '"Pod not supported on Fargate: invalid SecurityContext fields: Privileged", once for each container.',
        'The condition PodScheduled has the reason POD_UNSUPPORTED_ON_FARGATE.',
      ],
      proof: 'securityContext.privileged is true in the pod or the template, and a Fargate profile takes the pod.',
      severity: 'error',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/securityContext/privileged"}]'`,
        'To build images use kaniko or rootless buildkit; what must be privileged needs EC2 nodes.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://github.com/aws/containers-roadmap/issues/1517',
      ],
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-privileged',
        says: ['privileged'],
        find,
        what: 'the privileged flag',
        summary: (fields) =>
          `${capital(inContainers(fields))} ${fields.length === 1 ? 'asks' : 'ask'} for privileged mode, which Fargate refuses.`,
      },
    ]),
});

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec)
    .filter(({container}) => container.privileged === true)
    .map(({container, path, pointer}) => ({
      path: `${path}.securityContext.privileged`,
      value: 'true',
      container: container.name,
      mend: {op: 'remove', path: `${pointer}/securityContext/privileged`},
    }));
