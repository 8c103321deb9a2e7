import {GROUPS, type AnyCheck} from '../model/check.ts';
import {readsOf} from './cause-entry.ts';
import {terminalSafeJson} from './escape.ts';
import {hang, openPage, wrap, type Look, type Page} from './layout.ts';
import {checksMarkdown} from './causes-doc.ts';
import {count} from './wording.ts';

/** All checks with their causes as `markdown`, `json`, or, for anything else, as text for a terminal. */
export function renderChecks(checks: readonly AnyCheck[], format: string, look: Look): string {
  if (format === 'markdown') return checksMarkdown(checks, []);
  if (format === 'json') return `${terminalSafeJson(JSON.stringify(checks.map(checkDocument), null, 2))}\n`;
  return checksText(checks, look);
}

function checkDocument(check: AnyCheck): unknown {
  return {
    id: check.id,
    title: check.title,
    topic: check.topic,
    group: check.group,
    stage: check.stage,
    scope: check.scope,
    reads: readsOf(check),
    causes: Object.entries(check.causes).map(([id, page]) => ({
      id,
      title: page.title,
      severity: page.severity,
      certainty: page.atMost ?? 'certain',
      stage: page.stage ?? check.stage,
    })),
  };
}

function checksText(checks: readonly AnyCheck[], look: Look): string {
  const page = openPage(look);
  const ids = checks.flatMap((c) => Object.keys(c.causes));
  const column = Math.min(42, 2 + Math.max(0, ...ids.map((id) => id.length)));
  const lines = GROUPS.flatMap((group) => {
    const members = checks.filter((c) => c.group === group);
    if (members.length === 0) return [];
    return [page.paint(group, 'bold'), ...members.flatMap((check) => checkLines(page, check, column)), ''];
  });
  return `${[...lines, `${count(checks.length, 'check')}, ${count(ids.length, 'cause')}`].join('\n')}\n`;
}

/** The statement, and under it what may be wrong with it. */
function checkLines(page: Page, check: AnyCheck, column: number): string[] {
  return [
    ...hang('', 2, wrap(`${page.show(check.title)} (${check.id})`, page.width - 2)),
    ...Object.entries(check.causes).flatMap(([id, cause]) => {
      const title = cause.severity === 'error' ? cause.title : `${cause.title} (${cause.severity})`;
      return hang(`    ${id}`, 4 + column, wrap(page.show(title), Math.max(20, page.width - 4 - column)));
    }),
  ];
}
