// The Kubernetes fake against the real thing: `npm run real-api -- --server URL --etcd URL --ca FILE --token TOKEN [STORY…]`.
//
// Puts the objects of each story into the etcd below a real API server, as they are (creation times and statuses that no
// client could set included), runs the story through the fake and through that API server, and compares the reports byte by
// byte. Everything in that etcd that a story may have is DELETED first: only for an API server of your own, started for this.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {stringify} from 'yaml';
import {startAws} from '../mocks/aws/server.ts';
import type {KubeObject} from '../mocks/kube/object.ts';
import {RESOURCES, storageKey, type Resource} from '../mocks/kube/resources.ts';
import {serveWorld, type ServedWorld} from '../mocks/serve.ts';
import {loadStory, storyIds, type Story} from '../mocks/story.ts';
import {withApiServer} from '../mocks/world.ts';
import type {Diagnosis} from '../src/model/diagnosis.ts';
import {runIn, settled, WORLD_NOW, type Ran} from '../test/program.ts';

const {values: flags, positionals} = parseArgs({
  allowPositionals: true,
  options: {server: {type: 'string'}, etcd: {type: 'string'}, ca: {type: 'string'}, token: {type: 'string'}},
});
const {server = '', etcd = '', ca = '', token = ''} = flags;
if ([server, etcd, ca, token].includes('')) throw new Error('needs --server URL --etcd URL --ca FILE --token TOKEN');

/** Resources that etcd keeps under another name than the API has for them. */
const STORED_AS: Readonly<Record<string, string>> = {
  nodes: 'minions',
  services: 'services/specs',
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  replicationcontrollers: 'controllers',
};
const STORED = RESOURCES.filter(
  (r) => r.group !== 'events.k8s.io' && !['secrets', 'selfsubjectaccessreviews'].includes(r.plural),
);

const folderOf = (r: Resource): string =>
  `/registry/${r.custom ? `${r.group}/${r.plural}` : (STORED_AS[r.plural] ?? r.plural)}/`;

async function toEtcd(action: 'put' | 'deleterange', body: Readonly<Record<string, string>>): Promise<void> {
  const coded = Object.fromEntries(Object.entries(body).map(([k, v]) => [k, Buffer.from(v).toString('base64')]));
  const answer = await fetch(`${etcd}/v3/kv/${action}`, {method: 'POST', body: JSON.stringify(coded)});
  if (!answer.ok) throw new Error(`etcd: ${await answer.text()}`);
}

/** Makes the story's objects, and no others, the content of the cluster. */
async function fill(served: ServedWorld): Promise<void> {
  for (const resource of STORED) {
    const folder = folderOf(resource);
    await toEtcd('deleterange', {key: folder, range_end: `${folder.slice(0, -1)}0`});
    for (const {object} of served.kube.store.entries(storageKey(resource))) {
      const {namespace, name} = object.metadata;
      const key = `${folder}${resource.namespaced ? `${namespace ?? ''}/` : ''}${name}`;
      const {resourceVersion: _, ...metadata} = object.metadata;
      await toEtcd('put', {key, value: JSON.stringify({...object, metadata} satisfies KubeObject)});
    }
  }
  // The API server hears of it through its watches.
  await new Promise((resolve) => setTimeout(resolve, 700));
}

async function throughFake(story: Story, served: ServedWorld): Promise<Ran> {
  return runIn(served, [...story.args, '-o', 'json'], story.env);
}

/** The same AWS, and the real API server as the cluster's. */
async function throughReal(story: Story, served: ServedWorld): Promise<Ran> {
  await fill(served);
  const aws = await startAws(withApiServer(story.world, server, readFileSync(ca, 'utf8')).aws, {
    now: story.world.now,
    faults: story.faults,
  });
  try {
    const name = `arn:aws:eks:${story.world.aws.region}:${story.world.aws.account}:cluster/${story.world.aws.cluster.name}`;
    const KUBECONFIG = join(served.folder, 'real');
    writeFileSync(
      KUBECONFIG,
      stringify({
        clusters: [{name, cluster: {server, 'certificate-authority': ca}}],
        users: [{name, user: {token}}],
        contexts: [{name, context: {cluster: name, user: name}}],
        'current-context': name,
      }),
    );
    return await runIn(served, [...story.args, '-o', 'json'], {...story.env, KUBECONFIG, AWS_ENDPOINT_URL: aws.url});
  } finally {
    await aws.close();
  }
}

/** A report without what belongs to the server and not to what it holds. */
function report({code, stdout}: Ran): string {
  if (!stdout.startsWith('{')) return `${code} ${stdout}`;
  const {cluster, ...rest} = JSON.parse(stdout) as Diagnosis;
  const {kubernetesVersion: _, context: __, ...same} = cluster;
  return `${code} ${settled(JSON.stringify({cluster: same, ...rest}, null, 1)).replaceAll(new URL(server).host, '127.0.0.1:PORT')}`;
}

/** The one custom resource that is read; a cluster has its definition from the VPC resource controller. */
async function definePolicies(): Promise<void> {
  const [plural, group, kind] = ['securitygrouppolicies', 'vpcresources.k8s.aws', 'SecurityGroupPolicy'];
  const name = `${plural}.${group}`;
  const schema = {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}};
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name, uid: '00000000-0000-4000-8000-000000000001', creationTimestamp: WORLD_NOW},
    spec: {
      group,
      scope: 'Namespaced',
      names: {plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`},
      versions: [{name: 'v1beta1', served: true, storage: true, schema}],
      conversion: {strategy: 'None'},
    },
  };
  const key = `/registry/apiextensions.k8s.io/customresourcedefinitions/${name}`;
  await toEtcd('put', {key, value: JSON.stringify(definition)});
  // Its controller has to accept the names before it is served.
  await new Promise((resolve) => setTimeout(resolve, 5000));
}

await definePolicies();
const ids = positionals.length > 0 ? positionals : storyIds();
const told = {same: 0, differs: [] as string[], skipped: 0};
for (const id of ids) {
  const story = loadStory(id, WORLD_NOW);
  const live = ['pod', 'scan'].includes(story.args[0] ?? '') && !story.args.includes('--watch');
  // What the fake refuses or breaks off, a real server without those faults answers.
  if (!live || story.faults.length > 0) {
    told.skipped++;
    continue;
  }
  const served = await serveWorld(story.world, {files: story.files});
  try {
    const [fake, real] = [report(await throughFake(story, served)), report(await throughReal(story, served))];
    if (fake === real) told.same++;
    else told.differs.push(id);
    process.stderr.write(fake === real ? '.' : `\n${id} differs\n`);
  } finally {
    await served.close();
  }
}
process.stdout.write(
  `\n${told.same} of ${told.same + told.differs.length} stories give the same report; not tried: ${told.skipped}\n`,
);
process.exitCode = told.differs.length > 0 ? 1 : 0;
