import type {Diagnosis} from '../model/diagnosis.ts';
import type {Output} from './flags.ts';
import type {Terminal} from './terminal.ts';

/** Prints a diagnosis in a format. One file a format; each is loaded only when it is asked for. */
export async function renderDiagnosis(
  diagnosis: Diagnosis,
  output: Output,
  terminal: Terminal,
  detail: {readonly verbose?: boolean; readonly quiet?: boolean},
): Promise<string> {
  switch (output) {
    case 'json':
      return (await import('../report/json.ts')).renderJson(diagnosis);
    case 'yaml':
      return (await import('../report/yaml.ts')).renderYaml(diagnosis);
    case 'short':
      return (await import('../report/short.ts')).renderShort(diagnosis);
    case 'text': {
      const {renderText} = await import('../report/text.ts');
      return renderText(diagnosis, {
        ...terminal,
        verbose: detail.verbose ?? false,
        quiet: detail.quiet ?? false,
        now: diagnosis.run.startedAt,
      });
    }
  }
}
