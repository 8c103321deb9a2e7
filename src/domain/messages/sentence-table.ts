import type {CauseId} from '../../model/finding.ts';
import type {Stage} from '../../model/stage.ts';

/** A sentence of fargate-scheduler, default-scheduler, the kubelet or AWS that is recognised wherever it stands. */
export interface Sentence {
  readonly says: string;
  readonly stage: Stage;
  readonly cause?: CauseId;
  /** Words that every form of it has; they are searched literally. */
  readonly words: string;
  /** Must match at the words, sticky; gives names and the end of the clause. Every repetition is bounded. */
  readonly at?: RegExp;
  /** Gives names from the text before the words; ends in `$`. */
  readonly before?: RegExp;
  /** Only in texts about pulling an image: the same words mean other things elsewhere. */
  readonly pull?: true;
  /** Of one family only the first sentence that is there counts, in the order of this table. */
  readonly family?: 'image' | 'profile' | 'efs';
}

const SCHEDULER: readonly Sentence[] = [
  {
    says: 'timeout',
    stage: 'provisioning',
    words: 'Pod provisioning timed out',
    at: /Pod provisioning timed out(?: \(will retry\))?(?: for pod: (?<namespace>[^/\s]{1,253})\/(?<pod>[^\s)]{1,253}))?/y,
  },
  {
    says: 'size',
    stage: 'validation',
    cause: 'size-exceeds-max',
    words: 'requirements exceed the max Fargate configuration',
    before: /Your pod's cpu\/memory $/,
  },
  {
    says: 'profile-blocked-auth',
    stage: 'validation',
    words: 'Pod execution role is not found in auth config',
    at: /Pod execution role is not found in auth config[^\n]{0,200}/y,
    before: /fargate profile (?<profile>\S{1,253}) blocked for new launches due to: $/,
    family: 'profile',
  },
  {
    says: 'profile-blocked-assume',
    stage: 'validation',
    words: 'Failed to assume PodExecutionRole',
    at: /Failed to assume PodExecutionRole[^\n]{0,300}/y,
    before: /fargate profile (?<profile>\S{1,253}) blocked for new launches due to: $/,
    family: 'profile',
  },
  {
    says: 'profile-blocked-other',
    stage: 'validation',
    words: 'Misconfigured Fargate Profile',
    at: /Misconfigured Fargate Profile(?:: fargate profile (?<profile>\S{1,253}) blocked for new launches due to: (?<why>[^\n]{1,1000}))?/y,
    family: 'profile',
  },
  {
    says: 'capacity',
    stage: 'validation',
    cause: 'capacity-unavailable',
    words: 'capacity is unavailable at this time',
  },
  {
    says: 'limit',
    stage: 'validation',
    cause: 'quota-vcpu',
    words: 'reached the limit on the number of Fargate ',
    at: /reached the limit on the number of Fargate (?<unit>pods|vCPUs)/y,
  },
  {
    says: 'account-blocked',
    stage: 'validation',
    cause: 'account-blocked',
    words: 'account is currently blocked',
  },
  {
    says: 'logging-missing',
    stage: 'validation',
    cause: 'logging-configmap-missing',
    words: 'Disabled logging because aws-logging configmap was not found',
  },
  {
    says: 'logging-invalid',
    stage: 'validation',
    cause: 'logging-configmap-invalid',
    words: 'Disabled logging for pod due to invalid configmap',
    // The end is cut off by hand: a lazy quantifier before fixed words would be tried at every character.
    at: /Disabled logging for pod due to invalid configmap\.? ?(?<why>[^\n]{0,1500})/y,
  },
  {says: 'logging-on', stage: 'validation', words: 'Successfully enabled logging for pod'},
  {
    says: 'scheduled',
    stage: 'binding',
    words: 'Successfully assigned ',
    at: /Successfully assigned (?<namespace>[^/\s]{1,253})\/(?<pod>\S{1,253}) to (?<node>\S{1,253})/y,
  },
  {
    says: 'taint',
    stage: 'admission',
    words: 'taint {eks.amazonaws.com/compute-type: fargate}',
    before: /(?<nodes>\d{1,7}) node\(s\) had (?:untolerated )?$/,
  },
  {says: 'no-nodes', stage: 'admission', words: 'no nodes available to schedule pods'},
  {says: 'too-many-pods', stage: 'admission', words: 'Too many pods', before: /(?<nodes>\d{1,7}) $/},
  {
    says: 'pvc-missing',
    stage: 'validation',
    cause: 'storage-pvc-missing',
    words: 'persistentvolumeclaim',
    at: /persistentvolumeclaims? "(?<claim>[^"\n]{1,253})" not found/y,
  },
  {
    says: 'group-missing',
    stage: 'provisioning',
    cause: 'sgp-group-missing',
    words: 'InvalidSecurityGroupID.NotFound',
    at: /InvalidSecurityGroupID\.NotFound[^'\n]{0,300}'(?<group>sg-\w{1,40})'/y,
  },
];

const KUBELET: readonly Sentence[] = [
  {
    says: 'efs-unresolved',
    stage: 'mounts',
    cause: 'storage-efs-mount-fails',
    words: 'Failed to resolve "fs-',
    at: /Failed to resolve "(?<fs>fs-[0-9a-f]{1,40})\.efs\.[^"\n]{0,200}"/y,
    before: /MountVolume\.SetUp failed for volume "(?<volume>[^"\n]{1,253})"[^"]{0,100}"[^"]{0,300}"[^"]{0,600}$/,
    family: 'efs',
  },
  {
    says: 'efs-mount',
    stage: 'mounts',
    cause: 'storage-efs-mount-fails',
    words: 'Could not mount "fs-',
    at: /Could not mount "(?<fs>fs-[0-9a-f]{1,40})[^"\n]{0,200}"/y,
    before: /MountVolume\.SetUp failed for volume "(?<volume>[^"\n]{1,253})"[^"]{0,100}$/,
    family: 'efs',
  },
  {
    says: 'object-missing',
    stage: 'mounts',
    cause: 'start-config-error',
    words: 'MountVolume.SetUp failed for volume "',
    at: /MountVolume\.SetUp failed for volume "(?<volume>[^"\n]{1,253})" : (?<kind>configmap|secret) "(?<name>[^"\n]{1,253})" not found/y,
  },
  {
    says: 'cfs-quota',
    stage: 'start',
    cause: 'start-cfs-quota',
    words: 'cpu.cfs_quota_us: invalid argument',
    before: /failed to write "(?<quota>-?\d{1,20})": write \S{1,400}$/,
  },
  {
    says: 'exec-format',
    stage: 'start',
    cause: 'image-architecture',
    words: 'exec format error',
  },
  {
    says: 'probe-failed',
    stage: 'ready',
    words: ' probe failed',
    before: /(?<probe>Readiness|Liveness|Startup)$/,
  },
  {
    says: 'node-certificate',
    stage: 'creation',
    words: 'x509: certificate is valid for ip-',
    at: /x509: certificate is valid for (?<host>ip-[\w.-]{1,253}), not (?<service>[^\s,]{1,253}\.svc)/y,
  },
];

const IMAGE: readonly Sentence[] = [
  {says: 'rate-limited', words: 'toomanyrequests', cause: 'image-rate-limited'},
  {says: 'rate-limited', words: '429 Too Many Requests', cause: 'image-rate-limited'},
  {says: 'image-denied', words: 'no basic auth credentials', cause: 'image-denied'},
  {says: 'image-denied', words: '403 Forbidden', cause: 'image-denied'},
  {says: 'image-denied', words: '401 Unauthorized', cause: 'image-denied'},
  {
    says: 'image-denied',
    words: 'not authorized to perform: ecr:',
    at: /not authorized to perform: (?<action>ecr:\w{1,60})/y,
    cause: 'image-denied',
  },
  {says: 'image-denied', words: 'pull access denied', cause: 'image-denied'},
  {says: 'image-denied', words: 'authorization failed', cause: 'image-denied'},
  {says: 'platform', words: 'no match for platform in manifest', cause: 'image-architecture'},
  {says: 'image-missing', words: 'manifest unknown', cause: 'image-not-found'},
  {
    says: 'image-missing',
    words: 'repository with name',
    at: /repository with name '(?<repository>[^'\n]{1,256})' does not exist/y,
    cause: 'image-not-found',
  },
  {says: 'image-missing', words: ': not found', cause: 'image-not-found'},
  {says: 'image-missing', words: '404 Not Found', cause: 'image-not-found'},
  // Whose address it is decides between the two causes of a time-out, so the text alone names neither.
  {
    says: 'pull-timeout',
    words: 'dial tcp ',
    at: /dial tcp (?:\[(?<ip6>[0-9a-fA-F:.]{2,45})\]|(?<ip4>\d{1,3}(?:\.\d{1,3}){3})):(?<port>\d{1,5}): (?<how>i\/o timeout|connect: [^\n"]{1,80})/y,
  },
  // Without an address: the kubelet gave up before a connection stood, or while it waited for an answer.
  {says: 'pull-timeout', words: 'TLS handshake timeout'},
  {says: 'pull-timeout', words: 'Client.Timeout exceeded'},
  {says: 'pull-timeout', words: 'context deadline exceeded'},
  {says: 'pull-unresolved', words: ': no such host', before: /lookup (?<host>[^\s:]{1,253})(?: on [^\s]{1,60})?$/},
].map((sentence) => ({...sentence, stage: 'image', pull: true, family: 'image'}) as const);

const IMAGE_NAMES: readonly Sentence[] = [
  {
    says: 'image-name',
    stage: 'image',
    cause: 'image-invalid-name',
    words: 'invalid reference format',
    family: 'image',
  },
];

/** Errors of the EKS API on a profile that was to be made; controllers that make profiles repeat them in events. */
const API: readonly Sentence[] = [
  {
    says: 'profile-subnet-public',
    stage: 'admission',
    cause: 'subnet-public',
    words: 'provided in Fargate Profile is not a private subnet',
    before: /Subnet (?<subnet>subnet-\w{1,40}) $/,
  },
  {
    says: 'profile-waits',
    stage: 'admission',
    words: 'currently has Fargate profile ',
    at: /currently has Fargate profile (?<profile>\S{1,253}) in status (?<status>[A-Z_]{1,40})/y,
  },
  {
    says: 'profile-zone',
    stage: 'admission',
    cause: 'subnet-zone-unsupported',
    words: 'Fargate Profile creation for the Availability Zone ',
    at: /Fargate Profile creation for the Availability Zone (?<zone>[\w-]{1,40}) for Subnet (?<subnet>subnet-\w{1,40}) is not supported/y,
  },
];

/** Every known sentence; of a family the earlier ones win. */
export const SENTENCES: readonly Sentence[] = [...SCHEDULER, ...KUBELET, ...IMAGE, ...IMAGE_NAMES, ...API];
