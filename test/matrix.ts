import {setTimeout as sleep} from 'node:timers/promises';
import type {Fault} from '../mocks/faults.ts';
import {serveWorld, type ServedWorld, type ServeOptions} from '../mocks/serve.ts';
import {loadStory, type Story} from '../mocks/story.ts';
import {fieldsOf} from '../mocks/twists.ts';
import {openSession} from '../src/commands/session.ts';
import {connect} from '../src/facts/connect.ts';
import type {Diagnosis} from '../src/model/diagnosis.ts';
import {DoctorError} from '../src/facts/errors.ts';
import {answersAsked} from './asked.ts';
import {diagnoseOver, type Ended} from './in-process.ts';
import {codeOf, lieOf} from './no-lie.ts';
import {WORLD_NOW, type Ran} from './program.ts';

/** One way in which an answer goes wrong. */
export interface Trouble {
  readonly name: string;
  readonly fault: Omit<Fault, 'match'>;
  /**
   * `harmless`: the answer must be as without it. `hides`: less is seen, and nothing else. `blurs`: an answer says less than
   * it should, and nobody can tell; what is said must be true all the same. `alters`: what is said is another world, as far as
   * anyone can tell; the run must only be honest about that world.
   */
  readonly effect: 'harmless' | 'hides' | 'blurs' | 'alters';
  /** A cell for each field of an answer, or each that holds one of a fixed set of values. */
  readonly each?: 'without' | 'novel';
  /** Where one side only can do it. */
  readonly only?: 'aws' | 'kube';
  /** The answer comes too late, or never. */
  readonly slow?: boolean;
}

export const TROUBLES: readonly Trouble[] = [
  {name: 'denied', fault: {deny: true}, effect: 'hides'},
  {name: 'unauthorized', fault: {unauthorized: true, expired401: true}, effect: 'hides'},
  {name: 'expired token', fault: {expired: true, expired401: true}, effect: 'hides'},
  {name: 'throttled 3 times', fault: {throttle: 3}, effect: 'harmless'},
  {name: 'throttled for ever', fault: {throttle: Infinity}, effect: 'hides'},
  {name: '500', fault: {status: 500}, effect: 'hides'},
  {name: '503', fault: {status: 503}, effect: 'hides'},
  {name: 'reset', fault: {reset: true}, effect: 'hides'},
  {name: 'hang', fault: {hang: true}, effect: 'hides', slow: true},
  {name: '10 s slow', fault: {delay: 10_000}, effect: 'hides', slow: true},
  {name: 'truncated', fault: {truncate: true}, effect: 'hides'},
  {name: 'a web page', fault: {html: true}, effect: 'hides'},
  {name: 'neither JSON nor XML', fault: {twist: 'garbage'}, effect: 'hides'},
  {name: 'nothing at all', fault: {twist: 'blank'}, effect: 'hides'},
  {name: 'wrong content type', fault: {twist: 'mistyped'}, effect: 'hides'},
  {name: 'empty list', fault: {twist: 'empty'}, effect: 'alters'},
  {name: 'duplicate items', fault: {twist: 'doubled'}, effect: 'harmless'},
  {name: 'endless with one page token', fault: {twist: 'endless'}, effect: 'hides', only: 'aws'},
  {name: 'endless with new page tokens', fault: {endless: true}, effect: 'hides', only: 'kube', slow: true},
  {name: '410 to a list', fault: {gone: 1}, effect: 'harmless', only: 'kube'},
  {name: 'unknown fields', fault: {twist: 'strange'}, effect: 'harmless'},
  {name: 'unknown values', fault: {twist: 'novel'}, effect: 'alters'},
  {name: 'missing fields', fault: {twist: 'bare'}, effect: 'alters'},
  {name: 'one field missing', fault: {}, effect: 'blurs', each: 'without'},
  {name: 'one unknown value', fault: {}, effect: 'blurs', each: 'novel'},
];

/** Fields whose absence says something, by their API: there the world without them is another, and judged as such. */
const MAY_BE_ABSENT = new Set([
  // Kubernetes leaves out what is empty; a pod without an owner has no ownerReferences.
  'annotations',
  'labels',
  'ownerReferences',
  // EC2 sends these even where they are empty. Most VPCs have no IPv6, so that a missing one is read as an empty one.
  'ipv6CidrBlockAssociationSet',
  'ipv6Ranges',
  // "If not specified, the pod will be dispatched by default scheduler" (PodSpec in the API reference).
  'schedulerName',
]);

/** Stories tried with every read that they make, and such as bring in further reads, tried with these only. */
const WHOLE = ['founding-case', 'healthy', 'scan-shared-cause'];
const FURTHER = [
  'controller-wants-metadata',
  'efs-does-not-answer',
  'egress-vpc-bpa',
  'role-bounded',
  'certificate-authority-on-its-way',
  'certificate-not-signed',
  'claim-class-makes-ebs',
  'daemonset-in-fargate-namespace',
  'endpoint-narrowed-yesterday',
  'healthy-finished-job',
  'healthy-stateful-set',
  'irsa-trusts-another-namespace',
];

/** Stories in which a field decides that none of those has: each field of every answer goes missing there in turn. */
const OF_FIELDS = [
  'coredns-annotated',
  'image-behind-no-route',
  'ipv6-without-a-way-out',
  'log-plugin-not-supported',
  'nacl-without-dns',
  'regional-nat-without-gateway',
  'role-missing-from-aws-auth',
  'sgp-without-cluster-sg',
  'vpce-missing',
  'vpce-sg-blocks-443',
];

/** One read of one story with one trouble. */
export interface Cell {
  readonly story: Story;
  readonly match: string;
  readonly trouble: Trouble;
}

/** Where a cell is: `healthy, ec2:DescribeVpcs, one field missing: without dhcpOptionsId`. */
export const cellText = ({story, match, trouble: {name, each, fault}}: Cell): string =>
  `${story.id}, ${match}, ${name}${each === undefined ? '' : `: ${fault.twist ?? ''}`}`;

/** What a story's run found without trouble, and what it asked, with the bodies of the answers. */
export interface Baseline {
  readonly whole: Ended;
  readonly reads: ReadonlyMap<string, string>;
}

/** Every cell, and each story's run without trouble. */
export async function matrixCells(): Promise<{
  readonly cells: readonly Cell[];
  readonly baselines: ReadonlyMap<string, Baseline>;
}> {
  const cells: Cell[] = [];
  const baselines = new Map<string, Baseline>();
  const covered = new Set<string>();
  for (const id of [...WHOLE, ...FURTHER, ...OF_FIELDS]) {
    const story = loadStory(id, WORLD_NOW);
    const baseline = await served(
      story,
      async (world) => ({
        whole: rightly(story, await diagnoseIn(world, story, {timeout: '90s'})),
        reads: answersAsked(world),
      }),
      {keepAnswers: true},
    );
    baselines.set(id, baseline);
    const kinds = (read: string): string => read.replace(/\/.*| -n .*/, '');
    for (const [match, answers] of baseline.reads) {
      const isFresh = WHOLE.includes(id) || !covered.has(kinds(match));
      const side = match.includes(':') ? 'aws' : 'kube';
      const tried = TROUBLES.filter(
        ({only, each}) =>
          (only === undefined || only === side) && (OF_FIELDS.includes(id) ? each !== undefined : isFresh),
      );
      cells.push(...tried.flatMap((one) => troublesOf(one, answers)).map((trouble) => ({story, match, trouble})));
    }
    for (const read of baseline.reads.keys()) covered.add(kinds(read));
  }
  return {cells, baselines};
}

/** The trouble itself, or one for each field of the answers. */
function troublesOf(trouble: Trouble, answers: string): readonly Trouble[] {
  const {each} = trouble;
  if (each === undefined) return [trouble];
  const {all, choices} = fieldsOf(answers);
  const fields = each === 'without' ? all.filter((field) => !MAY_BE_ABSENT.has(field)) : choices;
  return fields.map((field) => ({...trouble, fault: {twist: `${each} ${field}`}}));
}

function rightly(story: Story, ended: Ended): Ended {
  if (codeOf(ended) === story.expect.exit) return ended;
  throw new Error(`${story.id} without further trouble ended with ${codeOf(ended)}`);
}

/** How one cell came out: `wrong` says what must not be. */
export interface Tried {
  readonly cell: Cell;
  readonly code: number;
  readonly wrong?: string;
}

/** A run's time limits in a cell: a busy machine must not take a good answer for a late one. */
export const CELL_LIMITS = {timeout: '12s', 'request-timeout': '3s'};
/** Within this a run with these limits must be over, however busy the machine. */
const HUNG_MS = 60_000;

/** Runs a cell in this process, with short time limits. */
export async function tryCell(cell: Cell, baseline: Baseline): Promise<Tried> {
  const faults = [{match: cell.match, ...cell.trouble.fault}, ...cell.story.faults];
  const patience = new AbortController();
  try {
    const ended = await served(
      cell.story,
      (world) =>
        Promise.race([
          diagnoseIn(world, cell.story, CELL_LIMITS),
          sleep(HUNG_MS, 'hung' as const, {signal: patience.signal}),
        ]),
      {faults},
    );
    if (ended === 'hung') return {cell, code: -1, wrong: 'did not end'};
    const wrong = wrongOf(baseline.whole, ended, cell.trouble);
    return {cell, code: codeOf(ended), ...(wrong === undefined ? {} : {wrong})};
  } catch (error) {
    return {
      cell,
      code: -1,
      wrong: `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    };
  } finally {
    patience.abort();
  }
}

/** What must not be said under this trouble; undefined where all is well. */
export function wrongOf(whole: Ended, ended: Ended, {effect}: Trouble): string | undefined {
  const code = codeOf(ended);
  if (![0, 1, 3, 4].includes(code)) return `exit code ${code}`;
  if ('error' in ended)
    return effect === 'harmless' ? `no answer: ${ended.error.message}` : stackIn(ended.error.message);
  const {conclusion} = ended;
  const broken = conclusion.notChecked.find((n) => n.reason === 'broken');
  if (broken) return `${broken.check} broke: ${broken.detail ?? ''}`;
  const stack = stackIn(conclusion.notChecked.map((n) => n.detail ?? '').join('\n'));
  if (stack !== undefined || effect === 'alters') return stack;
  const lie = lieOf(whole, ended, effect === 'blurs');
  if (lie !== undefined || effect === 'blurs' || !('conclusion' in whole)) return lie;
  const same = essence(whole.conclusion) === essence(conclusion);
  if (effect === 'harmless') return same ? undefined : `another answer: ${essence(conclusion)}`;
  if (!same && conclusion.notChecked.length === 0)
    return `less was seen, and nothing is named as not checked: ${essence(conclusion)}`;
  return undefined;
}

/** The same of a run of the program with `-o json`. A killed one has no exit code. */
export function wrongOfRun(whole: Ended, ran: Ran, trouble: Trouble): string | undefined {
  if (ran.code === null) return 'did not end in time';
  const stack = stackIn(ran.stderr);
  if (stack !== undefined) return stack;
  const diagnosis = JSON.parse(ran.stdout) as Diagnosis;
  if (diagnosis.exit.code !== ran.code) return `exit code ${ran.code} beside ${diagnosis.exit.code} in the report`;
  if (ran.code === 1) return trouble.effect === 'harmless' ? `no answer: ${diagnosis.exit.reason}` : undefined;
  return wrongOf(whole, {conclusion: diagnosis}, trouble);
}

const stackIn = (text: string): string | undefined =>
  /\n\s+at |TypeError|ReferenceError|node_modules/.test(text) ? `a stack trace: ${text.slice(0, 300)}` : undefined;

const essence = (c: Extract<Ended, {conclusion: unknown}>['conclusion']): string =>
  JSON.stringify([c.verdict, c.exit.code, c.causes.map((cause) => cause.id).sort()]);

async function served<T>(
  story: Story,
  use: (world: ServedWorld) => Promise<T>,
  {faults = story.faults, keepAnswers = false}: Pick<ServeOptions, 'faults' | 'keepAnswers'> = {},
): Promise<T> {
  const world = await serveWorld(story.world, {faults, keepAnswers, auth: 'token'});
  try {
    return await use(world);
  } finally {
    await world.close();
  }
}

/** A diagnosis that keeps its settings to itself, so that several can run beside each other. */
async function diagnoseIn(
  world: ServedWorld,
  story: Story,
  limits: {readonly timeout: string; readonly 'request-timeout'?: string},
): Promise<Ended> {
  const session = openSession({'allow-mismatch': false, ...limits}, false, () => undefined);
  const options = {...session.options, env: {PATH: process.env['PATH'], ...world.env}};
  try {
    return await diagnoseOver(await connect(options), story, {...session, options});
  } catch (error) {
    if (error instanceof DoctorError) return {error};
    throw error;
  } finally {
    session.end();
  }
}
