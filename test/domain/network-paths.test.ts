import {describe, expect, it} from 'vitest';
import {networkPaths} from '../../src/domain/network-paths.ts';
import type {NetworkPath} from '../../src/model/diagnosis.ts';
import {loadFixtures} from '../checks/load.ts';

const loaded = (await loadFixtures()).filter(({path}) => path.startsWith('network/'));
const worlds = loaded.flatMap(({path, fixtures}) =>
  fixtures.map((fixture) => ({name: `${path}: ${fixture.name}`, fixture, paths: networkPaths(fixture.facts)})),
);
const broken = ({hops}: NetworkPath): NetworkPath['hops'][number] | undefined => hops.find((h) => h.state === 'broken');

describe('the ways through the network, in the worlds of all network checks', () => {
  it('are walked in many of them', () => {
    expect(worlds.filter(({paths}) => paths.length > 0).length).toBeGreaterThan(50);
    expect(worlds.filter(({paths}) => paths.some(broken)).length).toBeGreaterThan(20);
  });

  it('begin at the subnet, end at the destination, and say why they break', () => {
    for (const {name, paths} of worlds) {
      for (const path of paths) {
        expect(path.hops[0], name).toMatchObject({what: 'subnet', id: path.subnet});
        expect(path.hops.at(-1)?.what, name).toBe('destination');
        for (const hop of path.hops) {
          expect(hop.id, name).not.toBe('');
          if (hop.state === 'broken') expect(hop.reason ?? '', name).not.toBe('');
          if (hop.state === 'open') expect(hop.reason, name).toBeUndefined();
        }
      }
    }
  });

  it('claim nothing open behind a break', () => {
    for (const {name, paths} of worlds) {
      for (const {hops} of paths) {
        const at = hops.findIndex((hop) => hop.state === 'broken');
        if (at >= 0)
          expect(
            hops.slice(at).some((hop) => hop.state === 'open'),
            name,
          ).toBe(false);
      }
    }
  });

  it('break at the API endpoint where it does not admit the address, and name both', () => {
    const mine = worlds.filter(({fixture}) => fixture.yields.join() === 'endpoint-public-cidrs-exclude-nat');
    const cut = mine.flatMap(({paths}) => paths.filter((p) => p.destination === 'api')).flatMap((p) => broken(p) ?? []);
    expect(cut.length).toBeGreaterThan(0);
    for (const hop of cut)
      expect(hop).toMatchObject({
        what: 'destination',
        reason: expect.stringMatching(/^admits only .*\d, not \d/) as string,
      });
  });
});
