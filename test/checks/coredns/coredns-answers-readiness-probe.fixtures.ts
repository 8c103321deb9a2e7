import {absent, denied} from '../../../src/model/fact.ts';
import type {Pod} from '../../../src/model/kubernetes.ts';
import {
  addon,
  but,
  configMap,
  COREFILE,
  corednsPod,
  healthy,
  minutesAgo,
  withFacts,
  type Fixture,
} from '../../fixture.ts';

const NO_READY = COREFILE.replace('    ready\n', '');
/** A CoreDNS pod whose container has run for some minutes and is not ready. */
export const unready = (minutes: number): Pod =>
  corednsPod({
    status: {
      phase: 'Running',
      conditions: [{type: 'Ready', status: 'False'}],
      containers: [
        {
          name: 'coredns',
          init: false,
          ready: false,
          restarts: 0,
          image: 'c',
          state: {is: 'running', at: minutesAgo(minutes)},
        },
      ],
    },
  });
export const without = (minutes = 30, corefile = NO_READY) =>
  withFacts({corednsPods: [unready(minutes)], corefile: configMap('coredns', {Corefile: corefile})});

export const fixtures: readonly Fixture[] = [
  {name: 'the plugin is there', facts: healthy, yields: []},
  {name: 'it is missing, and a pod runs unready', facts: without(), yields: ['coredns-ready-plugin-missing']},
  {name: 'self-managed', facts: but(without(), {corednsAddon: absent}), yields: ['coredns-ready-plugin-missing']},
  {
    name: 'missing, but the pods are ready',
    facts: withFacts({corefile: configMap('coredns', {Corefile: NO_READY})}),
    yields: [],
  },
  {name: 'missing, but the pod has just started', facts: without(1), yields: []},
  {
    name: 'commented out',
    facts: without(30, COREFILE.replace('    ready', '    # ready')),
    yields: ['coredns-ready-plugin-missing'],
  },
  {
    name: 'a version that probes otherwise',
    facts: {...without(), corednsAddon: {is: 'known', value: addon({version: 'v1.9.3-eksbuild.2'})}},
    yields: [],
  },
  {name: 'an import hides it', facts: without(30, `${NO_READY}import /etc/more\n`), yields: [], outcome: 'unchecked'},
  {
    name: 'the add-on is denied',
    facts: but(without(), {corednsAddon: denied('eks:DescribeAddon')}),
    yields: [],
    outcome: 'unchecked',
  },
];
