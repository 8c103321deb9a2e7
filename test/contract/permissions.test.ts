import {parseAllDocuments} from 'yaml';
import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory, storyIds} from '../../mocks/story.ts';
import type {Rule} from '../../mocks/kube/rbac.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {factsFor} from '../../src/engine/plan.ts';
import {rightsOfRun} from '../../src/facts/rights.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {renderPermissions} from '../../src/report/permissions/index.ts';
import {runIn, WORLD_NOW} from '../program.ts';

// A run with exactly the rights that `permissions` prints, against fakes that hold it to them.

const rights = rightsOfRun(factsFor(CHECKS));

interface Policy {
  readonly Statement: readonly {readonly Action: readonly string[]}[];
}
const granted = (JSON.parse(renderPermissions(rights, 'json')) as Policy).Statement.flatMap((s) => s.Action);

interface Role {
  readonly kind: string;
  readonly metadata: {readonly namespace?: string};
  readonly rules?: readonly Rule[];
}

function rulesOf(yaml: string): readonly Rule[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as Role)
    .flatMap(({metadata: {namespace}, rules}) =>
      (rules ?? []).map((rule) => (namespace === undefined ? rule : {...rule, namespaces: [namespace]})),
    );
}

const USER = 'kubernetes-admin';

async function run(id: string, rules: readonly Rule[]) {
  const story = loadStory(id, WORLD_NOW);
  const served = await serveWorld(story.world, {faults: story.faults, files: story.files, users: {[USER]: rules}});
  try {
    const {stdout} = await runIn(served, [...story.args, '-o', 'json'], story.env);
    const {notChecked} = JSON.parse(stdout) as Diagnosis;
    const asked = served.aws.requests.map((r) => `${r.service}:${r.action}`);
    const refused = served.kube.requests.filter((r) => r.status === 403).map((r) => `${r.verb} ${r.path}`);
    return {denied: notChecked.filter((n) => n.reason === 'denied').map((n) => n.needs), asked, refused};
  } finally {
    await served.close();
  }
}

/** Who needs no right: everybody may ask who he is. */
const FREE = ['sts:GetCallerIdentity'];

const some = storyIds().filter((id, i) => {
  const {faults, expect: wanted} = loadStory(id, WORLD_NOW);
  return faults.length === 0 && wanted.exit !== 2 && i % 24 === 0;
});

describe('with exactly the rights that are printed', () => {
  it.each([...new Set([...some, 'founding-case', 'preflight-ebs-claim-template', 'scan-shared-cause'])])(
    '%s: nothing is denied',
    async (id) => {
      const {denied, asked, refused} = await run(id, rulesOf(renderPermissions(rights, 'yaml')));
      expect(refused).toEqual([]);
      expect(denied).toEqual([]);
      expect(asked.filter((action) => !granted.includes(action) && !FREE.includes(action))).toEqual([]);
    },
  );

  it('the fakes do hold it to them', async () => {
    const {denied, refused} = await run('founding-case', []);
    expect(refused.length).toBeGreaterThan(0);
    expect(denied.length).toBeGreaterThan(0);
  });

  it('and in one namespace nothing of that namespace is denied', async () => {
    const {refused} = await run('founding-case', rulesOf(renderPermissions(rights, 'yaml', 'default')));
    expect(refused.filter((r) => r.includes('/namespaces/default/'))).toEqual([]);
    expect(refused).toContain('list /api/v1/nodes');
  });
});

describe('what is printed', () => {
  it('reads only, and no Secret', () => {
    const rules = rulesOf(renderPermissions(rights, 'yaml'));
    expect(rules.flatMap((r) => r.verbs).filter((verb) => verb !== 'get' && verb !== 'list')).toEqual([]);
    expect(rules.flatMap((r) => r.resources ?? [])).not.toContain('secrets');
    expect(granted.filter((action) => !/:(?:Describe|List|Get)/.test(action))).toEqual([]);
  });

  it('has what finds the cluster, and says of whom no right is needed', () => {
    expect(granted).toContain('eks:ListClusters');
    expect(renderPermissions(rights, 'text')).toContain('sts:GetCallerIdentity');
    expect(renderPermissions(rights, 'yaml', 'shop')).not.toContain('ClusterRole');
  });
});
