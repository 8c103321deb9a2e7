import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory, storyIds, type Story} from '../../mocks/story.ts';
import type {Fault} from '../../mocks/faults.ts';
import {connect} from '../../src/facts/connect.ts';
import {permissionsAsked} from '../asked.ts';
import {diagnoseHere, diagnoseOver, sessionAt, type Ended} from '../in-process.ts';
import {codeOf, lieOf} from '../no-lie.ts';
import {WORLD_NOW} from '../program.ts';
import {replayOf} from '../replay.ts';

const expectNoLie = (whole: Ended, ended: Ended, missing: string): void =>
  expect(lieOf(whole, ended), `${missing} denied`).toBeUndefined();

/** Those that ask a cluster, and get an answer. */
const stories = (): readonly Story[] =>
  storyIds()
    .map((id) => loadStory(id, WORLD_NOW))
    .filter(
      ({args, env, expect: {exit}}) => exit !== 2 && !args.includes('--offline') && env['KUBECONFIG'] === undefined,
    );

/** What people commonly lack together. */
const OUT_OF_REACH: Readonly<Record<string, RegExp>> = {
  IAM: /^iam:/,
  'EC2 and IAM': /^(?:ec2|iam):/,
  'all of EKS but the cluster': /^eks:(?!DescribeCluster$)/,
  AWS: /^\w+:/,
  'kube-system and nodes': /-n kube-system$|^list nodes$/,
  'all but their own namespace': /-n kube-system$|-n aws-observability$|^(?:get|list) [^ ]+$/,
};

// With all permissions of each some ten thousand diagnoses: over recorded answers, or they would take an hour.
describe('any one permission denied, or several that go together', () => {
  it.each(stories())('$id: never called healthy if it is not, and no cause invented', async (story) => {
    const served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
    const session = sessionAt(served, {timeout: '10m'});
    try {
      const replay = replayOf(await connect(session.options));
      const whole = await diagnoseOver(replay.connection, story, session);
      expect(codeOf(whole)).toBe(story.expect.exit);
      const permissions = replay.permissions();
      expect(permissions.length).toBeGreaterThan(5);
      const lacking = [
        ...permissions.map((permission) => [permission, [permission]] as const),
        ...Object.entries(OUT_OF_REACH).map(
          ([what, which]) => [what, permissions.filter((p) => which.test(p))] as const,
        ),
      ];
      for (const [what, denied] of lacking) {
        replay.deny(...denied);
        expectNoLie(whole, await diagnoseOver(replay.connection, story, session), what);
      }
    } finally {
      session.end();
      await served.close();
    }
  });
});

// Over the wire, with the refusals of both fakes, for some.
describe.each(stories().filter((_, i) => i % 16 === 0))('$id, with any one request refused', (story) => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
  });
  afterAll(() => served.close());

  it('is never called healthy if it is not, and no cause is invented', async () => {
    const whole = await diagnoseHere(story, served);
    const permissions = permissionsAsked(served);
    expect(permissions.length).toBeGreaterThan(5);
    for (const match of permissions) {
      const fault: Fault = {match, deny: true};
      served.aws.faults = [fault, ...story.faults];
      served.kube.setFaults([fault, ...story.faults]);
      expectNoLie(whole, await diagnoseHere(story, served), match);
    }
  });
});
