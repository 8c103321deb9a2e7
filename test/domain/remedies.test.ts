import {describe, expect, it} from 'vitest';
import {recreateBoth, recreateCommand} from '../../src/domain/remedies.ts';

const remove = (name: string, namespace = 'kube-system'): string =>
  recreateCommand({kind: 'Pod', name, namespace}) ?? '';

describe('one command that recreates several pods', () => {
  it('names them all, each once', () => {
    const two = recreateBoth(remove('coredns-1'), remove('coredns-2'));
    expect(two).toBe('kubectl delete pod coredns-1 coredns-2 -n kube-system');
    expect(recreateBoth(two, remove('coredns-2'))).toBe(two);
  });

  it('leaves other commands, other namespaces and odd names alone', () => {
    expect(recreateBoth(remove('a', 'x'), remove('b', 'y'))).toBe('kubectl delete pod a -n x');
    expect(recreateBoth('kubectl rollout restart deployment/a -n x', remove('b', 'x'))).toContain('rollout restart');
    expect(recreateBoth(remove('a'), remove('b; reboot'))).toBe(remove('a'));
    expect(recreateBoth(remove("a' -n b"), remove('c'))).toBe(remove("a' -n b"));
  });

  it('stops where nobody would paste it', () => {
    const many = Array.from({length: 60}, (_, i) => remove(`web-${i}`)).reduce(recreateBoth);
    expect(many.split(' ').length - 5).toBe(50);
  });
});
