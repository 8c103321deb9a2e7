import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {renderText, type TextOptions} from '../../src/report/text.ts';
import {isCommand} from '../../src/report/cause-block.ts';
import {
  ALL,
  cause,
  crowd,
  diagnosis,
  founding,
  healthy,
  HOSTILE,
  incomplete,
  NOW,
  notFargate,
  subject,
  twoFaults,
  unexplained,
} from './diagnoses.ts';

const render = (d: (typeof ALL)[string], over: Partial<TextOptions> = {}): string =>
  renderText(d, {width: 80, color: false, unicode: true, verbose: false, now: NOW, ...over});

/** A line that may be longer than the page: a command, or one word alone. */
const mayBeLong = (line: string): boolean =>
  isCommand(line.trim().replace(/^(?:then|more) +/, '')) || !/\S \S/.test(line.trim());

describe('renderText', () => {
  for (const [name, d] of Object.entries(ALL)) {
    for (const width of [80, 120]) {
      it(`${name} at ${width} columns reads as agreed and fits`, async () => {
        const text = render(d, {width});
        await expect(text).toMatchFileSnapshot(`golden/${name}.${width}.txt`);
        for (const line of text.split('\n').filter((l) => !mayBeLong(l))) {
          expect(stringWidth(line), line).toBeLessThanOrEqual(width);
        }
      });
    }
  }

  it('never breaks or cuts a command', () => {
    const command = `aws eks describe-cluster --name ${'x'.repeat(900)} --query cluster.status`;
    const d = diagnosis({
      causes: [
        cause({id: 'a', title: 'A', summary: 'A.', remedies: [{summary: 'Do.', commands: [command], changes: 'aws'}]}),
      ],
    });
    for (const width of [80, 200]) expect(render(d, {width}).split('\n')).toContain(`         ${command}`);
  });

  it('leaves a here-document at the margin, so that its end is found', () => {
    const command = 'kubectl apply -f - <<EOF\nkind: ConfigMap\nEOF';
    const d = diagnosis({
      causes: [
        cause({
          id: 'a',
          title: 'A',
          summary: 'A.',
          remedies: [{summary: 'Do.', commands: [command], changes: 'cluster'}],
        }),
      ],
    });
    expect(render(d)).toContain(`\n${command}\n`);
  });

  it('names the cause on the first line, and says so where it is not certain', () => {
    expect(render(founding, {width: 120}).split('\n')[0]).toMatch(
      /^default\/nginx has been Pending for 14m: public endpoint/,
    );
    expect(render(twoFaults)).toMatch(/^default\/nginx has been Pending for 14m, likely cause: default route/);
  });

  it('nests a consequence in the block of its cause, and gives it none of its own', () => {
    const text = render(twoFaults);
    expect(text.match(/^CAUSE/gm)).toHaveLength(2);
    expect(text).toMatch(/ {2}so {5}The node can’t reach STS[^]*\(egress-sts-unreachable\)\n {2}fix/);
  });

  it('shows causes that explain each other in a circle', () => {
    const a = cause({id: 'a', title: 'A', summary: 'A.', explainedBy: ['b']});
    const b = cause({id: 'b', title: 'B', summary: 'B.', explainedBy: ['a']});
    expect(render(diagnosis({causes: [a, b]})).match(/^CAUSE/gm)).toHaveLength(2);
  });

  it('groups what was not checked by the permission that it needs, what matters first', () => {
    const rows = render(incomplete).split('not checked  ')[1] ?? '';
    expect(rows).toMatch(
      /^private subnets and way out: needs ec2:DescribeRouteTables\n +trust policy: needs iam:GetRole\n/,
    );
    expect(rows.match(/ec2:DescribeRouteTables/g)).toHaveLength(1);
    expect(rows.indexOf('vCPU quota')).toBeGreaterThan(rows.indexOf('VPC endpoints'));
  });

  it('shows a hostile text without letting it act', () => {
    for (const width of [80, 120]) {
      const text = render(unexplained, {width, verbose: true});
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ud800-\udfff]/);
      expect(text).not.toMatch(/^healthy/m);
      expect(text).toContain('\\x1b[2J');
      expect(text).toContain('\\u202egnp.exe');
      expect(text).toMatch(/\(\+999\.\d kB\)/);
      expect(text.length).toBeLessThan(4000);
    }
  });

  it('is not held up by megabytes', () => {
    const evidence = Array.from({length: 50}, (_, i) => ({
      source: 'event',
      ref: HOSTILE,
      path: HOSTILE,
      value: `${i}${HOSTILE}`,
    }));
    render(diagnosis({causes: [cause({id: 'a', title: HOSTILE, summary: ' '.repeat(1e6) + HOSTILE, evidence})]}), {
      verbose: true,
    });
  });

  it('is plain ASCII where the terminal can show no more', () => {
    for (const d of Object.values(ALL)) expect(render(d, {unicode: false})).toMatch(/^[\n -~]*$/);
    expect(render(founding, {unicode: false})).toContain('subnet-0aa1 -> rtb-0b1 -> nat-0c1');
  });

  it('says with colour nothing that it does not say without', () => {
    for (const d of Object.values(ALL)) {
      const colored = render(d, {color: true});
      expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(render(d));
    }
    expect(render(founding, {color: true})).toContain('\u001b[31mCAUSE');
  });

  it('wraps wide letters by the columns they take, and keeps an emoji whole', () => {
    const headline = `${'コンテナ'.repeat(40)} ${'👩‍👩‍👧‍👦'.repeat(60)}`;
    const text = render(diagnosis({verdict: 'healthy', subjects: [subject({headline})]}));
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(text).toContain('👩‍👩‍👧‍👦👩‍👩‍👧‍👦');
  });

  it('cuts long lists with a count, and shows all when asked', () => {
    const evidence = Array.from({length: 20}, (_, i) => ({
      source: 'ec2:DescribeSubnets',
      ref: `subnet-${i}`,
      value: 'full',
    }));
    const d = diagnosis({causes: [cause({id: 'a', title: 'A', summary: 'A.', evidence})]});
    expect(render(d)).toContain('… and 12 more');
    expect(render(d)).not.toContain('subnet-8');
    expect(render(d, {verbose: true})).toContain('subnet-19');
  });

  it('cuts the lists of what was ruled out and of what could not be read', () => {
    const many = Array.from({length: 40}, (_, i) => ({check: `c-${i}`, title: `T ${i}`, topic: `topic ${i}`}));
    const blind = many.map((c) => ({
      ...c,
      reason: 'failed' as const,
      detail: 'no network',
      couldHide: [],
      matters: false,
    }));
    const text = render(diagnosis({ruledOut: many, notChecked: blind}));
    expect(text).toContain('topic 19 · and 20 more');
    expect(text).toMatch(/topic 5 and 34 more:\s+no network/);
    expect(text).toContain('40 not checked');
    expect(render(diagnosis({ruledOut: many, notChecked: blind}), {verbose: true})).not.toContain('more');
  });

  it('groups pods by owner, and says which of them have a cause', () => {
    const text = render(crowd);
    expect(text).toMatch(/^12 pods of deployment default\/web have been stuck for up to 14m: public endpoint/);
    expect(text).toContain('pods   12 of deployment default/web, stuck: web-6f7c9d-ax2q0, web-6f7c9d-bx2q1,');
    expect(text).toContain('  pods   all 12 pods of 1 deployment\n');
    expect(text).toContain('  pods   4 pods of 1 deployment (of 12 in all): ');
  });

  it('prints only causes when quiet, yet never passes off the unclear as clear', () => {
    expect(render(founding, {quiet: true})).toMatch(/^CAUSE/);
    expect(render(founding, {quiet: true})).not.toMatch(/NOTE|ruled out|cluster fargate-test ·/);
    expect(render(healthy, {quiet: true})).toBe('');
    expect(render(notFargate, {quiet: true})).toBe('');
    expect(render(incomplete, {quiet: true})).toContain('ec2:DescribeRouteTables');
    expect(render(unexplained, {quiet: true})).toContain('No check explains it');
  });

  it('adds absolute times, links and the exit code when verbose', () => {
    const text = render(founding, {verbose: true, width: 140});
    expect(text).toContain('8m ago  2025-03-01T03:02:00Z  fargate-scheduler');
    expect(text).toContain('https://docs.aws.amazon.com/');
    expect(text).toContain('exit 3: 1 cause');
    expect(render(founding)).not.toContain('2025-03-01');
  });

  it('depends on nothing but its input', () => {
    expect(render(founding, {width: 37})).toBe(render(founding, {width: 40}));
    expect(render({...founding, run: {...founding.run, calls: 24}})).toBe(
      render(founding).replace('23 calls', '24 calls'),
    );
  });
});
