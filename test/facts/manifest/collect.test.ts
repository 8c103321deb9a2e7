import {describe, expect, it} from 'vitest';
import {collect, type CollectOptions, type Manifest} from '../../../src/facts/manifest/collect.ts';
import {parseManifest} from '../../../src/facts/manifest/parse.ts';
import {NOW} from '../../fixture.ts';

const read = (text: string, options: Partial<CollectOptions> = {}): Manifest =>
  collect(parseManifest({file: 'm.yaml', text}), {namespace: 'default', chosen: false, now: NOW, ...options});

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i}]}\n';

describe('objects of a manifest', () => {
  it('counts what has no pods, and what only bears the name of a kind that has', () => {
    const kruise = POD.replace('v1', 'apps.kruise.io/v1beta1').replace('Pod', 'StatefulSet');
    const {pods, otherObjects} = read(`${POD}---\n${kruise}---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n`);
    expect(pods.map((p) => p.subject)).toEqual([{kind: 'Pod', namespace: 'default', name: 'a', planned: true}]);
    expect(otherObjects).toBe(2);
  });

  it('takes the last of two with one name, and says so', () => {
    const {pods, warnings} = read(`${POD}---\n${POD.replace('image: i', 'image: j')}`);
    expect(pods.map((p) => p.podSpec.spec.containers[0]?.image)).toEqual(['j']);
    expect(warnings).toEqual([
      {message: 'pod/a is given twice; this one counts', position: {file: 'm.yaml', line: 7, column: 1}},
    ]);
  });

  it('puts an object without a namespace into that of -n, and refuses one of another', () => {
    expect(read(POD, {namespace: 'shop', chosen: true}).pods[0]?.subject.namespace).toBe('shop');
    const other = POD.replace('name: a', 'name: a, namespace: billing');
    expect(read(other, {namespace: 'shop'}).pods[0]?.subject.namespace).toBe('billing');
    expect(() => read(other, {namespace: 'shop', chosen: true})).toThrow(/m\.yaml:3:21: Pod a names namespace billing/);
  });

  it.each([
    ['[1, 2]', /m\.yaml:1:1: a Kubernetes object is wanted here/],
    ['a: 1', /m\.yaml:1:1: this is no Kubernetes object: kind is not set/],
    ['kind: Pod', /apiVersion is not set/],
    ['apiVersion: v1\nkind: Pod\nspec: {}\n', /m\.yaml:2:1: this Pod has no metadata\.name/],
    ['apiVersion: v1\nkind: List\nitems:\n  - 7\n', /m\.yaml:4:5: a Kubernetes object is wanted here/],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('fields that the API server does not know', () => {
  const warnings = (spec: string): readonly string[] =>
    read(`apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n${spec}`).warnings.map(
      ({message, position}) => `${position.line}:${position.column} ${message}`,
    );

  it('names the nearest that it knows, with the place', () => {
    expect(warnings('  contianers: []\n')).toEqual(['5:3 unknown field contianers in spec; is containers meant?']);
    expect(warnings('  containers:\n    - {name: c, image: i, qqqqqq: 1}\n')).toEqual([
      '6:27 unknown field qqqqqq in spec.containers[0]',
    ]);
  });

  it('says which type is wanted', () => {
    expect(warnings('  nodeSelector: {a: true}\n  hostNetwork: "yes"\n  volumes: {}\n  containers: [x]\n')).toEqual([
      '5:18 spec.nodeSelector.a must be text, and is true; put it in quotes',
      '6:3 spec.hostNetwork must be true or false, and is text',
      '7:3 spec.volumes must be a list, and is a map',
      '8:16 spec.containers[0] must be a map, and is text',
    ]);
  });

  it('lets numbers stand for amounts and nothing for anything', () => {
    expect(warnings('  overhead: {cpu: 1}\n  volumes: null\n  priority: 3\n')).toEqual([]);
  });
});
