import {describe, expect, it} from 'vitest';
import check from '../../../src/checks/start/container-config-is-complete.ts';
import {examine} from '../../../src/engine/examine.ts';
import {placed, state} from '../refused.ts';

const commandsFor = (message: string): readonly string[] => {
  const outcome = examine(check, placed([state({is: 'waiting', reason: 'CreateContainerConfigError', message})]));
  return outcome.is === 'found' ? outcome.problems.flatMap((p) => p.remedies.flatMap((r) => r.commands)) : [];
};

describe('what to look at where a container lacks its configuration', () => {
  it.each([
    ["couldn't find key password in Secret default/app", 'kubectl describe secret app -n default'],
    ["couldn't find key url in ConfigMap default/app", 'kubectl describe configmap app -n default'],
    ['secret "app" not found', 'kubectl get secrets -n default'],
    ['configmap "app" not found', 'kubectl get configmaps -n default'],
  ])('%s', (message, command) => {
    expect(commandsFor(message)).toEqual([command]);
  });
});
