import {listed, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

const SUPPORTED = ['emptyDir', 'secret', 'configMap', 'projected', 'downwardAPI', 'nfs', 'persistentVolumeClaim'];

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
  'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
];

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-volumes-are-supported',
  title: 'All volumes of the pod are of supported types',
  topic: 'volume types',
  causes: {
    'spec-volume-type': {
      title: 'A volume of a type that Fargate does not mount',
      why: 'Fargate mounts emptyDir, secret, configMap, projected, downwardAPI and nfs volumes, and claims bound to Amazon EFS. Whatever needs the host (hostPath) or attaches a device (EBS, inline csi, generic ephemeral volumes) is refused.',
      symptoms: [
        '"Pod not supported on Fargate: volumes not supported: X is of an unsupported volume Type"',
        'An early form of the text gives only the name of the volume.',
      ],
      proof: 'spec.volumes holds a volume of another type, and a Fargate profile takes the pod.',
      severity: 'error',
      fix: [
        'Scratch space: emptyDir. Data that must last: a claim bound to a static EFS volume. What reads files of the node needs EC2 nodes.',
      ],
      docs,
    },
    'spec-volume-devices': {
      title: 'A raw block device',
      why: 'volumeDevices give a container a claim as a block device. On Fargate there are only EFS claims, which are file systems.',
      symptoms: ['"Pod not supported on Fargate: volumeDevices not supported"'],
      proof: 'containers[].volumeDevices is not empty.',
      severity: 'error',
      fix: ['Mount a file system: volumeMounts with a claim bound to a static EFS volume.'],
      docs,
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-volume-type',
        says: ['volume-type'],
        find: unsupported,
        what: 'volumes of other types than Fargate mounts',
        summary: (fields) =>
          `${fields.length === 1 ? 'Volume' : 'Volumes'} ${listed(fields.map((f) => `${f.value} (${f.path.split('.').at(-1) ?? ''})`))} ${fields.length === 1 ? 'is' : 'are'} of a type that Fargate does not mount.`,
      },
      {
        cause: 'spec-volume-devices',
        says: ['volume-devices'],
        find: devices,
        what: 'volumeDevices',
        summary: (fields) =>
          `Container ${fields[0]?.container ?? ''} uses ${listed(fields.map((f) => f.value))} as a raw block device, which Fargate does not support.`,
      },
    ]),
});

// No patch: a volume can't be taken out without the mounts that use it, and what comes in its place takes a decision.
const unsupported = (spec: PodSpec): readonly SpecField[] =>
  spec.volumes.flatMap((volume, i) =>
    SUPPORTED.includes(volume.type) ? [] : [{path: `spec.volumes[${i}].${volume.type}`, value: volume.name}],
  );

const devices = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path}) =>
    container.volumeDevices.map((name, i) => ({
      path: `${path}.volumeDevices[${i}]`,
      value: name,
      container: container.name,
    })),
  );
