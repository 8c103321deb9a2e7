import {describe, expect, it} from 'vitest';
import {beginningOf, coincident, updatesOf, type Change} from '../../src/domain/coincidence.ts';
import {fargatePod, minutesAgo, pendingPod, pod} from '../fixture.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const change = (minutes: number, ref = 'nat-1'): Change => ({
  at: minutesAgo(minutes),
  source: 'ec2:DescribeNatGateways',
  ref,
  what: 'created',
});
const kin = {profile: 'default-fp'};
const older = fargatePod({name: 'web', createdAt: minutesAgo(2 * DAY), profile: 'default-fp'});
const hanging = pendingPod({createdAt: minutesAgo(14)});

describe('the beginning of a trouble', () => {
  it('lies between the newest pod that runs and the one that does not', () => {
    const found = coincident(beginningOf(hanging, [older], kin), [
      change(3 * DAY, 'before-it-all'),
      change(HOUR, 'in-between'),
      change(5, 'too-late'),
    ]);
    expect(found).toEqual([
      {
        source: 'ec2:DescribeNatGateways',
        ref: 'in-between',
        value: 'created after default/web had started, the newest pod that runs there',
        at: minutesAgo(HOUR),
      },
    ]);
  });

  it('is over where a pod has started since', () => {
    const since = fargatePod({name: 'new', createdAt: minutesAgo(10), profile: 'default-fp'});
    expect(coincident(beginningOf(hanging, [older, since], kin), [change(HOUR)])).toEqual([]);
  });

  it('is taken to be a day long where no pod of the kind runs', () => {
    const elsewhere = fargatePod({createdAt: minutesAgo(20), profile: 'other'});
    const found = coincident(beginningOf(hanging, [elsewhere], kin), [change(HOUR), change(2 * DAY)]);
    expect(found.map((e) => e.value)).toEqual(['created less than a day before the pod was made; no pod runs there']);
  });

  it('is not known of a pod that has its node, or where the others were not read', () => {
    expect(beginningOf(pod(), [older], kin)).toBeUndefined();
    expect(beginningOf(hanging, undefined, kin)).toBeUndefined();
    expect(coincident(undefined, [change(HOUR)])).toEqual([]);
  });

  it('has three changes at most, the latest first, and none without a time', () => {
    const changes = [5, 3, 1, 4, 2].map((hours) => change(hours * HOUR, `nat-${hours}`));
    const found = coincident(beginningOf(hanging, [older], kin), [...changes, {...change(1), at: undefined}]);
    expect(found.map((e) => e.ref)).toEqual(['nat-1', 'nat-2', 'nat-3']);
  });
});

describe('updates of the cluster as changes', () => {
  const update = {
    id: 'u-1',
    type: 'EndpointAccessUpdate',
    status: 'Successful',
    createdAt: minutesAgo(HOUR),
    params: [{name: 'PublicAccessCidrs', value: '["198.51.100.0/24"]'}],
  };

  it('are those of the type that took effect', () => {
    const updates = [
      update,
      {...update, id: 'u-2', status: 'Failed'},
      {...update, id: 'u-3', type: 'VersionUpdate'},
      {...update, id: 'u-4', status: 'InProgress', params: []},
    ];
    expect(updatesOf(updates, 'EndpointAccessUpdate').map(({ref, what}) => `${ref} ${what}`)).toEqual([
      'u-1 EndpointAccessUpdate (PublicAccessCidrs=["198.51.100.0/24"])',
      'u-4 EndpointAccessUpdate',
    ]);
    expect(updatesOf(undefined, 'EndpointAccessUpdate')).toEqual([]);
  });

  it('are cut where the list is long', () => {
    const long = {...update, params: [{name: 'PublicAccessCidrs', value: '198.51.100.0/24,'.repeat(40)}]};
    expect(updatesOf([long], 'EndpointAccessUpdate')[0]?.what.length).toBeLessThan(200);
  });
});
