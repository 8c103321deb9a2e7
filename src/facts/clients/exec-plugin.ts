import {spawn} from 'node:child_process';
import {endedSentence, oneLine} from '../network-words.ts';
import {PlainFailure} from '../plain-failure.ts';
import type {ExecSection} from '../cluster/kubeconfig.ts';
import type {KubeCredential} from './kube-credentials.ts';

export interface PluginOptions {
  readonly exec: ExecSection;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the plugin may know of the cluster, where `provideClusterInfo` asks for it. */
  readonly cluster: {readonly server: string; readonly caData?: string};
  readonly signal: AbortSignal;
  /** Milliseconds for its answer: a plugin that hangs must leave the rest of the run its time. */
  readonly timeoutMs: number;
}

/** An ExecCredential is some kilobytes. */
const MOST_OUTPUT = 1024 * 1024;

/**
 * Runs a credential plugin of a kubeconfig as client-go does, without a terminal: what it prints is an `ExecCredential`.
 *
 * client-node's own runner is not used: it starts the plugin once per request where the answer has no expiry, waits for
 * ever for one that hangs, and does not say which plugin failed.
 *
 * @throws PlainFailure with the sentence to show.
 */
export async function runPlugin(options: PluginOptions): Promise<KubeCredential> {
  const {exec} = options;
  const who = `the credential plugin ${oneLine(exec.command, 100)} of the kubeconfig`;
  const output = await run(options, who);
  let printed: unknown;
  try {
    printed = JSON.parse(output);
  } catch {
    printed = undefined;
  }
  const credential = credentialIn(printed);
  if (credential === undefined) throw new PlainFailure(`${who} printed something that is not an ExecCredential`);
  return credential;
}

function run({exec, env, cluster, signal, timeoutMs}: PluginOptions, who: string): Promise<string> {
  const late = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (sentence: string): void => reject(new PlainFailure(sentence));
    const missing = exec.installHint === undefined ? '' : `: ${oneLine(exec.installHint)}`;
    const child = spawn(exec.command, [...exec.args], {
      env: {...env, ...exec.env, KUBERNETES_EXEC_INFO: execInfo(exec, cluster)},
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([signal, late]),
      killSignal: 'SIGKILL',
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length <= MOST_OUTPUT) return;
      child.kill('SIGKILL');
      fail(`${who} printed something that is not an ExecCredential`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (complaint.length < 10_000) complaint += text;
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      // A child of the plugin may hold the pipes open; they must not keep our own process.
      child.stdout.destroy();
      child.stderr.destroy();
      if (signal.aborted) fail(endedSentence(signal, who));
      else if (late.aborted) fail(`${who} did not answer in time`);
      else if (error.code === 'ENOENT') fail(`${who} is not installed${missing}`);
      else fail(`${who} can't be started (${oneLine(error.code ?? error.message, 80)})`);
    });
    child.once('close', (code, killedBy) => {
      if (code === 0) return resolve(output);
      const why = oneLine(complaint.trim().split('\n').at(-1), 200);
      fail(`${who} ended with ${code === null ? killedBy : `exit code ${code}`}${why === '' ? '' : `: ${why}`}`);
    });
  });
}

function execInfo(exec: ExecSection, cluster: PluginOptions['cluster']): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo
        ? {
            cluster: {
              server: cluster.server,
              ...(cluster.caData === undefined ? {} : {'certificate-authority-data': cluster.caData}),
            },
          }
        : {}),
    },
  });
}

function credentialIn(printed: unknown): KubeCredential | undefined {
  const status = (printed as {status?: unknown} | null | undefined)?.status;
  if (typeof status !== 'object' || status === null) return undefined;
  const text = (key: string): string | undefined => {
    const value = (status as Record<string, unknown>)[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text('token')?.trim();
  const certificate = text('clientCertificateData');
  const key = text('clientKeyData');
  if (token === undefined && (certificate === undefined || key === undefined)) return undefined;
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  return {
    ...(token === undefined ? {} : {token}),
    ...(certificate === undefined || key === undefined ? {} : {certificate, key}),
    ...(Number.isNaN(expires) ? {} : {expiresAtMs: expires - 10_000}),
  };
}
