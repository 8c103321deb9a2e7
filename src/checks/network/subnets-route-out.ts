import {
  brokenBy,
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {judge, sentence, some, whereText, withoutDefault} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {createEndpoints, reroute} from '../../domain/network-remedies.ts';
import {endpointsFor, START_SERVICES} from '../../domain/vpc-endpoints.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem} from '../../model/finding.ts';
import {causes} from './subnets-route-out.pages.ts';

export default defineCheck({
  id: 'subnets-route-out',
  title: 'The subnets of the profile have a working default route',
  topic: 'routes',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes,
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'routes');
    const problems: Problem[] = [];
    const add = (cause: keyof typeof causes, broken: readonly EgressPath[], what: string): void => {
      const paths = some(broken);
      if (!paths) return;
      const {fields, evidence, cut} = judge(reading, paths, doubt);
      const summary = sentence(reading, paths, what, cut);
      problems.push({cause, summary, ...fields, evidence, remedies: [reroute(reading, paths)]});
    };

    const holes = brokenBy(reading, 'blackhole-route', 'nat-not-available').filter((path) =>
      path.routes.some((route) => route.state === 'blackhole'),
    );
    const gone = [
      ...new Set(holes.flatMap((p) => p.routes.filter((r) => r.state === 'blackhole').map((r) => r.target))),
    ];
    const are = gone.length === 1 ? 'is' : 'are';
    add('egress-blackhole-route', holes, `the default route leads to ${listText(gone)}, which ${are} gone (blackhole)`);
    const {plain, secondary} = withoutDefault(reading);
    const blocks = listText(secondary.map((path) => path.subnet.cidr));
    add('subnet-secondary-cidr-no-route', secondary, `the added address block (${blocks}) has no default route`);
    // With some endpoints the VPC is isolated on purpose, and what it lacks is an endpoint, not a route.
    const isolated = START_SERVICES.some((s) => endpointsFor(s, reading.endpoints ?? [], reading.region).length > 0);
    if (!isolated && plain.length > 0) {
      // Unread endpoints: it may be isolated, which is no fault.
      doubt.unsure('vpcEndpoints');
      add(
        'egress-no-default-route',
        plain,
        `there is no default route (${listText(plain.map((p) => p.table?.id ?? ''))})`,
      );
      const found = problems.pop();
      if (found) problems.push(orEndpoints(found, reading));
    }
    return [...problems, ...appliances(reading)];
  },
});

/** Endpoints are the other way to mend it, and, where they could not be read, the reason why it may be no fault at all. */
function orEndpoints(found: Problem, reading: EgressReading): Problem {
  // What there may be already is not to be made.
  if (reading.endpoints === undefined) {
    return {...found, certainty: 'possible', severity: 'warning', note: true, remedies: []};
  }
  const endpoints = createEndpoints(reading, START_SERVICES);
  return {...found, remedies: [...found.remedies, ...(endpoints ? [endpoints] : [])]};
}

function appliances(reading: EgressReading): readonly Problem[] {
  const beyond = some(reading.paths.filter((path) => path.end.reaches === 'beyond'));
  if (!beyond) return [];
  const via = listText(beyond.flatMap(({end}) => (end.reaches === 'beyond' ? [end.id] : [])));
  const [first, ...rest] = beyond;
  return [
    {
      cause: 'egress-via-appliance',
      summary: `${whereText(reading, beyond).where} traffic leaves through ${via}; what lies behind can't be seen from here.`,
      certainty: 'possible',
      note: true,
      evidence: [pathEvidence(first), ...rest.map(pathEvidence)],
      remedies: [],
    },
  ];
}
