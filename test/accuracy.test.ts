import {describe, expect, it} from 'vitest';
import {fieldMessages, messageStory} from '../mocks/field-messages.ts';
import {CHECKS} from '../src/checks/index.ts';
import {UNREADABLE} from '../src/checks/unreadable.ts';
import {falseFriends} from './false-friends.ts';
import {catalogue, coverage, namedInGoldens} from './catalogue.ts';
import {WORLD_NOW} from './program.ts';

describe('the catalogue of causes', () => {
  const {ids, retired} = catalogue();
  const now = coverage(namedInGoldens());

  it('is sorted, has each id once, and leads from retired ids to living ones', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const [old, id] of Object.entries(retired)) {
      expect(ids).not.toContain(old);
      expect(ids).toContain(id);
    }
  });

  it('has each id in a check and a story, or listed as unreadable', () => {
    expect(now.noCheck).toEqual([]);
    expect(now.noStory).toEqual([]);
  });

  it('has each id in one state', () => {
    const reported = new Set(CHECKS.flatMap((check) => Object.keys(check.causes)));
    expect(UNREADABLE.map((u) => u.id).filter((id) => reported.has(id))).toEqual([]);
    expect(UNREADABLE.map((u) => u.id).filter((id) => !ids.includes(id) && !Object.hasOwn(retired, id))).toEqual([]);
  });
});

describe('the messages from the field', () => {
  const {messages, elsewhere} = fieldMessages();

  it('name ids of the catalogue and public sources', () => {
    const {ids} = catalogue();
    expect(
      messages.flatMap((m) => (typeof m.cause === 'string' ? [] : m.cause)).filter((id) => !ids.includes(id)),
    ).toEqual([]);
    for (const {source} of [...messages, ...elsewhere])
      expect(source).toMatch(/^(https:\/\/\S+|field report|none, made up)$/);
  });

  it('each make a world', () => {
    expect(messages.length).toBeGreaterThan(50);
    for (const message of messages) expect(() => messageStory(message, WORLD_NOW)).not.toThrow();
  });
});

describe('the watch for wrong advice', () => {
  const remedy = (command: string, summary = 'Do it'): Parameters<typeof falseFriends>[0] => ({
    causes: [{id: 'profile-none', remedies: [{summary, commands: [command], changes: 'pod'}]}],
    notes: [],
  });

  it('knows the false friends', () => {
    const wrong = [
      'kubectl taint nodes --all eks.amazonaws.com/compute-type-',
      `kubectl patch deploy web --type json -p '[{"op":"add","path":"/spec/template/spec/tolerations"}]'`,
      'aws ec2 modify-subnet-attribute --subnet-id subnet-1 --map-public-ip-on-launch',
      'aws service-quotas request-service-quota-increase --quota-code L-790AF391',
      'aws eks update-nodegroup-config --nodegroup-name ng --scaling-config desiredSize=3',
    ];
    for (const command of wrong) expect(falseFriends(remedy(command)), command).toHaveLength(1);
    expect(falseFriends(remedy('true', 'Add a toleration for the taint'))).toHaveLength(1);
    expect(falseFriends({causes: [{id: 'logging-configmap-missing', remedies: []}], notes: []})).toHaveLength(1);
  });

  it('lets right advice pass', () => {
    const right = `kubectl patch deploy web --type json -p '[{"op":"remove","path":"/spec/template/spec/tolerations"}]'`;
    expect(falseFriends(remedy(right, 'Remove the toleration'))).toEqual([]);
    expect(falseFriends({causes: [], notes: [{id: 'logging-configmap-missing', remedies: []}]})).toEqual([]);
  });
});
