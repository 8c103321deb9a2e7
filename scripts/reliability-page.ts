export interface TroubleTotals {
  readonly trouble: string;
  readonly cells: number;
  /** How often each exit code came out. */
  readonly codes: Readonly<Record<string, number>>;
  /** A sentence for each cell that did not hold. */
  readonly wrong: readonly string[];
  /** The day, `2026-11-21`. */
  readonly at: string;
}

export interface Suite {
  readonly tests: readonly {readonly name: string; readonly passed: boolean; readonly seconds: number}[];
  readonly at: string;
}

/** What was really run, and how it came out. */
export interface Reliability {
  readonly matrix: readonly TroubleTotals[];
  readonly fuzz: (Suite & {readonly cases: number}) | undefined;
  readonly load: Suite | undefined;
}

const number = (n: number): string => n.toLocaleString('en-US');
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** docs/reliability.md. */
export function reliabilityPage({matrix, fuzz, load}: Reliability): string {
  const cells = sum(matrix.map((row) => row.cells));
  const wrong = sum(matrix.map((row) => row.wrong.length));
  const codes = ['0', '1', '3', '4'];
  const parts = [
    '# What it withstands',
    '',
    '`npm run reliability` runs all of this and writes this page; `npm test` runs a short form of each part.',
    '',
    '## Every read, every trouble',
    '',
    'Each read that the diagnoses of fifteen stories make, at both APIs, is given each trouble in turn. A cell holds if the run ends in',
    'time, throws nothing and shows no stack trace; if its exit code is one of the four; if it names no cause that is not there without',
    'the trouble, makes none surer, and calls nothing healthy that is not; and if it names what it could not check wherever it says',
    'less. After a harmless trouble (throttled three times, doubled items, unknown fields, a 410) the answer must be the same.',
    '',
    'The last two rows take one field of an answer at a time, each in turn, out of these stories and ten more: it is not there, or holds',
    'a value of a fixed set that nobody knows. That must bring no cause that is not there and no false health either, though it may',
    'hide one. Left out are `labels`, `annotations`, `ownerReferences` and `schedulerName`, whose absence has a meaning in Kubernetes,',
    'and `ipv6Ranges` and `ipv6CidrBlockAssociationSet`, which are read as empty where they are missing. Empty lists, and a third of all fields or',
    'all such values at once, tell of another world: there only honesty about failures is asked.',
    '',
    '50 of the cells go through the program itself in each `npm test`.',
    '',
    '| trouble | cells | exit 0 | exit 1 | exit 3 | exit 4 | wrong | run |',
    '| --- | --: | --: | --: | --: | --: | --: | --- |',
    ...matrix.map(
      (row) =>
        `| ${row.trouble} | ${row.cells} | ${codes.map((code) => row.codes[code] ?? 0).join(' | ')} | ${row.wrong.length} | ${row.at} |`,
    ),
    `| **all** | **${number(cells)}** | ${codes.map((code) => sum(matrix.map((row) => row.codes[code] ?? 0))).join(' | ')} | **${wrong}** | |`,
    '',
    'Exit 1 is an answer, too: without the cluster, or without the pod, there is nothing to say but why.',
    '',
    '## Fuzzing',
    '',
    ...(fuzz === undefined ? ['Not run yet.'] : fuzzPart(fuzz)),
    '',
    '## Load',
    '',
    ...(load === undefined ? ['Not run yet.'] : suiteTable(load)),
  ];
  return `${parts.join('\n')}\n`;
}

function fuzzPart(fuzz: Suite & {readonly cases: number}): readonly string[] {
  const properties = fuzz.tests.filter((t) => !/megabyte/.test(t.name));
  const long = fuzz.tests.filter((t) => /megabyte/.test(t.name));
  const broken = (tests: Suite['tests']): number => tests.filter((t) => !t.passed).length;
  return [
    `${number(fuzz.cases)} cases of ${properties.length} properties, the same ones each time (fast-check, a fixed seed; FUZZ_SEED sets another): ${broken(properties)} properties failed.`,
    `A megabyte of hostile text of each kind, through ${long.length} readers and fields: ${broken(long)} too slow or broken.`,
    '',
    ...suiteTable({...fuzz, tests: properties}),
  ];
}

const suiteTable = ({tests, at}: Suite): readonly string[] => [
  `| ${at} | seconds | held |`,
  '| --- | --: | --- |',
  ...tests.map((t) => `| ${t.name} | ${t.seconds} | ${t.passed ? 'yes' : '**NO**'} |`),
];
