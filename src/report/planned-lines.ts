import type {Diagnosis, SubjectReport} from '../model/diagnosis.ts';
import {subjectName} from './blocks.ts';
import {flow, hang, wrap, type Page} from './layout.ts';
import {positionText} from '../model/finding.ts';
import {sizeText} from './planned.ts';
import {withStop} from './wording.ts';

// The part of the terminal's report that only a preflight has.

/** Subjects that are shown one by one, and warnings, without `verbose`. */
const MOST_SUBJECTS = 12;
const MOST_WARNINGS = 8;
/** Where the text of the rows begins. */
const COLUMN = 9;

/** What would become of each pod of a manifest: its size and bill, and what each profile makes of it. */
export function plannedSections(page: Page, diagnosis: Diagnosis, verbose: boolean): readonly (readonly string[])[] {
  if (!diagnosis.manifest) return [];
  const {subjects} = diagnosis;
  const shown = verbose ? subjects : subjects.slice(0, MOST_SUBJECTS);
  const rest = subjects.length - shown.length;
  return [
    ...shown.map((subject) => subjectLines(page, subject, subjects.length > 1)),
    ...(rest > 0 ? [[page.show(`… and ${rest} more (-v shows all)`)]] : []),
    warningLines(page, diagnosis.manifest.warnings, verbose),
  ];
}

function subjectLines(page: Page, subject: SubjectReport, several: boolean): string[] {
  const {planned} = subject;
  if (!planned) return [];
  const {size, pods, profiles = []} = planned;
  const others = profiles.filter((p) => !p.takes);
  const row = (label: string, text: string): string[] =>
    hang(page.paint(label, 'dim'), COLUMN, wrap(page.show(text), page.width - COLUMN));
  return [
    ...(several
      ? flow([page.show(subjectName(subject)), page.show(positionText(planned.position))], '  ', page.width)
      : row('written', positionText(planned.position))),
    ...(several ? row('', subject.headline) : []),
    ...(size ? row('size', sizeText(size, pods)) : []),
    ...profiles
      .filter((p) => p.takes)
      .flatMap((p) => row('profile', `${p.name} takes it${p.because === undefined ? '' : `, but ${p.because}`}`)),
    ...others.flatMap((p, i) => row(i === 0 ? 'not by' : '', `${p.name}: ${p.because ?? 'does not take it'}`)),
  ];
}

function warningLines(
  page: Page,
  warnings: NonNullable<Diagnosis['manifest']>['warnings'],
  verbose: boolean,
): string[] {
  const shown = verbose ? warnings : warnings.slice(0, MOST_WARNINGS);
  const rest = warnings.length - shown.length;
  const texts = [
    ...shown.map(({message, position}) => `${positionText(position)}: ${withStop(message)}`),
    ...(rest > 0 ? [`… and ${rest} more (-v shows all)`] : []),
  ];
  return texts.flatMap((text) =>
    hang(page.paint('WARN', 'yellow', 'bold'), 7, wrap(page.show(text, 600), page.width - 7)),
  );
}
