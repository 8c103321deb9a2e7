import {capital, inContainers, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-forbids-privilege-escalation',
  title: 'No container of the pod asks for privilege escalation',
  topic: 'privilege escalation',
  causes: {
    'spec-allow-privilege-escalation': {
      title: 'allowPrivilegeEscalation: true',
      why: 'Fargate refuses a container that sets allowPrivilegeEscalation to true. Where it is not set at all the pod is accepted, so removing the line is enough. The Helm chart of ingress-nginx used to set it.',
      symptoms: ['"Pod not supported on Fargate: invalid SecurityContext fields: AllowPrivilegeEscalation"'],
      proof: 'securityContext.allowPrivilegeEscalation is true, written out, in the pod or the template.',
      severity: 'error',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation","value":false}]'`,
        'ingress-nginx: let it listen on ports above 1024.',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-allow-privilege-escalation',
        says: ['privilege-escalation'],
        find,
        what: 'allowPrivilegeEscalation: true',
        summary: (fields) =>
          `${capital(inContainers(fields))} ${fields.length === 1 ? 'sets' : 'set'} allowPrivilegeEscalation: true, which Fargate refuses.`,
      },
    ]),
});

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec)
    .filter(({container}) => container.allowPrivilegeEscalation === true)
    .map(({container, path, pointer}) => ({
      path: `${path}.securityContext.allowPrivilegeEscalation`,
      value: 'true',
      container: container.name,
      mend: {op: 'replace', path: `${pointer}/securityContext/allowPrivilegeEscalation`, value: false},
    }));
