import type {Diagnosis} from '../../src/model/diagnosis.ts';
import type {Position} from '../../src/model/finding.ts';
import {cause, diagnosis, subject} from './diagnoses.ts';

/** Foreign text that tries to be more than text, one attempt for each format and reader. */
export const ATTEMPTS: readonly string[] = [
  '\u001b[2J\u001b[31mred\u001b[0m\u009b1A',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}</style>',
  '| a | b |\n|---|---|',
  '```\n# heading\n```',
  '``code`` `',
  '\r\n::error title=forged::owned\n::set-output name=x::y',
  '%0A::warning::forged',
  ']]><failure/>',
  '--> <!-- &amp; &#x41;',
  'nul \u0000 and \ud800 lone \udfff and \ufffe',
  '\u202egnp.exe\u202c',
  '[link](javascript:alert(1)) ![x](https://example.com/x.png) <https://example.com>',
  '@somebody #12 https://example.com/x www.example.com',
  '__proto__',
  '- item\n1. item\n> quote\n# title\n***',
  '</details></summary>',
  '${jndi:x} {{7*7}} $(reboot) $$x$$',
];

/** A diagnosis that has the text wherever foreign text may stand. */
export function hostile(text: string): Diagnosis {
  const name = `default/${text}`;
  const evil = cause({
    id: 'egress-nat-blackhole',
    title: 'A title',
    summary: `What is wrong: ${text}`,
    subjects: [name],
    evidence: [
      {source: `list pods -n ${text}`, ref: text, path: text, value: text, needed: text, at: '2025-03-01T03:02:00Z'},
      {source: 'ec2:DescribeSubnets', ref: text, value: text},
    ],
    remedies: [
      {summary: `Mend ${text}`, commands: [`kubectl get pod '${text}'`, text], changes: 'aws', then: text},
      {summary: 'Or so', commands: [], changes: 'pod', then: `kubectl delete pod ${text}`},
    ],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html', text],
  });
  return diagnosis({
    cluster: {name: text, region: text, account: text, context: text, kubernetesVersion: text, platformVersion: text},
    subjects: ['a', 'b'].map((prefix) =>
      subject({
        namespace: prefix === 'a' ? 'default' : text,
        name: text,
        owner: {kind: text, name: text},
        profile: text,
        headline: `${name} has been Pending for 14m: ${text}.`,
        timeline: [
          {stage: 'creation', state: 'passed', at: '2025-03-01T02:56:00Z'},
          {stage: 'provisioning', state: 'here'},
        ],
      }),
    ),
    causes: [evil, {...evil, rank: 2, id: 'pull-denied', summary: text, explainedBy: ['egress-nat-blackhole']}],
    notes: [{...evil, id: 'a-note', severity: 'info', summary: text}],
    notChecked: [
      {check: 'a-check', title: text, topic: text, reason: 'denied', needs: text, couldHide: [], matters: true},
      {check: 'b-check', title: 'B', topic: 'b', reason: 'failed', detail: text, couldHide: [], matters: false},
    ],
    paths: [
      {
        profile: text,
        subnet: text,
        destination: 'api',
        subject: name,
        hops: [
          {what: 'subnet', id: text, detail: text, state: 'open'},
          {what: 'nat-gateway', id: text, detail: text, state: 'broken', reason: text},
          {what: 'destination', id: 'API endpoint', state: 'unknown'},
        ],
        causes: ['egress-nat-blackhole'],
      },
    ],
    exit: {code: 3, reason: text},
  });
}

/** A diagnosis whose cause is at a place in a file. */
export const pointing = (position: Position): Diagnosis =>
  diagnosis({
    causes: [
      cause({
        id: 'spec-privileged',
        title: 'Privileged container',
        summary: 'Container app is privileged.',
        evidence: [{source: 'manifest', value: 'true', position}],
      }),
    ],
  });
