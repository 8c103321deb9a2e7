import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {KubeCluster} from './kubeconfig.ts';

/** Where Kubernetes puts the credentials of a pod. */
export const SERVICE_ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that this process runs in. */
export interface ServiceAccount {
  readonly cluster: KubeCluster;
  readonly tokenPath: string;
  readonly namespace?: string;
}

/** The service account of the pod that this process runs in; undefined outside of one. */
export function serviceAccount(
  env: Readonly<Record<string, string | undefined>>,
  directory = SERVICE_ACCOUNT_DIRECTORY,
): ServiceAccount | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'] || '443';
  const tokenPath = join(directory, 'token');
  if (!host || !existsSync(tokenPath)) return undefined;
  const ca = text(join(directory, 'ca.crt'));
  const namespace = text(join(directory, 'namespace'))?.trim();
  return {
    cluster: {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      skipTlsVerify: false,
      ...(ca === undefined ? {} : {caData: Buffer.from(ca).toString('base64')}),
    },
    tokenPath,
    ...(namespace ? {namespace} : {}),
  };
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
