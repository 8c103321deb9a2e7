import type {Command, Hook, Interfaces} from '@oclif/core';

/** Where each command is. */
const TABLE = {
  pod: () => import('./commands/pod.ts'),
  preflight: () => import('./commands/preflight.ts'),
  scan: () => import('./commands/scan.ts'),
  capture: () => import('./commands/capture.ts'),
  explain: () => import('./commands/explain.ts'),
  checks: () => import('./commands/checks.ts'),
  permissions: () => import('./commands/permissions.ts'),
  demo: () => import('./commands/demo.ts'),
  completion: () => import('./commands/completion.ts'),
  complete: () => import('./commands/complete.ts'),
};
type Name = keyof typeof TABLE;
const NAMES = Object.keys(TABLE) as readonly Name[];

/**
 * The commands, found by name and not by searching folders. Where the command line begins with one of them, the others are
 * not loaded; all are for help on the whole, and for a word that is none.
 */
export const COMMANDS: Readonly<Partial<Record<Name, typeof Command>>> = await commandsFor(process.argv[2]);

async function commandsFor(word: string | undefined): Promise<Partial<Record<Name, typeof Command>>> {
  const names = NAMES.filter((name) => name === word);
  const load = async (name: Name) => [name, (await TABLE[name]()).default] as const;
  return Object.fromEntries(await Promise.all((names.length > 0 ? names : NAMES).map(load)));
}

/** Says which commands there are in place of one that is not there. */
export const commandNotFound: Hook.CommandNotFound = async ({id, config, argv}) => {
  const {nearest} = await import('./domain/nearest.ts');
  const [word = id, ...rest] = id.split(':');
  if (NAMES.includes(word as Name)) {
    // A command that takes no arguments was given one: to the parser that is another command.
    await fail(
      config,
      argv,
      `${word} takes no argument, and was given ${rest.join(' ')}.`,
      `fargate-doctor ${word} --help`,
    );
  }
  const near = nearest(word, NAMES);
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are ${NAMES.join(', ')}.`;
  await fail(config, argv, `There is no command ${word}.`, `${hint} See --help.`);
};

/** Ends with 2 and one clear line, and with `-o json` still one document. */
async function fail(
  config: Interfaces.Config,
  argv: readonly string[] | undefined,
  message: string,
  hint: string,
): Promise<never> {
  const {escapeTerminal} = await import('./report/escape.ts');
  const {wantsDocument} = await import('./commands/doctor-command.ts');
  const output = wantsDocument(argv ?? []);
  if (output) {
    const {failedDiagnosis} = await import('./engine/failed-diagnosis.ts');
    const {now} = await import('./facts/clock.ts');
    const run = {version: config.version, startedAt: now(process.env), durationMs: 0, calls: 0};
    const plain = {color: false, unicode: true, width: 80};
    const {renderDiagnosis} = await import('./commands/render.ts');
    const document = await renderDiagnosis(failedDiagnosis(run, 2, message, hint), output, plain, {});
    await new Promise<void>((resolve) => process.stdout.write(document, () => resolve()));
  }
  process.stderr.write(`${config.bin}: ${escapeTerminal(message)}\n  ${escapeTerminal(hint)}\n`);
  process.exit(2);
}
