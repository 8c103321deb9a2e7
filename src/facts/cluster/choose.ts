import {nearest} from '../../domain/nearest.ts';
import {sh} from '../../domain/shell.ts';
import {DoctorError} from '../errors.ts';
import {oneLine} from '../network-words.ts';
import {resolveContext, type ResolvedContext} from './identify.ts';
import type {Kubeconfig} from './kubeconfig.ts';
import {fromArn, isClusterName, type ClusterHint} from './names.ts';
import {isRegion} from './partitions.ts';

/** What the user said about the cluster, understood. */
export interface Wanted {
  readonly context?: string;
  /** From `--cluster`, be it a name or an ARN, and `--region`. */
  readonly cluster: ClusterHint;
  readonly allowMismatch: boolean;
}

/**
 * Reads `--cluster` and `--region`.
 *
 * @throws DoctorError (wrong usage) where one of them can't be what it says.
 */
export function understand(cluster: string | undefined, region: string | undefined): ClusterHint {
  if (region !== undefined && !isRegion(region)) {
    throw new DoctorError(`${oneLine(region, 60)} is not an AWS Region.`, 'A Region looks like eu-central-1.', 2);
  }
  const arn = cluster === undefined ? undefined : fromArn(cluster);
  if (cluster !== undefined && arn === undefined && !isClusterName(cluster)) {
    throw new DoctorError(
      `${oneLine(cluster, 120)} can't be the name of an EKS cluster.`,
      'List them: aws eks list-clusters',
      2,
    );
  }
  if (arn !== undefined && region !== undefined && arn.region !== region) {
    throw new DoctorError(`--cluster names the Region ${arn.region}, but --region says ${region}.`, undefined, 2);
  }
  return {...(cluster === undefined ? {} : {name: cluster}), ...(region === undefined ? {} : {region}), ...arn};
}

/**
 * The context to use, by the product contract's order; undefined where `--cluster` names a cluster that no context is
 * known to point at, so that only `DescribeCluster` can say where it is.
 *
 * @throws DoctorError where the kubeconfig lacks what it or the user names.
 */
export function chooseContext(kubeconfig: Kubeconfig, wanted: Wanted): ResolvedContext | undefined {
  const {cluster} = wanted;
  if (wanted.context !== undefined) {
    const chosen = mustResolve(kubeconfig, wanted.context);
    const other = cluster.name !== undefined && chosen.hint.name !== undefined && !pointsAt(chosen, cluster);
    if (other && !wanted.allowMismatch) {
      throw new DoctorError(
        `The context ${chosen.context} points at cluster ${words(chosen.hint)}, but --cluster names ${words(cluster)}.`,
        'Leave out one of the two; --allow-mismatch goes on.',
      );
    }
    return chosen;
  }
  const current = kubeconfig.currentContext;
  if (cluster.name === undefined) {
    if (current === undefined) {
      const names = [...kubeconfig.contexts.keys()].slice(0, 5);
      const hint = names.length === 0 ? undefined : `Choose one with --context: ${names.map(shown).join(', ')}`;
      throw new DoctorError('The kubeconfig has no current context.', hint ?? createHint(cluster));
    }
    return mustResolve(kubeconfig, current);
  }
  const order = [...(current === undefined ? [] : [current]), ...kubeconfig.contexts.keys()];
  for (const name of order) {
    const context = kubeconfig.contexts.get(name);
    const resolved = context === undefined ? undefined : resolveContext(kubeconfig, name, context);
    if (resolved !== undefined && pointsAt(resolved, cluster)) return resolved;
  }
  return undefined;
}

/** Whether a context is known to point at the cluster; a Region that either side leaves open does not contradict. */
function pointsAt({hint}: ResolvedContext, cluster: ClusterHint): boolean {
  const agree = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b;
  return hint.name === cluster.name && agree(hint.region, cluster.region) && agree(hint.account, cluster.account);
}

function mustResolve(kubeconfig: Kubeconfig, name: string): ResolvedContext {
  const context = kubeconfig.contexts.get(name);
  if (context === undefined) {
    const near = nearest(name, kubeconfig.contexts.keys());
    const hint =
      near.length > 0 ? `Did you mean ${near.map(shown).join(', ')}?` : 'List them: kubectl config get-contexts';
    throw new DoctorError(`The kubeconfig has no context ${shown(name)}.`, hint);
  }
  const resolved = resolveContext(kubeconfig, name, context);
  if (resolved === undefined) {
    throw new DoctorError(
      `The context ${shown(name)} names the cluster ${shown(context.cluster)}, which the kubeconfig does not have.`,
      createHint({}),
    );
  }
  if (resolved.cluster.server === '') {
    throw new DoctorError(
      `The cluster of context ${shown(name)} has no server in the kubeconfig.`,
      createHint(resolved.hint),
    );
  }
  return resolved;
}

/** The command that writes a kubeconfig, with what is known filled in. */
export function createHint(hint: ClusterHint): string {
  const name = hint.name ?? 'CLUSTER';
  return hint.region === undefined
    ? sh`aws eks update-kubeconfig --name ${name}`
    : sh`aws eks update-kubeconfig --name ${name} --region ${hint.region}`;
}

const shown = (name: string): string => oneLine(name, 120);
const words = (hint: ClusterHint): string =>
  `${hint.name ?? '?'}${hint.region === undefined ? '' : ` in ${hint.region}`}`;
