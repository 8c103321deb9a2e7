import {GROUPS, type AnyCheck, type UnreadableCause} from '../model/check.ts';
import {STAGES, stageNumber} from '../model/stage.ts';
import {isCommand} from './cause-block.ts';
import {findPage, readsOf, type CauseEntry} from './cause-entry.ts';
import {capital, withStop} from './wording.ts';

// The documentation's own pages in Markdown. Their text is ours, so only what Markdown would take for markup is escaped.

/** Said on each page that is generated, so that nobody mends the wrong file. */
export const GENERATED = '<!-- Generated from src/checks by `npm run update`; do not edit. -->';

/** All generated pages, by their path below the repository: one for each cause, and the table of checks. */
export function docFiles(
  checks: readonly AnyCheck[],
  unreadable: readonly UnreadableCause[],
): ReadonlyMap<string, string> {
  const ids = checks.flatMap((check) => Object.keys(check.causes));
  const pages = ids.flatMap((id): (readonly [string, string])[] => {
    const entry = findPage(checks, unreadable, id);
    return entry ? [[`docs/causes/${id}.md`, causeMarkdown(entry)]] : [];
  });
  return new Map([...pages, ['docs/checks.md', checksMarkdown(checks, unreadable)]]);
}

/** The page `docs/causes/ID.md`. */
export function causeMarkdown(entry: CauseEntry): string {
  if (entry.is === 'unreadable') {
    return `${GENERATED}\n\n# ${prose(entry.id)}\n\nThe doctor has no check for this cause. ${prose(entry.reason)}\n`;
  }
  const {id, page, check, stage, explainedBy} = entry;
  const grade = page.atMost === undefined ? page.severity : `${page.severity}, at most ${page.atMost}`;
  const explains = page.explains ?? [];
  const parts = [
    GENERATED,
    `# ${prose(page.title)}`,
    `\`${id}\` · ${grade} · stage ${stageNumber(stage)} of ${STAGES.length}: ${stage}`,
    prose(page.why),
    '## How it looks',
    bullets(page.symptoms),
    '## How the doctor proves it',
    `${prose(page.proof)}\n\nCheck \`${check.id}\`: ${prose(withStop(check.title))} It reads ${codes(readsOf(check))}.`,
    '## How to mend it',
    steps(page.fix),
    ...(explains.length > 0 ? ['## What follows from it', bullets(explains.map(link))] : []),
    ...(explainedBy.length > 0 ? ['## What it may follow from', bullets(explainedBy.map(link))] : []),
    '## Where it is written',
    page.docs.map((url) => `- <${url}>`).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The page `docs/checks.md`: groups, their checks, the causes of each; then what has no check, and why. */
export function checksMarkdown(checks: readonly AnyCheck[], unreadable: readonly UnreadableCause[]): string {
  const causes = checks.reduce((n, check) => n + Object.keys(check.causes).length, 0);
  const sections = GROUPS.map((group) => ({group, members: checks.filter((c) => c.group === group)}))
    .filter(({members}) => members.length > 0)
    .map(({group, members}) => `## ${heading(group)}\n\n${table(members)}`);
  const parts = [
    GENERATED,
    '# Checks and causes',
    `${checks.length} checks can name ${causes} causes. A check is a statement that holds in a healthy cluster; its causes are the ways in which it does not. "Stage" is where in a Fargate pod's life a cause bites, out of ${STAGES.length}; "certainty" is the surest that a verdict on it can be.`,
    ...sections,
    ...(unreadable.length > 0
      ? [
          '## Causes without a check, and why',
          ['| cause | reason |', '| --- | --- |', ...unreadable.map((u) => `| \`${u.id}\` | ${cell(u.reason)} |`)].join(
            '\n',
          ),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(checks: readonly AnyCheck[]): string {
  const rows = checks.flatMap((check) =>
    Object.entries(check.causes).map(([id, page], i) => {
      const stage = page.stage ?? check.stage;
      const statement = i === 0 ? `${cell(check.title)} (\`${check.id}\`, ${check.scope})` : '';
      const cause = `[\`${id}\`](causes/${id}.md): ${cell(page.title)}`;
      return `| ${statement} | ${cause} | ${page.severity} | ${page.atMost ?? 'certain'} | ${stageNumber(stage)} ${stage} |`;
    }),
  );
  return ['| check | cause | severity | certainty | stage |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** Names of groups as headings; abbreviations keep their capitals. */
function heading(group: string): string {
  const names: Readonly<Record<string, string>> = {iam: 'IAM', coredns: 'CoreDNS', 'pod-spec': 'Pod spec'};
  return names[group] ?? capital(group);
}

const bullets = (items: readonly string[]): string => items.map((item) => `- ${prose(item)}`).join('\n');
const codes = (words: readonly string[]): string => words.map((w) => `\`${w}\``).join(', ');
const link = (id: string): string => `[\`${id}\`](${id}.md)`;
const cell = (text: string): string => prose(text).replaceAll('|', '\\|');

/** Commands in a block that can be copied, sentences between them. */
function steps(fix: readonly string[]): string {
  const blocks: string[] = [];
  let commands: string[] = [];
  const close = (): void => {
    if (commands.length > 0) blocks.push(`\`\`\`sh\n${commands.join('\n')}\n\`\`\``);
    commands = [];
  };
  for (const step of fix) {
    if (isCommand(step)) {
      commands.push(step);
      continue;
    }
    close();
    blocks.push(prose(step));
  }
  close();
  return blocks.join('\n\n');
}

/** Text with Markdown's signs escaped, except in code between backticks and in links that we made. */
function prose(text: string): string {
  if (/^\[`[a-z0-9-]+`\]\([a-z0-9-]+\.md\)$/.test(text)) return text;
  const parts = text.split('`');
  // An odd number of backticks opens code that never ends.
  if (parts.length % 2 === 0) return text.replace(/[\\`*_<>[\]]/g, '\\$&');
  return parts.map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\*<>[\]]|(?<![A-Za-z0-9])_/g, '\\$&'))).join('`');
}
