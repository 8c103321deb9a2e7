import type {Hook} from '@oclif/core';
import ChecksCommand from './commands/checks.ts';
import DemoCommand from './commands/demo.ts';
import ExplainCommand from './commands/explain.ts';
import PermissionsCommand from './commands/permissions.ts';
import PodCommand from './commands/pod.ts';
import PreflightCommand from './commands/preflight.ts';
import ScanCommand from './commands/scan.ts';
import {wantsDocument} from './commands/doctor-command.ts';
import {failedDiagnosis} from './engine/diagnose.ts';
import {now} from './facts/clock.ts';

/** All commands, found by name and not by searching folders. */
export const COMMANDS = {
  pod: PodCommand,
  preflight: PreflightCommand,
  scan: ScanCommand,
  explain: ExplainCommand,
  checks: ChecksCommand,
  permissions: PermissionsCommand,
  demo: DemoCommand,
};

/** Says which commands there are in place of one that is not there. */
export const commandNotFound: Hook.CommandNotFound = async ({id, config, argv}) => {
  const {nearest} = await import('./domain/nearest.ts');
  const {escapeTerminal} = await import('./report/escape.ts');
  const word = id.split(':')[0] ?? id;
  const near = nearest(word, Object.keys(COMMANDS));
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are ${Object.keys(COMMANDS).join(', ')}.`;
  const message = `There is no command ${word}.`;
  const output = wantsDocument(argv ?? []);
  if (output) {
    const run = {version: config.version, startedAt: now(process.env), durationMs: 0, calls: 0};
    const plain = {color: false, unicode: true, width: 80};
    const {renderDiagnosis} = await import('./commands/render.ts');
    const document = await renderDiagnosis(failedDiagnosis(run, 2, message, hint), output, plain, {});
    await new Promise<void>((resolve) => process.stdout.write(document, () => resolve()));
  }
  process.stderr.write(`${config.bin}: ${escapeTerminal(message)}\n  ${hint} See --help.\n`);
  process.exit(2);
};
