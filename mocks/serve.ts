import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startAws, type AwsFake} from './aws/server.ts';
import {startKube} from './kube/server.ts';
import type {KubeServer} from './kube/options.ts';
import type {Users} from './kube/rbac.ts';
import type {Fault} from './faults.ts';
import {withApiServer, type World} from './world.ts';

/** A world that answers on loopback. */
export interface ServedWorld {
  readonly kube: KubeServer;
  readonly aws: AwsFake;
  /** A folder of its own, with the kubeconfig and the story's files. */
  readonly folder: string;
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** What a client has to have in its environment to find this world; the real world's settings are overridden. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops both servers and removes the folder. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly faults?: readonly Fault[];
  /** Added to each request on both sides. */
  readonly latencyMs?: number;
  /** What may be read of Kubernetes, and by whom; everything if not given. */
  readonly users?: Users;
  /** Files to put into the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the kubeconfig proves who it is; default: the section that `aws eks update-kubeconfig` writes. */
  readonly auth?: 'token' | 'exec-eks';
  /** Both fakes keep what they answered with each request. */
  readonly keepAnswers?: boolean;
}

/** Serves a world with both fakes, and writes the kubeconfig that leads to it. */
export async function serveWorld(world: World, options: ServeOptions = {}): Promise<ServedWorld> {
  const {faults = [], latencyMs = 0, auth = 'exec-eks', files = {}, users, keepAnswers = false} = options;
  const now = new Date(world.now);
  const {name} = world.aws.cluster;
  const kube = await startKube({
    objects: world.kube.objects,
    version: world.kube.version,
    now: () => now,
    clusterName: name,
    ...(users === undefined ? {} : {users}),
    // Each fake passes over what is written in the other's words.
    faults: faults.map((fault) => ({...fault, ...(fault.expired ? {expired401: true} : {})})),
    latencyMs,
    keepAnswers,
  });
  const described = withApiServer(world, kube.url, kube.caPem);
  const aws = await startAws(described.aws, {now: world.now, faults, latencyMs, keepAnswers});
  const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-'));
  const kubeconfig = join(folder, 'kubeconfig');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const {region, account} = world.aws;
  writeFileSync(kubeconfig, kube.kubeconfig({auth, clusterName: name, region, account}), {mode: 0o600});
  return {
    kube,
    aws,
    folder,
    kubeconfig,
    env: {
      KUBECONFIG: kubeconfig,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      // Documentation keys: the fakes take any.
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
      FARGATE_DOCTOR_NOW: world.now,
    },
    async close() {
      await Promise.all([kube.close(), aws.close()]);
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
