import {absent} from '../../../src/model/fact.ts';
import {about, but, healthy, pod, templateOf, withFacts, workload, type Fixture} from '../../fixture.ts';
import {annotated, policy, withGroups} from './filters.ts';
import {hanging} from './worlds.ts';

const six = [1, 2, 3, 4, 5, 6].map((n) => `sg-${n}`);
const template = but(
  withFacts({
    podSpec: templateOf(workload()),
    workload: workload(),
    securityGroupPolicies: [policy({groupIds: six.slice(0, 3)}), policy({name: 'web', groupIds: six.slice(3)})],
  }),
  {pod: absent},
);

export const fixtures: readonly Fixture[] = [
  {name: 'none of its own', facts: healthy, yields: []},
  {name: 'five', facts: hanging(withGroups(...six.slice(1))), yields: []},
  {name: 'six', facts: hanging(withGroups(...six)), yields: ['sgp-too-many']},
  {name: 'six of two policies, no pod yet', facts: template, yields: ['sgp-too-many']},
  {
    name: 'by the labels of service accounts, no pod yet',
    facts: {
      ...template,
      ...{
        securityGroupPolicies: {
          is: 'known',
          value: [policy({groupIds: six, serviceAccountSelector: {matchLabels: {a: 'b'}, matchExpressions: []}})],
        },
      },
    },
    yields: [],
  },
  {name: 'six, but it runs', facts: withFacts(about(annotated(pod(), ...six))), yields: []},
];
