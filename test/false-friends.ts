import type {Remedy} from '../src/model/finding.ts';

interface Advising {
  readonly id: string;
  readonly remedies: readonly Remedy[];
}

interface FalseFriend {
  readonly name: string;
  wrong(text: string): boolean;
}

/** Advice that is often given for Fargate and never helps, or that helps only by accident. */
const FALSE_FRIENDS: readonly FalseFriend[] = [
  {
    name: 'tolerate the taint of Fargate nodes',
    wrong: (text) =>
      (/"tolerations"|\/tolerations/.test(text) && !/"op": ?"remove"/.test(text)) ||
      /\badd\b.{0,40}\btoleration/i.test(text),
  },
  {name: 'remove the taint of Fargate nodes', wrong: (text) => /kubectl taint\b/.test(text)},
  {name: 'give public addresses on launch', wrong: (text) => /map-?public-?ip-?on-?launch/i.test(text)},
  {name: 'the quota on the number of pods, which is dead', wrong: (text) => text.includes('L-790AF391')},
  {
    name: 'bigger or more instances',
    wrong: (text) => /update-nodegroup|scale nodegroup|--instance-types?\b|bigger instance|larger instance/i.test(text),
  },
];

/** Wrong advice in a report, as `id: what`. */
export function falseFriends(document: {
  readonly causes: readonly Advising[];
  readonly notes: readonly Advising[];
}): readonly string[] {
  const advised = [...document.causes, ...document.notes].flatMap(({id, remedies}) =>
    remedies
      .flatMap(({summary, commands, then}) => [summary, ...commands, then ?? ''])
      .flatMap((text) => FALSE_FRIENDS.filter((f) => f.wrong(text)).map((f) => `${id}: ${f.name}`)),
  );
  const blamed = document.causes
    .filter(({id}) => id === 'logging-configmap-missing')
    .map(({id}) => `${id}: given as a cause, while logging never keeps a pod from starting`);
  return [...new Set([...advised, ...blamed])];
}
