import type {ServedWorld} from '../mocks/serve.ts';

/** Every permission that the runs against this world asked for so far, in the words of a fault's `match`; sorted. */
export function permissionsAsked(served: ServedWorld): readonly string[] {
  const kube = served.kube.requests
    .filter((r) => r.resource !== '')
    .map(
      (r) =>
        `${r.verb} ${r.resource}${r.name === '' ? '' : `/${r.name}`}${r.namespace === '' ? '' : ` -n ${r.namespace}`}`,
    );
  const aws = served.aws.requests.map(
    (r) =>
      `${r.service}:${r.action}${r.action === 'DescribeVpcAttribute' ? ` Attribute=${r.params['Attribute'] ?? ''}` : ''}`,
  );
  return [...new Set([...kube, ...aws])].sort();
}
