import type {ConfigMap} from '../model/kubernetes.ts';

/** The most characters that Fargate takes for the whole of aws-logging. */
export const MOST_CHARACTERS = 5300;

/** Where the aws-logging ConfigMap breaks Fargate's rules. */
export interface LoggingFault {
  /** The key in `data`; empty for the ConfigMap as a whole. */
  readonly key: string;
  /** From 1, in that key's text. */
  readonly line?: number;
  /** A clause with the real values: "the OUTPUT plugin amazon_data_firehose is not supported". */
  readonly what: string;
}

/** The keys that hold sections, with the sections that each may hold and what these must set. */
const KEYS = new Map([
  ['filters.conf', {section: 'FILTER', required: ['Name', 'Match']}],
  ['output.conf', {section: 'OUTPUT', required: ['Name', 'Match']}],
  ['parsers.conf', {section: 'PARSER', required: ['Name', 'Format']}],
]);
/** Not a Fluent Bit file: `"true"` sends Fluent Bit's own log to CloudWatch. */
const SWITCH = 'flb_log_cw';

const PLUGINS: Readonly<Record<string, readonly string[] | undefined>> = {
  FILTER: ['grep', 'parser', 'record_modifier', 'rewrite_tag', 'throttle', 'nest', 'modify', 'kubernetes'],
  OUTPUT: ['es', 'firehose', 'kinesis_firehose', 'cloudwatch', 'cloudwatch_logs', 'kinesis'],
};
const NOT_IN_KUBERNETES_FILTER = ['kube_url', 'kube_ca_file', 'kube_token_command', 'kube_token_file'];
/** No report needs more; a broken file of a megabyte breaks every line. */
const MOST_FAULTS = 20;

interface Section {
  readonly name: string;
  readonly line: number;
  readonly indent: number;
  readonly settings: readonly Setting[];
}

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly indent: string;
}

/**
 * Holds the data of aws-logging against the rules of the AWS user guide; empty where it keeps them all. At most 20
 * faults, in the order of keys and lines.
 * https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html
 */
export function loggingFaults(data: Readonly<Record<string, string>>): readonly LoggingFault[] {
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  const length = entries.reduce((sum, [, text]) => sum + text.length, 0);
  const faults: LoggingFault[] = [];
  if (length > MOST_CHARACTERS) {
    faults.push({key: '', what: `it has ${length} characters, and ${MOST_CHARACTERS} is the most`});
  }
  for (const [key, text] of entries) {
    if (faults.length >= MOST_FAULTS) break;
    if (key !== SWITCH) faults.push(...faultsOfKey(key, text));
  }
  if (!entries.some(([key, text]) => key === 'output.conf' && sectionsOf(text).some((s) => s.name === 'OUTPUT'))) {
    faults.push({key: 'output.conf', what: 'there is no [OUTPUT] section'});
  }
  return faults.slice(0, MOST_FAULTS);
}

function faultsOfKey(key: string, text: string): readonly LoggingFault[] {
  const rules = KEYS.get(key);
  if (!rules) return [{key, what: `the key ${key} is none of ${[...KEYS.keys(), SWITCH].join(', ')}`}];
  const lines = text.split('\n');
  const variable = lines.findIndex((line) => !isComment(line) && line.includes('${'));
  const faults: LoggingFault[] = [];
  if (variable >= 0) faults.push({key, line: variable + 1, what: 'variables like ${NAME} are not supported'});
  const sections = sectionsOf(text);
  const stray = lines.findIndex((line) => !isBlank(line) && !line.trim().startsWith('@'));
  if (stray >= 0 && (sections[0] === undefined || stray + 1 < sections[0].line)) {
    faults.push({key, line: stray + 1, what: `there is text before the first [${rules.section}]`});
  }
  for (const section of sections) {
    if (faults.length >= MOST_FAULTS) break;
    if (section.name !== rules.section) {
      faults.push({key, line: section.line, what: `[${section.name}] is not allowed, only [${rules.section}]`});
    } else {
      faults.push(...faultsOfSection(section, rules.required).map((fault) => ({key, ...fault})));
    }
  }
  return faults;
}

function faultsOfSection(section: Section, required: readonly string[]): readonly Omit<LoggingFault, 'key'>[] {
  const {name, line, settings} = section;
  const values = new Map(settings.map((setting) => [setting.key.toLowerCase(), setting]));
  const faults: Omit<LoggingFault, 'key'>[] = required
    .filter((word) => !values.get(word.toLowerCase())?.value)
    .map((word) => ({line, what: `[${name}] has no ${word}`}));
  const plugin = values.get('name');
  const allowed = PLUGINS[name];
  if (plugin?.value && allowed && !allowed.includes(plugin.value.toLowerCase())) {
    faults.push({line: plugin.line, what: `${plugin.value} is not a supported ${name.toLowerCase()} plugin`});
  }
  if (plugin?.value.toLowerCase() === 'kubernetes') {
    const banned = settings.find((setting) => NOT_IN_KUBERNETES_FILTER.includes(setting.key.toLowerCase()));
    if (banned) faults.push({line: banned.line, what: `the kubernetes filter must not set ${banned.key}`});
  }
  const [first] = settings;
  const uneven = settings.find((setting) => setting.indent !== first?.indent);
  if (first && first.indent.length <= section.indent) {
    faults.push({line: first.line, what: `${first.key} is not indented deeper than [${name}]`});
  } else if (uneven) {
    faults.push({line: uneven.line, what: `${uneven.key} is indented unlike the lines above it`});
  }
  return faults;
}

const isComment = (line: string): boolean => line.trimStart().startsWith('#');
const isBlank = (line: string): boolean => line.trim() === '' || isComment(line);

/** Reads Fluent Bit's classic format: `[SECTION]`, and below it lines of a key, blanks and a value. */
function sectionsOf(text: string): readonly Section[] {
  const sections: (Section & {settings: Setting[]})[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    if (isBlank(raw)) continue;
    const body = raw.trim();
    const indent = raw.slice(0, raw.length - raw.trimStart().length);
    const last = sections.at(-1);
    if (body.startsWith('[') && body.endsWith(']')) {
      sections.push({
        name: body.slice(1, -1).trim().toUpperCase().slice(0, 60),
        line: i + 1,
        indent: indent.length,
        settings: [],
      });
    } else if (last && !body.startsWith('@')) {
      const cut = body.search(/\s/);
      const key = cut < 0 ? body : body.slice(0, cut);
      last.settings.push({
        key: key.slice(0, 100),
        value: cut < 0 ? '' : body.slice(cut).trim().slice(0, 200),
        line: i + 1,
        indent,
      });
    }
  }
  return sections;
}

/** Whether an output of the logging configuration is CloudWatch, by either of its plugins' names. */
export function logsToCloudWatch(config: ConfigMap | undefined): boolean {
  const output = (config?.data['output.conf'] ?? '').slice(0, 65_536);
  return output.split('\n').some((line) => /^\s{0,64}name\s{1,64}cloudwatch(?:_logs)?\s{0,64}$/i.test(line));
}

/** One `[OUTPUT]` of the logging configuration. */
export interface LoggingOutput {
  /** Lower-cased name of its plugin. */
  readonly plugin: string;
  readonly line: number;
  /** Settings by lower-cased key. */
  readonly settings: ReadonlyMap<string, string>;
}

/** The outputs of the logging configuration, those without a plugin left out. */
export function loggingOutputs(data: Readonly<Record<string, string>>): readonly LoggingOutput[] {
  return sectionsOf((data['output.conf'] ?? '').slice(0, 65_536))
    .filter((section) => section.name === 'OUTPUT')
    .flatMap(({line, settings}) => {
      const all = new Map(settings.map((setting) => [setting.key.toLowerCase(), setting.value]));
      const plugin = all.get('name')?.toLowerCase() ?? '';
      return plugin === '' ? [] : [{plugin, line, settings: all}];
    });
}
