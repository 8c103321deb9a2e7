import type {ServedWorld} from '../mocks/serve.ts';

/** Every permission that the runs against this world asked for so far, in the words of a fault's `match`; sorted. */
export const permissionsAsked = (served: ServedWorld): readonly string[] => [...answersAsked(served).keys()];

/** The same, with what was answered, one after the other; nothing where the fakes were not told to keep it. */
export function answersAsked(served: ServedWorld): ReadonlyMap<string, string> {
  const kube = served.kube.requests
    .filter((r) => r.resource !== '')
    .map(({verb, resource, name, namespace, answer = ''}) => {
      const object = `${resource}${name === '' ? '' : `/${name}`}`;
      return [`${verb} ${object}${namespace === '' ? '' : ` -n ${namespace}`}`, answer] as const;
    });
  const aws = served.aws.requests.map(({service, action, params, answer = ''}) => {
    const which = action === 'DescribeVpcAttribute' ? ` Attribute=${params['Attribute'] ?? ''}` : '';
    return [`${service}:${action}${which}`, answer] as const;
  });
  const all = new Map<string, string>();
  for (const [permission, answer] of [...kube, ...aws].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    all.set(permission, `${all.get(permission) ?? ''}${answer}`);
  return all;
}
