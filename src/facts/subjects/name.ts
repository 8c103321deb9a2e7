import {shellWord} from '../../domain/shell.ts';
import type {WorkloadKind} from '../../model/kubernetes.ts';
import {DoctorError} from '../errors.ts';
import {WORKLOAD_APIS} from '../probes/kube/workload-kinds.ts';

/** What the user typed after `pod`, taken apart. */
export interface AskedName {
  /** Absent for a bare name: a pod's, or the beginning of one. */
  readonly kind?: 'Pod' | WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/** A pod's or a workload's name (RFC 1123), or the beginning of one. */
const NAME = /^[a-z0-9][a-z0-9.-]{0,252}$/;
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const FORMS = 'Write NAME, KIND/NAME or NAMESPACE/NAME, where KIND is pod, deploy, rs, sts, ds, job or cronjob.';

/**
 * Takes a name apart: `nginx`, `deploy/nginx`, `payments/nginx`. What stands before a slash is a kind if it is one in any
 * of kubectl's spellings (`deploy`, `deployment`, `deployments`, `deployment.apps`), else a namespace.
 *
 * @throws DoctorError (2) where it is neither of these.
 */
export function parseName(text: string, namespace: string): AskedName {
  const parts = text.split('/', 3);
  const name = parts.at(-1) ?? '';
  const before = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const kind = before === undefined ? undefined : kindOf(before);
  const asked = {
    namespace: before === undefined || kind !== undefined ? namespace : before,
    name,
    ...(kind === undefined ? {} : {kind}),
  };
  const shown = shellWord(text.slice(0, 80));
  if (parts.length > 2 || before === '' || !NAME.test(name)) {
    throw new DoctorError(`${shown === '' ? "''" : shown} is not the name of a pod or of a workload.`, FORMS, 2);
  }
  if (!NAMESPACE.test(asked.namespace)) {
    throw new DoctorError(`${shellWord(asked.namespace.slice(0, 80))} is not the name of a namespace.`, FORMS, 2);
  }
  return asked;
}

/** The kind that a word means to kubectl. */
function kindOf(word: string): 'Pod' | WorkloadKind | undefined {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.join('.');
  if (['po', 'pod', 'pods'].includes(name) && ['', 'v1'].includes(group)) return 'Pod';
  return WORKLOAD_APIS.find(
    (api) =>
      [api.short, api.resource, api.kind.toLowerCase()].includes(name) &&
      ['', api.group, `v1.${api.group}`].includes(group),
  )?.kind;
}
