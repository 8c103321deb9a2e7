import type {Story} from '../mocks/story.ts';

/** What a redacted bundle must not hold, in place of what the worlds have there. */
const PLANTED: Readonly<Record<string, string>> = {
  '111122223333': '987612340011',
  'fargate-pod-execution': 'canary-execution-role',
  'on-call': 'Canary.Caller',
  'eks-cluster"': 'canary-plane-role"',
  '/eks-cluster': '/canary-plane-role',
  'fargate-test': 'canary-cluster-9',
  '203.0.113.': '52.57.77.',
  '198.51.100.': '18.196.33.',
};

const ANNOTATIONS = {
  'example.org/contact': 'canary.person@canary-mail.example',
  'example.org/deploy-key': 'ghp_CanaryCanaryCanary0123456789abcdef',
  'example.org/team': 'canary-team-of-the-pod',
};

export const CANARIES: readonly string[] = [
  ...Object.values(PLANTED).map((text) => text.replace(/["/]/g, '')),
  ...Object.values(ANNOTATIONS),
];

/** The same story in a world that holds {@link CANARIES}. */
export function canaried(story: Story): Story {
  const swap = <T>(value: T): T => {
    const text = Object.entries(PLANTED).reduce((all, [word, by]) => all.replaceAll(word, by), JSON.stringify(value));
    return JSON.parse(text) as T;
  };
  const world = swap(story.world);
  const objects = world.kube.objects.map((object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      ...(object.kind === 'Pod' ? {annotations: {...(object.metadata['annotations'] as object), ...ANNOTATIONS}} : {}),
    },
  }));
  return {...story, faults: swap(story.faults), world: {...world, kube: {...world.kube, objects}}};
}
