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
