import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {figure, type Figure} from './figures.ts';
import {longestChain} from './rounds.ts';
import {doctor, run, start, type Doctored} from './run.ts';
import {serve, type Served} from './served.ts';

/** Process start included; product contract, section 5. */
const START_MS = 500;
const MOST_ROUNDS = 4;
const STORY = 'founding-case';
const POD = ['pod', 'nginx', '-o', 'json'];

async function times<T>(n: number, work: () => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let i = 0; i < n; i++) all.push(await work());
  return all;
}

async function within<T>(served: Promise<Served>, work: (served: Served) => Promise<T>): Promise<T> {
  const world = await served;
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/** (a) How long the program takes to begin, and where a diagnosis spends its time when the network takes none. */
export async function starts(n: number): Promise<readonly Figure[]> {
  const [node, version, help]: [number[], number[], number[]] = [[], [], []];
  // In turn, so that whatever else the machine does meets all three alike.
  for (let i = 0; i < n; i++) {
    node.push((await run([process.execPath, '-e', '0'])).ms);
    version.push((await start(['--version'])).ms);
    help.push((await start(['--help'])).ms);
  }
  const base = figure('', '', 'ms', node).median;
  const parts = await within(serve({is: 'story', id: STORY}), ({env}) => times(n, () => doctor(POD, env)));
  const part = (id: string, what: string, of: (ran: Doctored) => number): Figure =>
    figure(`pod.0.${id}`, `  of that: ${what}`, 'ms', parts.map(of));
  return [
    figure('start.node', '`node -e 0`', 'ms', node),
    figure('start.version', '`fargate-doctor --version`', 'ms', version),
    figure(
      'start.version.ratio',
      '  against `node -e 0`',
      'times',
      version.map((ms) => ms / base),
      {most: 3},
    ),
    figure('start.help', '`fargate-doctor --help`', 'ms', help),
    figure(
      'pod.0.wall',
      '`pod` at 0 ms a call',
      'ms',
      parts.map((p) => p.ms),
      {most: START_MS},
    ),
    part('load', 'until the first request leaves', ({timings: t}) => t.askedMs ?? 0),
    part('calls', 'calls, and what is loaded meanwhile', ({timings: t}) => (t.answeredMs ?? 0) - (t.askedMs ?? 0)),
    part('checks', 'checks', ({timings: t}) => (t.judgedMs ?? 0) - (t.answeredMs ?? 0)),
    part('render', 'report', ({timings: t}) => t.endedMs - (t.judgedMs ?? t.endedMs)),
    part('end', 'start and end of the process, as seen from outside', ({ms, timings: t}) => ms - t.endedMs),
    figure(
      'pod.peak',
      '  memory',
      'MB',
      parts.map((p) => p.timings.peakMb),
    ),
  ];
}

/** (b) What latency does to `pod`. Rounds are counted at the longest, where no late request looks like a dependent one. */
export async function latencies(n: number, all: readonly number[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const latency of all) {
    const runs = await within(serve({is: 'story', id: STORY}, latency), ({env, log}) =>
      times(n, async () => {
        const {ms} = await doctor(POD, env);
        return {ms, log: (await log()).log};
      }),
    );
    const most = MOST_ROUNDS * latency + START_MS;
    figures.push(
      figure(
        `pod.${latency}.wall`,
        `\`pod\` at ${latency} ms a call`,
        'ms',
        runs.map((r) => r.ms),
        {most},
      ),
    );
    if (latency !== Math.max(...all)) continue;
    const chains = runs.map((r) => longestChain(r.log).length);
    figures.push(figure('pod.rounds', '  rounds of dependent calls', 'count', chains, {most: MOST_ROUNDS}));
    figures.push(
      figure(
        'pod.calls',
        '  calls',
        'count',
        runs.map((r) => r.log.length),
      ),
    );
  }
  return figures;
}

/** (c) The same reads by hand. Undefined where kubectl or the AWS CLI is not installed. */
export async function runbook(n: number, latency: number): Promise<readonly Figure[] | undefined> {
  const there = await run(['sh', '-c', 'command -v kubectl && command -v aws && command -v bash']);
  if (there.code !== 0) return undefined;
  return within(serve({is: 'story', id: STORY}, latency), async ({env, folder, log}) => {
    const script = join(import.meta.dirname, 'runbook.sh');
    await log();
    const hand = await times(n, async () => {
      const ran = await run(['bash', script, 'nginx'], {env: {...env, KUBECACHEDIR: join(folder, 'cache')}});
      if (ran.code !== 0) throw new Error(`the runbook ended with ${ran.code}:\n${ran.stderr.slice(-2000)}`);
      return {ms: ran.ms, calls: (await log()).log.length};
    });
    const ours = await times(Math.max(n, 3), () => doctor(POD, env));
    const base = figure(
      '',
      '',
      'ms',
      ours.map((o) => o.ms),
    ).median;
    return [
      figure(
        'runbook.wall',
        `the runbook (kubectl, aws) at ${latency} ms a call`,
        'ms',
        hand.map((h) => h.ms),
      ),
      figure(
        'runbook.calls',
        '  calls',
        'count',
        hand.map((h) => h.calls),
      ),
      figure(
        'runbook.ours',
        '  `pod` on the same world',
        'ms',
        ours.map((o) => o.ms),
      ),
      figure(
        'runbook.ratio',
        '  the runbook against it',
        'times',
        hand.map((h) => h.ms / base),
        {least: 15},
      ),
    ];
  });
}

/** What a scan asked of the Kubernetes API and of AWS. */
interface Asked {
  readonly pages: number;
  readonly others: number;
  readonly aws: number;
}

interface Scanned extends Asked {
  readonly ms: number;
  readonly peakMb: number;
}

/** Pages have a limit, and none may go past it by asking for whatever the server has at hand. */
async function scan({env, log}: Served): Promise<Scanned> {
  await log();
  const {ms, timings} = await doctor(['scan', '-A', '-o', 'json', '--timeout', '10m'], env);
  const asked = (await log()).log;
  const kube = asked.filter((r) => r.api === 'kubernetes');
  const lists = kube.filter((r) => r.page);
  const wrong = lists.find((r) => !r.query.includes('limit=500') || /resourceVersion=0(?:&|$)/.test(r.query));
  if (wrong) throw new Error(`a list without pages: ${wrong.what}?${wrong.query}`);
  const pages = lists.filter((r) => !r.what.includes('/namespaces/')).length;
  return {ms, peakMb: timings.peakMb, pages, others: kube.length - pages, aws: asked.length - kube.length};
}

const STUCK_ONE_IN = 50;
const thousands = (n: number): string => n.toLocaleString('en-US');

/** (d) The whole cluster, beside what it takes kubectl to print its pods. */
export async function scans(n: number, sizes: readonly number[], withKubectl: boolean): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const medians: [number, number][] = [];
  for (const pods of sizes) {
    const world = serve({is: 'crowd', pods, stuck: Math.min(1000, pods / STUCK_ONE_IN)});
    await within(world, async (served) => {
      const runs = await times(n, () => scan(served));
      const wall = figure(
        `scan.${pods}.wall`,
        `\`scan -A\` of ${thousands(pods)} pods`,
        'ms',
        runs.map((r) => r.ms),
      );
      const of = (id: string, what: string, unit: Figure['unit'], value: (r: Scanned) => number, bound = {}): Figure =>
        figure(`scan.${pods}.${id}`, `  ${what}`, unit, runs.map(value), bound);
      const kubectl = withKubectl ? await listedByKubectl(served) : undefined;
      medians.push([pods, wall.median]);
      figures.push(
        kubectl === undefined ? wall : {...wall, most: kubectl.ms},
        of('peak', 'memory', 'MB', (r) => r.peakMb, {most: 300}),
        of('pages', 'pages of lists over the cluster', 'count', (r) => r.pages),
        of('others', 'further calls to the Kubernetes API', 'count', (r) => r.others),
        of('rate', '  of these a second', 'per s', (r) => r.others / (r.ms / 1000), pods >= 10_000 ? {most: 5} : {}),
        of('aws', 'calls to AWS', 'count', (r) => r.aws),
      );
      if (kubectl === undefined) return;
      const {ms, peakMb} = kubectl;
      figures.push(figure(`kubectl.${pods}.wall`, '  `kubectl get pods -A -o json` there', 'ms', [ms]));
      if (peakMb > 0) figures.push(figure(`kubectl.${pods}.peak`, '    memory', 'MB', [peakMb]));
    });
  }
  const slope = slopeOf(medians.slice(-2));
  if (slope === undefined) return figures;
  const [from, to] = sizes.slice(-2);
  const what = `growth of \`scan -A\` from ${thousands(from ?? 0)} to ${thousands(to ?? 0)} pods`;
  return [...figures, figure('scan.growth', what, 'exponent', [slope], {most: 1.1})];
}

/** The power of the number of pods with which time grows; 1 is linear. Small clusters would show the start of the process. */
function slopeOf(points: readonly (readonly [number, number])[]): number | undefined {
  const [one, other] = points;
  return one && other ? Math.log(other[1] / one[1]) / Math.log(other[0] / one[0]) : undefined;
}

async function listedByKubectl({
  env,
  folder,
}: Served): Promise<{readonly ms: number; readonly peakMb: number} | undefined> {
  if ((await run(['sh', '-c', 'command -v kubectl'])).code !== 0) return undefined;
  const timed = existsSync('/usr/bin/time') ? '/usr/bin/time -f %M ' : '';
  const ran = await run(['sh', '-c', `${timed}kubectl get pods -A -o json | wc -c`], {
    env: {...env, KUBECACHEDIR: join(folder, 'cache')},
  });
  if (ran.code !== 0) throw new Error(`kubectl ended with ${ran.code}: ${ran.stderr}`);
  return {ms: ran.ms, peakMb: (Number(ran.stderr.trim().split('\n').at(-1)) || 0) / 1024};
}

/** (e) A VPC of many parts: more of them must not mean more rounds, and never a list of all network interfaces. */
export async function wide(n: number, latency: number): Promise<readonly Figure[]> {
  return within(serve({is: 'story', id: STORY, wide: true}, latency), async ({env, log}) => {
    const runs = await times(n, async () => {
      const {ms} = await doctor(POD, env);
      return {ms, log: (await log()).log};
    });
    const listed = runs[0]?.log.find((r) => r.what.endsWith('DescribeNetworkInterfaces'));
    if (listed) throw new Error('all network interfaces were listed');
    const world = '`pod`: 10 profiles, 30 subnets, 200 route tables, 5,000 network interfaces';
    const most = MOST_ROUNDS * latency + START_MS;
    return [
      figure(
        'wide.wall',
        `${world}, ${latency} ms a call`,
        'ms',
        runs.map((r) => r.ms),
        {most},
      ),
      figure(
        'wide.rounds',
        '  rounds',
        'count',
        runs.map((r) => longestChain(r.log).length),
        {most: MOST_ROUNDS},
      ),
      figure(
        'wide.calls',
        '  calls',
        'count',
        runs.map((r) => r.log.length),
      ),
    ];
  });
}
