import type {Evidence} from '../model/finding.ts';
import type {KubeEvent, Pod} from '../model/kubernetes.ts';
import {spokenEvidence, spokenOf} from './spoken.ts';
import {IMAGE_ERRORS} from './stages.ts';

/** ECR's refusal of a pull that hangs, with the kind of policy that AWS names in it. */
export interface PullRefusal {
  readonly evidence: Evidence;
  /** `ecr:BatchGetImage`, where the text names it; else "the pull". */
  readonly action: string;
  /** Whose policy refused: the role's own, its boundary, or the organization's. Undefined where AWS doesn't say. */
  readonly by?: 'identity' | 'permissions boundary' | 'service control policy' | 'resource control policy';
}

/**
 * AWS's sentences, by the words that each form of them has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const WORDS: readonly (readonly [words: string, by: NonNullable<PullRefusal['by']>])[] = [
  ['no identity-based policy allows', 'identity'],
  ['explicit deny in an identity-based policy', 'identity'],
  ['no permissions boundary allows', 'permissions boundary'],
  ['explicit deny in a permissions boundary', 'permissions boundary'],
  ['no service control policy allows', 'service control policy'],
  ['explicit deny in a service control policy', 'service control policy'],
  ['no resource control policy allows', 'resource control policy'],
  ['explicit deny in a resource control policy', 'resource control policy'],
];

/** The newest refusal of a pull, while a container waits for its image. */
export function pullRefusal(pod: Pod | undefined, events: readonly KubeEvent[]): PullRefusal | undefined {
  const waits = pod?.status.containers.some(
    (c) => c.state.is === 'waiting' && IMAGE_ERRORS.includes(c.state.reason ?? ''),
  );
  if (!pod || !waits) return undefined;
  const [spoken] = spokenOf(pod, events, ['image-denied']);
  if (!spoken) return undefined;
  const {message} = spoken.utterance;
  const by = message.includes('ecr:') ? WORDS.find(([words]) => message.includes(words))?.[1] : undefined;
  return {
    evidence: spokenEvidence(pod, spoken.utterance, spoken.clause),
    action: /not authorized to perform: (ecr:\w{1,60})/.exec(message)?.[1] ?? 'the pull',
    ...(by === undefined ? {} : {by}),
  };
}
