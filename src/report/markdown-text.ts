import {safe} from './escape.ts';

// Foreign text in Markdown, as GitHub, GitLab and Jira read it: it must not become markup, a link, or a call to a person.

/** Breaks a word without being seen, as an entity, so that the source shows that it is there. */
const BREAK = '&#8203;';

/** Running text: whatever Markdown or HTML would act on is escaped, and no name is called and no issue linked. */
export function inline(text: string, limit?: number): string {
  return safe(text, limit === undefined ? {} : {limit})
    .replace(/[\\`*_[\]<>&|~$]/g, (sign) => ENTITIES[sign] ?? `\\${sign}`)
    .replace(/^[-+=#]|^\d{1,9}(?=\.(?: |$))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/@/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}${BREAK}.`);
}

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;'};

/** A code span: the text verbatim, whatever backticks are in it. */
export function code(text: string, limit?: number): string {
  const shown = safe(text, limit === undefined ? {} : {limit}) || ' ';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const padded = shown.startsWith('`') || shown.endsWith('`') ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** Lines as a block of code. Each is made safe, and none is cut: a command that is not whole would be another one. */
export function block(lines: readonly string[], language = ''): string {
  const shown = lines.flatMap((line) => line.split('\n')).map((line) => safe(line, {limit: Number.POSITIVE_INFINITY}));
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** What can be opened. The summary is HTML, so that a title is escaped for that. */
export function collapsible(summary: string, body: string): string {
  return `<details>\n<summary>${html(summary)}</summary>\n\n${body}\n\n</details>`;
}

const html = (text: string): string => safe(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
