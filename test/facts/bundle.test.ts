import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {loadBundle} from '../../src/facts/bundle/file.ts';
import {packBundle, readBundle, type Bundle} from '../../src/facts/bundle/format.ts';
import {DoctorError} from '../../src/facts/errors.ts';
import {denied, known} from '../../src/model/fact.ts';

const subject = {kind: 'Pod', namespace: 'shop', name: 'web'} as const;
const EVENT = {
  type: 'Warning',
  reason: 'FailedScheduling',
  message: 'no',
  component: 'fargate-scheduler',
  object: {kind: 'Pod', name: 'web'},
  count: 1,
  firstAt: '2026-11-20T03:00:00Z',
  lastAt: '2026-11-20T03:00:00Z',
};
const bundle: Bundle = {
  version: '0.1.0',
  redaction: 'none',
  withheld: [],
  recording: {
    subjects: [{subject, facts: {subject: known(subject), podEvents: known([EVENT]), workload: {is: 'absent'}}}],
    cluster: {clock: known('2026-11-20T03:10:00.000Z'), profiles: denied('eks:ListFargateProfiles')},
    told: ['deployment/web has one pod, web.'],
  },
};

const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-bundle-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** A file with these bytes. */
function file(bytes: Uint8Array): string {
  const path = join(folder, 'some.fdb');
  writeFileSync(path, bytes);
  return path;
}

/** The document of the bundle above, changed. */
function changed(change: (document: Record<string, unknown>) => void): string {
  const document = {schema: 'fargate-doctor-bundle/v1', ...bundle, ...bundle.recording} as Record<string, unknown>;
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy);
}

/** One value of one fact, changed. */
const withFact = (id: string, fact: unknown): string =>
  changed((document) => {
    document['cluster'] = {...(document['cluster'] as object), [id]: fact};
  });

const refusal = async (path: string, largest?: number): Promise<DoctorError> => {
  const error: unknown = await loadBundle(path, largest).catch((e: unknown) => e);
  if (!(error instanceof DoctorError)) throw new Error('was not refused', {cause: error});
  return error;
};

describe('a bundle', () => {
  it('comes back as it was packed', async () => {
    expect(await loadBundle(file(packBundle(bundle)))).toEqual(bundle);
  });

  it('has the same bytes for the same facts, in whatever order they were met', () => {
    const {cluster, ...rest} = bundle.recording;
    const turned = {...bundle, recording: {cluster: Object.fromEntries(Object.entries(cluster).reverse()), ...rest}};
    expect(packBundle(turned).equals(packBundle(bundle))).toBe(true);
    // No time, no file name, no system.
    expect([...packBundle(bundle).subarray(3, 8), packBundle(bundle)[9]]).toEqual([0, 0, 0, 0, 0, 255]);
  });

  it('leaves out what a later version has added', () => {
    const later = changed((document) => {
      document['novelty'] = {a: 1};
      document['cluster'] = {...(document['cluster'] as object), moonPhase: {is: 'known', value: 3}};
    });
    expect(readBundle(later, 'f')).toEqual(bundle);
  });

  it('takes a value that lacks a field for unavailable, as of another version', () => {
    const {recording} = readBundle(withFact('vpcDnsSupport', {is: 'known', value: true}), 'f');
    expect(recording.cluster['vpcDnsSupport']).toEqual(known(true));
    const lacking = readBundle(withFact('vpc', {is: 'known', value: {id: 'vpc-1'}}), 'f');
    expect(lacking.recording.cluster['vpc']).toEqual({
      is: 'unavailable',
      reason: 'the bundle was made by another version: vpc.cidrs is not there',
    });
  });
});

describe('a file is refused that', () => {
  const whole = packBundle(bundle);
  const deep = `{"schema":"fargate-doctor-bundle/v1","cluster":${'['.repeat(5_000_000)}`;
  it.each([
    ['is not there', () => join(folder, 'nowhere.fdb'), /there is no such file/],
    ['is a folder', () => folder, /it is a folder/],
    ['is empty', () => file(Buffer.alloc(0)), /cut short/],
    ['is not packed', () => file(Buffer.from('{}')), /not packed with gzip/],
    ['is cut short', () => file(whole.subarray(0, whole.length - 20)), /cut short/],
    ['is damaged', () => file(Buffer.from(whole.map((b, i) => (i === 60 ? b ^ 255 : b)))), /damaged/],
    ['holds half a document', () => file(gzipSync('{"schema":"farg')), /no complete JSON document/],
    ['is something else', () => file(gzipSync('{"kind":"List"}')), /does not say that it is one/],
    ['never ends its brackets', () => file(gzipSync(deep)), /nest deeper than 64/],
  ])('%s', async (_, path, says) => {
    const error = await refusal(path());
    expect(error.message).toMatch(says);
    expect(error.exit).toBe(1);
  });

  it('unpacks to more than a bundle does, and is not unpacked to its end', async () => {
    const bomb = file(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    expect((await refusal(bomb, 4 * 1024 * 1024)).message).toMatch(/unpacks to more than 4 MB/);
  });
});

describe('a document is refused that', () => {
  const read = (text: string) => (): unknown => readBundle(text, 'some.fdb');
  it.each([
    [
      'is of a later version',
      changed((d) => (d['schema'] = 'fargate-doctor-bundle/v2')),
      /version 2, and this .* version 1/,
    ],
    ['has an unknown state', withFact('vpc', {is: 'maybe'}), /cluster\.vpc\.is must be known, absent/],
    ['has a fact that is none', withFact('vpc', 7), /cluster\.vpc must be an object/],
    ['has a denial without a right', withFact('vpc', {is: 'denied'}), /vpc\.permission must be a text/],
    ['has a value of a wrong type', withFact('nodes', {is: 'known', value: 'none'}), /nodes\.value must be a list/],
    ['has one deep within', withFact('profileNames', {is: 'known', value: ['a', {}]}), /value\[1\] must be a text/],
    ['is about nothing', changed((d) => (d['subjects'] = [])), /about nothing/],
    ['has no subjects', changed((d) => delete d['subjects']), /subjects is not there/],
    [
      'reaches for prototypes',
      withFact('vpc', {is: 'known', value: {constructor: {}}}),
      /vpc\.value\.constructor must be absent/,
    ],
    [
      'does so by the other name',
      withFact('x', 1).replace('"x":1', '"vpc":{"is":"known","value":{"__proto__":{}}}'),
      /__proto__ must be absent/,
    ],
  ])('%s', (_, text, says) => {
    expect(read(text)).toThrow(DoctorError);
    expect(read(text)).toThrow(says);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('keeps keys of anybody as what they are', () => {
    const value =
      '{"namespace":"kube-system","name":"aws-auth","createdAt":"","data":{"__proto__":"a","constructor":"b"}}';
    const text = withFact('x', 1).replace('"x":1', `"awsAuth":{"is":"known","value":${value}}`);
    const {awsAuth} = readBundle(text, 'f').recording.cluster;
    const data = awsAuth?.is === 'known' ? (awsAuth.value as {data: object}).data : {};
    expect(Object.entries(data)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });
});
