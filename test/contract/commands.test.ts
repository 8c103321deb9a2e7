import {expect, it} from 'vitest';
import {examine, type Answers} from '../../src/engine/examine.ts';
import {loadFixtures} from '../checks/load.ts';

// Foreign names are data in printed commands too: whatever stands outside quotes must be a plain word.

const loaded = await loadFixtures();

/** Words that appear in the fixtures as names of AWS or Kubernetes objects, each made into an attempt to break out. */
const NAMES =
  /\b(?:(?:subnet|nat|rtb|vpc|vpce|sg|igw|acl|eni|dopt|tgw|pcx|eigw|fs|eipalloc)-[0-9a-f]+|fargate-pod-execution|default-fp|fargate-test)\b/g;
const BREAKOUT = `';$(reboot)\`x\`\n&& "`;

function hostile(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(NAMES, (name) => name + BREAKOUT);
  if (Array.isArray(value)) return value.map(hostile);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, hostile(v)]));
}

/** What a POSIX shell would see outside quotes. */
function bare(command: string): string {
  return command.replace(/'[^']*'|\\'/g, '');
}

for (const {path, check, fixtures} of loaded) {
  it(`${path}: commands hold foreign names in quotes`, () => {
    for (const fixture of fixtures) {
      const outcome = examine(check, hostile(fixture.facts) as Answers);
      for (const problem of outcome.is === 'found' ? outcome.problems : []) {
        // What `then` holds is a command or a sentence; only the former begins so.
        const lines = problem.remedies.flatMap((r) => [...r.commands, ...(r.then === undefined ? [] : [r.then])]);
        for (const line of lines.filter((l) => /^(?:aws|kubectl|eksctl|fargate-doctor) /.test(l))) {
          expect(bare(line), `${fixture.name}: ${line}`).not.toMatch(/reboot|[\n'`]/);
        }
      }
    }
  });
}
