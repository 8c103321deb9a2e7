import type {Diagnosis} from '../model/diagnosis.ts';
import type {SharingOptions} from '../report/sharing.ts';
import type {Output} from './flags.ts';
import type {Terminal} from './terminal.ts';

/** What a report shows beside what its format always does. */
export interface RenderDetail extends SharingOptions {
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  /** Names every pod, not only the first of many. */
  readonly showAll?: boolean;
}

/** Renders a diagnosis in a format. One file a format; each is loaded only when it is asked for. */
export async function renderDiagnosis(
  diagnosis: Diagnosis,
  output: Output,
  terminal: Terminal,
  detail: RenderDetail,
): Promise<string> {
  switch (output) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(diagnosis);
    case 'yaml':
      return (await import('../report/yaml.ts')).renderYaml(diagnosis);
    case 'short':
      return (await import('../report/short.ts')).renderShort(diagnosis, {unicode: terminal.unicode});
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(diagnosis, detail);
    case 'html':
      return (await import('../report/html/page.ts')).renderHtml(diagnosis, detail);
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(diagnosis, detail);
    case 'sarif':
      return (await import('../report/sarif.ts')).renderSarif(diagnosis, detail);
    case 'github':
      return (await import('../report/github.ts')).renderGithub(diagnosis, detail);
    case 'text': {
      const {renderText} = await import('../report/text.ts');
      return renderText(diagnosis, {
        ...terminal,
        verbose: detail.verbose ?? false,
        quiet: detail.quiet ?? false,
        showAll: detail.showAll ?? false,
        now: diagnosis.run.startedAt,
      });
    }
  }
}
