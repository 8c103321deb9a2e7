import type {ClaimVolume, KubeEvent, Pod} from '../model/kubernetes.ts';

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

/** What a failing mount says of its reason. */
export type MountFault = 'unresolved' | 'denied' | 'timeout' | 'no-path' | 'unregistered' | 'other';

/** A mount that failed, in the kubelet's words. */
export interface MountFailure {
  readonly event: KubeEvent;
  readonly fault: MountFault;
  /** The EFS volume that it is about, if the text names one of the pod's or there is but one. */
  readonly volume?: ClaimVolume;
  /** `fs-…`, from the text or from the volume. */
  readonly fileSystem?: string;
}

/** In the order in which they are looked for: one text may end in a time-out whose reason it gives before. */
const FAULTS: readonly (readonly [MountFault, readonly string[]])[] = [
  ['unregistered', ['not found in the list of registered CSI drivers']],
  ['unresolved', ['Failed to resolve "fs-']],
  ['denied', ['access denied by server', 'AccessDenied']],
  ['no-path', ['No such file or directory']],
  ['timeout', ['timed out', 'Connection refused', 'DeadlineExceeded', 'context deadline exceeded']],
];

/** So much of a text is looked at; the API server cuts events at 1 KB. */
const READ = 16_384;

/**
 * The newest failure to mount an EFS volume since the kubelet last got past the mounts. `volumes` are those of the pod's
 * claims, undefined where they could not be read: then only texts that name a file system are known to be about EFS.
 */
export function mountFailure(
  events: readonly KubeEvent[],
  volumes: readonly ClaimVolume[] | undefined,
): MountFailure | undefined {
  const efs = (volumes ?? []).filter((volume) => volume.driver === EFS_DRIVER);
  const failures = events
    .filter((event) => event.reason === 'FailedMount' || event.reason === 'FailedAttachVolume')
    .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt) || (a.message < b.message ? -1 : 1));
  for (const event of failures) {
    const text = event.message.slice(0, READ);
    const named = /\bfs-[0-9a-f]{8,40}/.exec(text)?.[0];
    const volume =
      efs.find((v) => text.includes(`"${v.name}"`)) ??
      efs.find((v) => named !== undefined && fileSystemOf(v.handle) === named) ??
      (efs.length === 1 && isAboutAnyVolume(text) ? efs[0] : undefined);
    if (named === undefined && !volume) continue;
    const fault = FAULTS.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ?? 'other';
    const fileSystem = named ?? fileSystemOf(volume?.handle);
    return {event, fault, ...(volume ? {volume} : {}), ...(fileSystem === undefined ? {} : {fileSystem})};
  }
  return undefined;
}

/** "Unable to attach or mount volumes: …" lists volumes by the pod's own names for them. */
const isAboutAnyVolume = (text: string): boolean =>
  text.includes('Unable to attach or mount volumes') ||
  text.includes('not found in the list of registered CSI drivers');

/** The kubelet pulls images only after the mounts are done. */
export function mountedSince(events: readonly KubeEvent[], at: string): boolean {
  const then = Date.parse(at);
  return events.some(
    (e) => ['Pulling', 'Pulled', 'Created', 'Started'].includes(e.reason) && Date.parse(e.lastAt) > then,
  );
}
