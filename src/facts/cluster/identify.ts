import {parseTokenCommand, type TokenCommand} from './exec-args.ts';
import type {KubeCluster, KubeContext, Kubeconfig, KubeUser} from './kubeconfig.ts';
import {fromArn, fromEksctlName, isClusterName, regionOfServer, type ClusterHint} from './names.ts';
import {isRegion} from './partitions.ts';

/** A context of a kubeconfig with what it points at, and what that tells about the EKS cluster. */
export interface ResolvedContext {
  readonly context: string;
  readonly namespace?: string;
  readonly cluster: KubeCluster;
  readonly user: KubeUser;
  /** The user's exec section, where it asks for an EKS token. */
  readonly token?: TokenCommand;
  readonly hint: ClusterHint;
}

/** Follows a context to its cluster and user. Undefined where the kubeconfig lacks the cluster that it names. */
export function resolveContext(
  kubeconfig: Kubeconfig,
  name: string,
  context: KubeContext,
): ResolvedContext | undefined {
  const cluster = kubeconfig.clusters.get(context.cluster);
  if (cluster === undefined) return undefined;
  const user = (context.user === undefined ? undefined : kubeconfig.users.get(context.user)) ?? {};
  const token = user.exec === undefined ? undefined : parseTokenCommand(user.exec);
  return {
    context: name,
    ...(context.namespace === undefined ? {} : {namespace: context.namespace}),
    cluster,
    user,
    ...(token === undefined ? {} : {token}),
    hint: identify([name, context.cluster, context.user ?? ''], cluster.server, token),
  };
}

/**
 * The cluster behind a context, most telling first: the arguments of its token command, an ARN or eksctl's way of naming,
 * the Region in the server's host name. A source only fills in what an earlier one left open, and never for another name.
 */
export function identify(names: readonly string[], server: string, token: TokenCommand | undefined): ClusterHint {
  const named = names.flatMap((name) => fromArn(name) ?? fromEksctlName(name) ?? []);
  // Older kubeconfigs of `aws eks` give the token command an ARN's name only; some people give it the whole ARN.
  const told = token === undefined ? undefined : (fromArn(token.cluster) ?? {name: token.cluster});
  const name = told?.name !== undefined && isClusterName(told.name) ? told.name : named[0]?.name;
  const agreeing = [told, ...named].filter((hint) => hint !== undefined && hint.name === name);
  const region =
    (token?.region !== undefined && isRegion(token.region) ? token.region : undefined) ??
    agreeing.find((hint) => hint?.region !== undefined)?.region ??
    regionOfServer(server);
  const account = agreeing.find((hint) => hint?.account !== undefined && hint.region === region)?.account;
  return {
    ...(name === undefined ? {} : {name}),
    ...(region === undefined ? {} : {region}),
    ...(account === undefined ? {} : {account}),
  };
}
