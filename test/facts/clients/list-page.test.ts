import {describe, expect, it} from 'vitest';
import {pageReader, type Page} from '../../../src/facts/clients/list-page.ts';

const ITEM = (name: string, more: object = {}): object => ({metadata: {name}, spec: {}, ...more});
const HEAD = {kind: 'PodList', apiVersion: 'v1', metadata: {resourceVersion: '7', continue: 'next'}};
const LISTS: Readonly<Record<string, string>> = {
  'as the API server writes it': JSON.stringify({...HEAD, items: [ITEM('a'), ITEM('b'), ITEM('c')]}) + '\n',
  'of one item': JSON.stringify({...HEAD, items: [ITEM('a')]}),
  'of none': JSON.stringify({...HEAD, items: []}),
  'of null': JSON.stringify({...HEAD, items: null}),
  'with its metadata behind': JSON.stringify({items: [ITEM('a'), ITEM('b')], metadata: {resourceVersion: '7'}}),
  'of custom resources': JSON.stringify({
    ...HEAD,
    items: [{apiVersion: 'v1', kind: 'X', metadata: {name: 'a'}}, {kind: 'X'}],
  }),
  'with blanks': JSON.stringify({...HEAD, items: [ITEM('a'), ITEM('b')]}, null, 2),
  'with something alike inside of an item': JSON.stringify({
    ...HEAD,
    items: [ITEM('a'), {parts: [ITEM('b'), ITEM('c')], metadata: {name: 'd'}}, ITEM('e')],
  }),
  'with the words in a string': JSON.stringify({
    ...HEAD,
    items: [ITEM('a', {text: '},{"metadata":{"items":[]}'}), ITEM('b')],
  }),
  'with a list in its metadata': JSON.stringify({metadata: {items: [ITEM('x'), ITEM('y')]}, items: [ITEM('a')]}),
  'of letters beyond ASCII': JSON.stringify({...HEAD, items: [ITEM('größe'), ITEM('大')]}),
};

function read(text: string, size: number): Page<unknown> {
  const reader = pageReader((item) => item);
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
  return reader.end();
}

describe('a list, read while it arrives, is the list read as a whole', () => {
  for (const [name, text] of Object.entries(LISTS)) {
    it(name, () => {
      const {metadata, items} = JSON.parse(text) as {metadata: unknown; items: unknown[] | null};
      for (const size of [1, 2, 3, 7, 50, 10_000]) {
        expect(read(text, size), `pieces of ${size}`).toEqual({metadata, taken: items ?? []});
      }
    });
  }
});

describe('what is no list', () => {
  const whole = LISTS['as the API server writes it'] ?? '';

  it('cut off anywhere, it is an error and never a shorter list', () => {
    for (let end = 0; end < whole.trim().length; end++) {
      expect(() => read(whole.slice(0, end), 20), whole.slice(0, end)).toThrow(SyntaxError);
    }
  });

  it('something else has no items', () => {
    expect(read('{"kind":"Status","items":{}}', 9).taken).toBeUndefined();
    expect(read('[1]', 9).taken).toBeUndefined();
  });

  it('a megabyte of false ends takes no longer than it takes to arrive', () => {
    const started = performance.now();
    const text = `{"items":[{"metadata":{},"parts":[${'{"metadata":{}},'.repeat(70_000)}{}]}]}`;
    expect(read(text, 16_000).taken).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
