import {capital, inContainers, listed, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

/** What a container may add. Names are compared as they are written: with the prefix `CAP_` even these are refused. */
const PERMITTED = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
/** Permitted behind a switch of Fargate's kubelet; whether it is on is not published. */
const PERHAPS = ['IPC_LOCK', 'LINUX_IMMUTABLE', 'SYS_PTRACE', 'SYS_RESOURCE'];

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-adds-only-permitted-capabilities',
  title: 'Containers add only capabilities that Fargate permits',
  topic: 'capabilities',
  causes: {
    'spec-capabilities': {
      title: 'A Linux capability that Fargate does not permit',
      why: "Fargate accepts only the capabilities of a container runtime's default set in capabilities.add, and compares names exactly: CAP_CHOWN is refused where CHOWN is accepted. Service meshes whose init container adds NET_ADMIN need another mode there.",
      symptoms: ['"Pod not supported on Fargate: invalid SecurityContext fields: Capabilities added: NET_ADMIN"'],
      proof:
        'securityContext.capabilities.add holds a name that is not in the set. IPC_LOCK, LINUX_IMMUTABLE, SYS_PTRACE and SYS_RESOURCE may be permitted, so they alone are a possibility.',
      severity: 'error',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/securityContext/capabilities/add/0"}]'`,
        `Permitted: ${PERMITTED.join(', ')}.`,
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://github.com/frappe/frappe_docker/issues/1182',
      ],
    },
  },
  run(given, doubt) {
    const names = find(given.podSpec.spec).map((field) => field.value);
    return refusals(given, doubt, [
      {
        cause: 'spec-capabilities',
        says: ['capability'],
        find,
        what: `the capabilities ${listed([...new Set(names)])}`,
        certainty: names.some((name) => !PERHAPS.includes(name)) ? 'certain' : 'possible',
        summary: (fields) =>
          `${capital(inContainers(fields))} ${new Set(fields.map((f) => f.container)).size === 1 ? 'adds' : 'add'} ${listed([...new Set(fields.map((f) => f.value))])}, which Fargate ${fields.every((f) => PERHAPS.includes(f.value)) ? 'may refuse' : 'refuses'}${hint(fields)}.`,
      },
    ]);
  },
});

/** The slip that is not seen by looking at the name. */
function hint(fields: readonly SpecField[]): string {
  const meant = fields
    .map((field) => field.value.toUpperCase().replace(/^CAP_/, ''))
    .find((name) => PERMITTED.includes(name));
  return meant === undefined ? '' : ` (spelled ${meant} it is permitted)`;
}

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path, pointer}) =>
    container.capabilitiesAdd.flatMap((name, i) =>
      PERMITTED.includes(name)
        ? []
        : [
            {
              path: `${path}.securityContext.capabilities.add[${i}]`,
              value: name,
              container: container.name,
              mend: {op: 'remove' as const, path: `${pointer}/securityContext/capabilities/add/${i}`},
            },
          ],
    ),
  );
