import {describe, expect, it} from 'vitest';
import {defineCheck, type AnyCheck, type CausePage} from '../../src/model/check.ts';
import {docFiles} from '../../src/report/causes-doc.ts';
import {findPage, renderChecks, renderPage} from '../../src/report/explain.ts';

const LOOK = {width: 80, color: false, unicode: true};

const page = (over: Partial<CausePage> = {}): CausePage => ({
  title: 'Default route to a NAT gateway that is gone',
  why: 'The node reaches the API server, ECR and STS through the default route of its subnet. Without a gateway behind it, it never joins.',
  symptoms: ['`Pod provisioning timed out (will retry)` after some 15 minutes.', 'No node appears.'],
  proof: 'The route is in state `blackhole`; a_b <x> *y* | z.',
  severity: 'error',
  fix: [
    'Find a NAT gateway that is available.',
    `aws ec2 replace-route --region REGION --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id ${'N'.repeat(60)}`,
    'kubectl delete pod POD -n NS',
    'Then wait.',
  ],
  docs: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html'],
  ...over,
});

const CHECKS: readonly AnyCheck[] = [
  defineCheck({
    id: 'subnets-route-out',
    title: 'Each profile subnet has a way out',
    topic: 'way out',
    group: 'network',
    stage: 'provisioning',
    scope: 'cluster',
    needs: ['profileSubnets', 'routeTables'],
    maybe: ['vpcEndpoints'],
    consults: ['podEvents'],
    causes: {
      'egress-nat-blackhole': page({explains: ['image-unreachable']}),
      'egress-single-nat': page({
        title: 'One NAT gateway for | all zones',
        severity: 'info',
        atMost: 'likely',
        stage: 'ready',
      }),
    },
    run: () => [],
  }),
  defineCheck({
    id: 'image-is-reachable',
    title: 'The registry is reachable',
    topic: 'registry',
    group: 'image',
    stage: 'image',
    scope: 'pod',
    needs: ['podSpec'],
    causes: {'image-unreachable': page({title: 'Registry out of reach', severity: 'warning'})},
    run: () => [],
  }),
];
const UNREADABLE = [{id: 'spec-nofile-nproc', reason: 'Only a log shows it.'}];

const entry = (id: string): NonNullable<ReturnType<typeof findPage>> => {
  const found = findPage(CHECKS, UNREADABLE, id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('findPage', () => {
  it('finds causes by id, with their own stage or that of their check, and what they may follow from', () => {
    expect(entry('egress-nat-blackhole')).toMatchObject({is: 'checked', stage: 'provisioning', explainedBy: []});
    expect(entry('egress-single-nat')).toMatchObject({stage: 'ready'});
    expect(entry('image-unreachable')).toMatchObject({explainedBy: ['egress-nat-blackhole']});
    expect(entry('spec-nofile-nproc')).toEqual({
      is: 'unreadable',
      id: 'spec-nofile-nproc',
      reason: 'Only a log shows it.',
    });
  });

  it.each(['nothing', '__proto__', 'constructor', 'toString', ''])('finds nothing for %j', (id) => {
    expect(findPage(CHECKS, UNREADABLE, id)).toBeUndefined();
  });
});

describe('renderPage', () => {
  it('reads well in a terminal, with commands whole', async () => {
    const text = renderPage(entry('egress-nat-blackhole'), 'text', LOOK);
    await expect(text).toMatchFileSnapshot('golden/explain.80.txt');
    const command = entry('egress-nat-blackhole');
    expect(text).toContain(command.is === 'checked' ? command.page.fix[1] : '?');
    for (const line of text.split('\n').filter((l) => !l.includes('aws ec2')))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says for a cause without a check why it has none', () => {
    expect(renderPage(entry('spec-nofile-nproc'), 'text', LOOK)).toContain(
      'no check for this cause. Only a log shows it.',
    );
    expect(renderPage(entry('spec-nofile-nproc'), 'markdown', LOOK)).toContain('Only a log shows it.');
  });

  it('is a page of the documentation as markdown', async () => {
    const text = renderPage(entry('egress-nat-blackhole'), 'markdown', LOOK);
    await expect(text).toMatchFileSnapshot('golden/explain.md');
    expect(text).toContain('`blackhole`; a_b \\<x\\> \\*y\\* | z.');
  });

  it('is a document as JSON', () => {
    expect(JSON.parse(renderPage(entry('egress-single-nat'), 'json', LOOK))).toMatchObject({
      id: 'egress-single-nat',
      severity: 'info',
      certainty: 'likely',
      stage: 'ready',
      check: {id: 'subnets-route-out', reads: ['profileSubnets', 'routeTables', 'vpcEndpoints', 'podEvents']},
    });
  });
});

describe('renderChecks', () => {
  it('lists groups, checks and causes', async () => {
    await expect(renderChecks(CHECKS, 'text', LOOK)).toMatchFileSnapshot('golden/checks.80.txt');
  });

  it('lists them as a document', () => {
    const list = JSON.parse(renderChecks(CHECKS, 'json', LOOK)) as {id: string; causes: {id: string}[]}[];
    expect(list.map((c) => c.id)).toEqual(['subnets-route-out', 'image-is-reachable']);
    expect(list[0]?.causes.map((c) => c.id)).toEqual(['egress-nat-blackhole', 'egress-single-nat']);
  });
});

describe('docFiles', () => {
  const files = docFiles(CHECKS, UNREADABLE);

  it('has a page for each cause, and one table', () => {
    expect([...files.keys()]).toEqual([
      'docs/causes/egress-nat-blackhole.md',
      'docs/causes/egress-single-nat.md',
      'docs/causes/image-unreachable.md',
      'docs/checks.md',
    ]);
  });

  it('links each cause, keeps the table whole, and says what has no check', () => {
    const table = files.get('docs/checks.md') ?? '';
    expect(table).toContain('[`egress-nat-blackhole`](causes/egress-nat-blackhole.md)');
    expect(table).toContain('One NAT gateway for \\| all zones | info | likely | 9 ready |');
    expect(table).toMatch(
      /## Network[^]*## Image[^]*## Causes without a check, and why[^]*`spec-nofile-nproc` \| Only a log/,
    );
    for (const row of table.split('\n').filter((l) => l.startsWith('|') && l.includes('causes/'))) {
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
    }
  });
});
