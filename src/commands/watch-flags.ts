import {Flags} from '@oclif/core';

/** Flags of commands that can stay. */
export const watchFlags = {
  watch: Flags.boolean({char: 'w', description: 'Stay, and say what changes; Ctrl-C ends it.'}),
  'wait-timeout': Flags.string({
    helpValue: '10m',
    dependsOn: ['watch'],
    description: 'End the watch after so long, with the exit code of the last answer.',
  }),
};
