import type {Hook} from '@oclif/core';
import ChecksCommand from './commands/checks.ts';
import DemoCommand from './commands/demo.ts';
import ExplainCommand from './commands/explain.ts';
import PermissionsCommand from './commands/permissions.ts';
import PodCommand from './commands/pod.ts';

/** All commands, found by name and not by searching folders. */
export const COMMANDS = {
  pod: PodCommand,
  explain: ExplainCommand,
  checks: ChecksCommand,
  permissions: PermissionsCommand,
  demo: DemoCommand,
};

/** Says which commands there are in place of one that is not there. */
export const commandNotFound: Hook.CommandNotFound = async ({id, config}) => {
  const {nearest} = await import('./domain/nearest.ts');
  const {escapeTerminal} = await import('./report/escape.ts');
  const word = id.split(':')[0] ?? id;
  const near = nearest(word, Object.keys(COMMANDS));
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are ${Object.keys(COMMANDS).join(', ')}.`;
  process.stderr.write(`${config.bin}: There is no command ${escapeTerminal(word)}.\n  ${hint} See --help.\n`);
  process.exit(2);
};
