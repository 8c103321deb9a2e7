import {figure, type Figure} from './figures.ts';
import {bundle, loadedBy} from './modules.ts';
import {longestChain} from './rounds.ts';
import {doctor} from './run.ts';
import {serve} from './served.ts';
import {scans, wide} from './parts.ts';

/** Long beside what a slow machine needs to load a module. */
const LATENCY_MS = 1000;
const KB = 1000;

// What a change may not exceed unnoticed. Times are not among these: they depend on the machine. Whoever adds a call, a
// round or a dependency on purpose raises the number here, and so says it.
const MOST = {
  rounds: 4,
  calls: 46,
  callsOfTenProfiles: 56,
  callsBesidePages: 12,
  bundleKb: 2700,
  largestFileKb: 600,
  version: 0,
  help: 60,
  explain: 60,
  pod: 110,
} as const;

/** The counts that the short form holds. */
export async function counts(): Promise<readonly Figure[]> {
  return [...(await ofPod()), ...(await ofScan()), ...(await ofModules()), ...ofBundle()];
}

const count = (id: string, what: string, value: number, most: number): Figure =>
  figure(id, what, 'count', [value], {most});

async function ofPod(): Promise<readonly Figure[]> {
  const served = await serve({is: 'story', id: 'founding-case'}, LATENCY_MS);
  try {
    await doctor(['pod', 'nginx', '-o', 'json'], served.env);
    const {log} = await served.log();
    const far = await wide(1, LATENCY_MS);
    const of = (id: string): number => far.find((f) => f.id === id)?.median ?? Infinity;
    return [
      count('pod.rounds', 'rounds of dependent calls of `pod`', longestChain(log).length, MOST.rounds),
      count('pod.calls', '  calls', log.length, MOST.calls),
      count('wide.rounds', '  rounds with 10 profiles, 30 subnets, 200 route tables', of('wide.rounds'), MOST.rounds),
      count('wide.calls', '  calls', of('wide.calls'), MOST.callsOfTenProfiles),
    ];
  } finally {
    await served.close();
  }
}

async function ofScan(): Promise<readonly Figure[]> {
  const sizes = [1000, 4000] as const;
  const all = await scans(1, sizes, false);
  const of = (size: number, id: string): number => all.find((f) => f.id === `scan.${size}.${id}`)?.median ?? Infinity;
  const [small, large] = sizes;
  const title = `\`scan -A\` of ${large} pods`;
  return [
    count('scan.aws', `${title}: calls to AWS, as many as of ${small}`, of(large, 'aws'), of(small, 'aws')),
    count('scan.others', '  calls to the Kubernetes API beside its pages', of(large, 'others'), MOST.callsBesidePages),
    // A page for each 500 pods and nodes, and a tenth of that for each kind of workload.
    count('scan.pages', '  pages', of(large, 'pages'), of(small, 'pages') + 8),
  ];
}

async function ofModules(): Promise<readonly Figure[]> {
  const served = await serve({is: 'story', id: 'founding-case'});
  try {
    const files = async (args: string): Promise<number> => (await loadedBy(args.split(' '), served.env)).files.length;
    return [
      count('modules.version', 'files loaded by `--version`', await files('--version'), MOST.version),
      count('modules.help', '  by `--help`', await files('--help'), MOST.help),
      count('modules.explain', '  by `explain`', await files('explain endpoint-not-ready'), MOST.explain),
      count('modules.pod', '  by `pod`', await files('pod nginx'), MOST.pod),
    ];
  } finally {
    await served.close();
  }
}

function ofBundle(): readonly Figure[] {
  const sizes = Object.values(bundle()).map((made) => made.bytes);
  const kb = (bytes: number): number => Math.ceil(bytes / KB);
  return [
    count('bundle.kb', 'size of the bundle, kB', kb(sizes.reduce((a, b) => a + b, 0)), MOST.bundleKb),
    count('bundle.largest', '  its largest file', kb(Math.max(...sizes)), MOST.largestFileKb),
  ];
}
