import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {runIn, runProgram, WORLD_NOW} from '../program.ts';

interface ErrorDocument {
  readonly schema: string;
  readonly verdict: string;
  readonly error: {readonly message: string; readonly hint?: string};
  readonly exit: {readonly code: number};
}

describe('what cannot be done, in one clear line', () => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await serveWorld(loadStory('healthy', WORLD_NOW).world);
  });
  afterAll(() => served.close());

  const cases: readonly (readonly [args: string, exit: number, stderr: RegExp])[] = [
    ['pod ngnix', 1, /There is no pod ngnix in namespace default.*\n {2}Did you mean nginx\?/],
    ['pod deploy/wbe', 1, /There is no deployment wbe in namespace default\.\n {2}Did you mean deployment\/web\?/],
    ['pod nginx -n defualt', 1, /There is no namespace defualt in this cluster\.\n {2}Did you mean default\?/],
    ['pod nginx -n zzz', 1, /There is no namespace zzz in this cluster\.\n {2}There are aws-observability, default,/],
    ['pod a/b/c', 2, /a\/b\/c is not the name of a pod or of a workload/],
    ['pod nginx --context nope', 1, /The kubeconfig has no context nope/],
    [
      'pod nginx --cluster fargate-tset --region eu-central-1',
      1,
      /There is no EKS cluster fargate-tset in eu-central-1\.\n.*fargate-test/,
    ],
    ['pod nginx -o jsn', 2, /Expected --output=jsn to be one of: text, short, json, yaml/],
    ['pod nginx --timeout soon', 2, /--timeout takes a duration such as 30s or 1m30s, not "soon"/],
    ['pod nginx --ignore subnet-publik', 2, /there is no such cause\n {2}Nearest: subnet-public/],
    ['pod nginx --checks nothing/*', 2, /--checks nothing\/\* matches no check/],
    ['pod', 2, /Missing 1 required arg/],
    ['pod nginx --frobnicate', 2, /Nonexistent flag: --frobnicate/],
    ['frobnicate', 2, /There is no command frobnicate/],
    ['explain subnet-publik', 1, /There is no cause subnet-publik\.\n {2}Nearest: subnet-public/],
    ['scan nginx', 2, /scan takes no argument, and was given nginx\.\n {2}fargate-doctor scan --help/],
    ['scan --wait-timeout 5s', 2, /fargate-doctor: All of the following must be provided .*--watch/],
    ['completion fishy', 2, /Expected fishy to be one of: bash, zsh, fish/],
    ['demo founding', 1, /There is no story founding\./],
  ];
  for (const [args, exit, stderr] of cases) {
    it(`fargate-doctor ${args}`, async () => {
      const ran = await runIn(served, args.split(' '));
      expect(ran.stderr).toMatch(stderr);
      expect(ran.stderr).not.toMatch(/\n\s+at |Error:/);
      expect([ran.code, ran.stdout]).toEqual([exit, '']);
    });
  }

  it.each(cases.filter(([args]) => /^(pod|explain|frobnicate)/.test(args) && !args.includes('-o ')))(
    'and with -o json one document: %s',
    async (args, exit) => {
      const ran = await runIn(served, [...args.split(' '), '-o', 'json']);
      const document = JSON.parse(ran.stdout) as ErrorDocument;
      expect(ran.code).toBe(exit);
      expect(document).toMatchObject({schema: 'fargate-doctor/v1', verdict: 'error', exit: {code: exit}});
      expect(document.error.message.length).toBeGreaterThan(10);
    },
  );

  it('what is made to be passed on withholds names in a failure, too, and the terminal does not', async () => {
    const args = ['pod', 'nginx', '--cluster', 'secret-name', '--region', 'eu-central-1'];
    const shared = await runIn(served, [...args, '-o', 'markdown']);
    expect(shared.code).toBe(1);
    expect(shared.stdout).toContain('There is no EKS cluster cluster-1 in eu-central-1.');
    expect(shared.stdout).not.toMatch(/secret-name|fargate-test/);
    expect(shared.stderr).toContain('secret-name');
    expect((await runIn(served, [...args, '-o', 'markdown', '--no-redact'])).stdout).toContain('secret-name');
    expect((await runIn(served, [...args, '-o', 'json', '--redact'])).stdout).not.toContain('secret-name');
    const mismatch = await runIn(served, ['pod', 'nginx', '--cluster', 'fargate-test', '-o', 'html']);
    expect(mismatch.stdout).not.toContain('fargate-test');
  });

  it('a kubeconfig of another cluster is refused with both values, unless it is allowed', async () => {
    const other = await serveWorld(loadStory('healthy', WORLD_NOW).world);
    try {
      const env = {AWS_ENDPOINT_URL: other.aws.url};
      const refused = await runIn(served, ['pod', 'nginx'], env);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(served.kube.url);
      expect(refused.stderr).toContain(other.kube.url);
      // That there is no such pod in another cluster would mislead.
      const nameless = await runIn(served, ['pod', 'nowhere-else'], env);
      expect(nameless.stderr).toContain("The kubeconfig and the cluster don't match");
      const allowed = await runIn(served, ['pod', 'nginx', '--allow-mismatch'], env);
      expect([allowed.code, allowed.stderr]).toEqual([0, '']);
    } finally {
      await other.close();
    }
  });

  it('-v prints every call with its time on stderr, and no token', async () => {
    const ran = await runIn(served, ['pod', 'nginx', '-v']);
    const calls = ran.stderr.split('\n').filter((line) => / ms {2}/.test(line));
    expect(calls.length).toBe(Number(/(\d+) calls/.exec(ran.stdout)?.[1]));
    expect(ran.stderr).toMatch(/\d+ ms {2}eks:DescribeCluster {2}ok/);
    expect(ran.stderr).not.toMatch(/k8s-aws-v1|Bearer|EXAMPLEKEY/);
  });

  it('--ignore and --fail-on change the exit code and nothing else is lost', async () => {
    const story = loadStory('namespace-differs', WORLD_NOW);
    const world = await serveWorld(story.world);
    try {
      const never = await runIn(world, [...story.args, '--fail-on', 'never']);
      expect(never.code).toBe(0);
      expect(never.stdout).toContain('profile-namespace-no-match');
      const ignored = await runIn(world, [...story.args, '--ignore', 'profile-namespace-no-match', '-o', 'json']);
      expect((JSON.parse(ignored.stdout) as {causes: {id: string}[]}).causes.map((c) => c.id)).toEqual([
        'sched-default-scheduler-fargate-only',
      ]);
    } finally {
      await world.close();
    }
  });
});

describe('with nothing there', () => {
  it.each([
    [{}, ['pod', 'nginx'], /There is no kubeconfig .*\n {2}aws eks update-kubeconfig --name/],
    [
      {},
      ['pod', 'nginx', '--cluster', 'x'],
      /No AWS Region is known, so cluster x can't be found\.\n {2}Add --region, or set AWS_REGION/,
    ],
    [
      {},
      ['pod', 'nginx', '--cluster', 'x', '--region', 'eu-central-1'],
      /no AWS credentials were found: aws sso login/,
    ],
    [{KUBECONFIG: '/nonexistent/a:/nonexistent/b'}, ['pod', 'nginx'], /There is no kubeconfig/],
  ])('%j %j', async (env, args, stderr) => {
    const ran = await runProgram(args, {env});
    expect(ran.stderr).toMatch(stderr);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
  });
});

describe('commands that need no network', () => {
  it('checks lists the causes, and explain prints the page of one', async () => {
    const {stdout} = await runProgram(['checks', '-o', 'json']);
    const ids = [...stdout.matchAll(/"id": "([a-z0-9-]+)"/g)].map((m) => m[1] ?? '');
    expect(ids.length).toBeGreaterThan(100);
    const page = await runProgram(['explain', 'endpoint-public-cidrs-exclude-nat']);
    expect(page.code).toBe(0);
    expect(page.stdout).toContain('aws eks update-cluster-config');
  });

  it('permissions name no write and no Secret', async () => {
    const [policy, roles] = await Promise.all([
      runProgram(['permissions', '-o', 'json']),
      runProgram(['permissions', '-o', 'yaml']),
    ]);
    const actions = [...policy.stdout.matchAll(/"([a-z0-9]+:[A-Za-z]+)"/g)].map((m) => m[1] ?? '');
    expect(actions.length).toBeGreaterThan(15);
    expect(actions.filter((action) => !/:(Describe|List|Get)/.test(action))).toEqual([]);
    expect(roles.stdout).not.toMatch(/secrets|create|update|patch|delete|\*/);
  });

  it('demo --list names every story, and a story exits 0 whatever was found', async () => {
    const list = await runProgram(['demo', '--list']);
    expect(list.stdout).toMatch(/^founding-case +The API server admits only a home address$/m);
    const shown = await runProgram(['demo']);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('endpoint-public-cidrs-exclude-nat');
    expect((await runProgram(['demo', '--exit-code'])).code).toBe(3);
  });
});
