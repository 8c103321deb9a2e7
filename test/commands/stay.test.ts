import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {fargatePod} from '../../mocks/objects-pod.ts';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {Fault} from '../../mocks/faults.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {runIn, runProgram, settled, startIn, WORLD_NOW} from '../program.ts';

let served: ServedWorld;
afterEach(() => served.close());

async function serve(id: string, faults: readonly Fault[] = []): Promise<void> {
  served = await serveWorld(loadStory(id, WORLD_NOW).world, {faults});
}

const becomesReady = (): void => {
  for (const object of fargatePod(
    {name: 'nginx', age: '14m', state: 'running'},
    {now: WORLD_NOW, region: 'eu-central-1'},
  ))
    served.kube.store.apply(object);
};

describe('pod --watch', () => {
  it('says what changes, a line each, and ends with 0 when the pod is ready', async () => {
    await serve('founding-case');
    const run = startIn(served, ['pod', 'nginx', '--watch']);
    await run.says('Pending for 14m');
    becomesReady();
    const {code, stdout, stderr} = await run.ended;
    expect(code, stderr).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^03:10:00 {2}default\/nginx has been Pending for 14m: public endpoint/),
      expect.stringMatching(/^03:10:00 {2}default\/nginx is running and ready/),
    ]);
    expect(served.kube.requests.some((r) => r.verb === 'watch' && r.resource === 'pods')).toBe(true);
  });

  it('goes on where the API server restarts, and lists again where it has forgotten the place', async () => {
    await serve('founding-case');
    const run = startIn(served, ['pod', 'nginx', '--watch']);
    await run.says('Pending for 14m');
    served.kube.store.compact();
    served.kube.dropConnections();
    becomesReady();
    expect((await run.ended).code).toBe(0);
  });

  it('ends after --wait-timeout with the code of the last answer', async () => {
    await serve('founding-case');
    const {code, stdout} = await runIn(served, ['pod', 'nginx', '--watch', '--wait-timeout', '5s', '-o', 'json']);
    expect(code).toBe(3);
    expect((JSON.parse(stdout) as Diagnosis).causes[0]?.id).toBe('endpoint-public-cidrs-exclude-nat');
  });

  it('looks again now and then where pods may not be watched, and says so', async () => {
    await serve('founding-case', [{match: 'watch pods', deny: true}]);
    const {code, stderr} = await runIn(served, ['pod', 'nginx', '--watch', '--wait-timeout', '5s']);
    expect(code).toBe(3);
    expect(stderr).toContain("pods can't be watched (needs watch pods -n default)");
  });

  it('is no way to look at a bundle', async () => {
    await serve('healthy');
    const {code, stderr} = await runIn(served, ['pod', '--from', 'none.gz', '--watch']);
    expect(code, stderr).toBe(2);
  });
});

describe('scan', () => {
  it('prints on Ctrl-C what was found so far, marked as partial', async () => {
    await serve('scan-shared-cause', [{match: 'ec2:DescribeRouteTables', hang: true}]);
    const run = startIn(served, ['scan', '-A', '-o', 'json']);
    while (!served.aws.requests.some((r) => r.action === 'DescribeRouteTables'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    run.signal('SIGINT');
    const {code, stdout} = await run.ended;
    const document = JSON.parse(stdout) as Diagnosis;
    expect(document.scanned?.partial).toBe(true);
    expect(code).toBe(4);
    expect(document.verdict).toBe('incomplete');
    expect(document.subjects.length).toBeGreaterThan(0);
    expect(document.notChecked.map((n) => n.detail)).toContain('the scan was ended before all was read');
  });

  it('does not say that no pod is stuck where it saw none', async () => {
    await serve('founding-case', [{match: 'list pods', status: 503}]);
    const {code, stdout} = await runIn(served, ['scan', '-A']);
    expect(stdout).toMatch(/^The pods could not be read, and the next one would be stuck/);
    expect(code).toBe(3);
  });

  it('goes by a selector, and counts no other pods', async () => {
    await serve('scan-two-causes');
    const {code, stdout} = await runIn(served, ['scan', '-n', 'shop', '-l', 'app=checkout', '-o', 'json']);
    expect(code).toBe(3);
    const document = JSON.parse(stdout) as Diagnosis;
    expect(document.subjects).toHaveLength(6);
    expect(document.scanned).toMatchObject({namespaces: ['shop'], selector: 'app=checkout', pods: 6, elsewhere: 0});
  });

  it('makes as many AWS calls for many pods as for one', async () => {
    await serve('scan-shared-cause');
    await runIn(served, ['scan', '-n', 'default']);
    const before = served.aws.requests.length;
    for (let i = 0; i < 300; i++) {
      const pod = {name: `more-${i}`, age: '14m', state: 'timed-out', owner: `Deployment/more-${i % 7}`} as const;
      for (const object of fargatePod(pod, {now: WORLD_NOW, region: 'eu-central-1'})) served.kube.store.apply(object);
    }
    const {code} = await runIn(served, ['scan', '-n', 'default']);
    expect(code).toBe(3);
    expect(served.aws.requests.length - before).toBe(before);
  });
});

describe('a scan that was captured', () => {
  it('gives the same report from its bundle, and the same first cause with what was withheld', async () => {
    await serve('scan-two-causes');
    const file = join(served.folder, 'whole.fdb');
    const redacted = join(served.folder, 'redacted.fdb');
    const live = await runIn(served, ['scan', '-A', '-o', 'json']);
    expect((await runIn(served, ['capture', '-o', file, '-A', '--no-redact'])).code).toBe(0);
    expect((await runIn(served, ['capture', '-o', redacted, '-A'])).code).toBe(0);
    const nowhere = {cwd: served.folder};
    const again = await runProgram(['scan', '--from', file, '-o', 'json'], nowhere);
    expect(again.code, again.stderr).toBe(live.code);
    expect(settled(again.stdout)).toBe(settled(live.stdout));
    const withheld = await runProgram(['scan', '--from', redacted, '-o', 'json'], nowhere);
    expect((JSON.parse(withheld.stdout) as Diagnosis).causes.map((c) => c.id)).toEqual(
      (JSON.parse(live.stdout) as Diagnosis).causes.map((c) => c.id),
    );
    expect(withheld.stdout).not.toContain('111122223333');
    const one = await runProgram(['pod', 'billing', '--from', file, '-o', 'json'], nowhere);
    expect((JSON.parse(one.stdout) as Diagnosis).causes[0]?.id).toBe('spec-privileged');
  });
});
