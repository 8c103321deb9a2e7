import type {Pod} from '../model/kubernetes.ts';

/** The one CSI driver of which Fargate mounts claims. */
export const EFS_DRIVER = 'efs.csi.aws.com';

/** True while the kubelet has begun nothing but the mounts: the pod has its node, and no container was ever started. */
export const waitsForMounts = (pod: Pod): boolean =>
  pod.spec.nodeName !== undefined &&
  pod.status.phase === 'Pending' &&
  pod.status.containers.every((c) => (c.state.is === 'waiting' || c.state.is === 'unknown') && c.restarts === 0);

/** The file system of an EFS volume handle, `fs-…`, `fs-…:/path` or `fs-…::fsap-…`. */
export const fileSystemOf = (handle: string | undefined): string | undefined =>
  /^fs-[0-9a-f]{1,40}/.exec(handle ?? '')?.[0];
