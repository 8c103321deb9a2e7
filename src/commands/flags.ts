import {Flags} from '@oclif/core';
import {DoctorError} from '../facts/errors.ts';

/**
 * A duration as kubectl writes it: `8s`, `1m30s`, `500ms`; a bare number is seconds. In milliseconds.
 * @throws DoctorError (usage) for anything else.
 */
export function parseDuration(text: string, flag: string): number {
  const bare = /^\d{1,9}(?:\.\d{1,3})?$/.exec(text);
  if (bare) return Math.round(Number(text) * 1000);
  const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)/g)];
  const whole = parts.map((p) => p[0]).join('');
  if (parts.length === 0 || whole !== text) {
    throw new DoctorError(`--${flag} takes a duration such as 30s or 1m30s, not "${text}"`, undefined, 2);
  }
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0));
}

export const OUTPUTS = ['text', 'short', 'json', 'yaml', 'markdown', 'html', 'junit', 'sarif', 'github'] as const;
export type Output = (typeof OUTPUTS)[number];

/** Flags of every command that prints. */
export const outputFlags = {
  output: Flags.string({
    char: 'o',
    options: [...OUTPUTS],
    default: 'text',
    helpValue: OUTPUTS.join('|'),
    description: 'Format of the report.',
  }),
  'output-file': Flags.string({
    helpValue: 'FILE',
    description: 'Write the report to this file; the terminal gets the text.',
  }),
  json: Flags.boolean({description: 'The same as -o json.'}),
  color: Flags.string({
    options: ['auto', 'always', 'never'],
    default: 'auto',
    helpValue: 'auto|always|never',
    description: 'Colour in text; NO_COLOR and FORCE_COLOR are honoured.',
  }),
};

/** Flags that say which cluster, as whom, and for how long: the names are kubectl's and the AWS CLI's. */
export const clusterFlags = {
  namespace: Flags.string({
    char: 'n',
    description: "Namespace; default: the kubeconfig context's.",
    helpGroup: 'CLUSTER',
  }),
  context: Flags.string({description: 'Kubeconfig context.', helpGroup: 'CLUSTER'}),
  kubeconfig: Flags.string({description: 'Path of the kubeconfig file.', helpGroup: 'CLUSTER'}),
  as: Flags.string({description: 'Kubernetes user to impersonate.', helpGroup: 'CLUSTER'}),
  cluster: Flags.string({description: 'Name of the EKS cluster; no kubeconfig is needed then.', helpGroup: 'CLUSTER'}),
  region: Flags.string({description: 'AWS Region.', helpGroup: 'CLUSTER'}),
  profile: Flags.string({description: 'AWS profile.', helpGroup: 'CLUSTER'}),
  'allow-mismatch': Flags.boolean({
    description: "Go on though the kubeconfig's server is not the cluster's endpoint.",
    helpGroup: 'CLUSTER',
  }),
  timeout: Flags.string({
    default: '30s',
    helpValue: '30s',
    description: 'Deadline of the whole run; what was learnt by then is reported.',
    helpGroup: 'CLUSTER',
  }),
  'request-timeout': Flags.string({
    helpValue: '10s',
    description: 'Deadline of a single request.',
    helpGroup: 'CLUSTER',
  }),
};

/** Flags that say what counts. */
export const judgementFlags = {
  'fail-on': Flags.string({
    options: ['error', 'warning', 'never'],
    default: 'error',
    helpValue: 'error|warning|never',
    description: 'From which severity on a cause makes the exit code 3.',
  }),
  ignore: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'ID[=ns/pod]',
    description: 'A cause not to report; may be repeated.',
  }),
  checks: Flags.string({
    helpValue: 'GLOB',
    description: 'Run only the checks whose id, group or group/id matches (* and ?).',
  }),
  quiet: Flags.boolean({char: 'q', description: 'Print only the causes.'}),
  verbose: Flags.boolean({char: 'v', description: 'Print every call with its time on stderr.'}),
};

/** `-o` of a command that prints something else than a diagnosis. */
export const formatFlag = (formats: readonly string[]) =>
  Flags.string({
    char: 'o',
    options: [...formats],
    default: 'text',
    helpValue: formats.join('|'),
    description: 'Format of the output.',
  });
