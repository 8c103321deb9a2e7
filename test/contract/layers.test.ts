import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const files = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
const SOURCES = [...files('src'), ...files('mocks')];

/** Which layers each layer may import, beside itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  domain: ['model'],
  checks: ['model', 'domain'],
  engine: ['model', 'domain'],
  report: ['model', 'domain'],
  redaction: ['model', 'domain'],
  facts: ['model', 'domain'],
  commands: ['model', 'domain', 'checks', 'engine', 'report', 'redaction', 'facts', 'mocks'],
  mocks: ['model', 'domain', 'facts'],
};

const layerOf = (file: string): string => {
  const [top, second] = file.split('/');
  return top === 'mocks' ? 'mocks' : second?.endsWith('.ts') ? 'root' : (second ?? '');
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const imports: readonly Import[] = SOURCES.flatMap((from) => {
  const text = readFileSync(join(ROOT, from), 'utf8');
  return [
    ...text.matchAll(
      /(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|import\s+'([^']+)'/g,
    ),
  ].map((m) => ({
    from,
    to: m[2] ?? m[3] ?? m[4] ?? '',
    typeOnly: m[1] !== undefined,
  }));
});

const local = (i: Import): string => relative(ROOT, resolve(ROOT, dirname(i.from), i.to));

describe('layers', () => {
  it('import only what lies below them', () => {
    const wrong = imports
      .filter((i) => i.to.startsWith('.'))
      .filter((i) => {
        const [from, to] = [layerOf(i.from), layerOf(local(i))];
        return from !== 'root' && from !== to && !(ALLOWED[from] ?? []).includes(to);
      })
      .map((i) => `${i.from} -> ${local(i)}`);
    expect(wrong).toEqual([]);
  });

  it('keep AWS and Kubernetes packages to the folder that knows them', () => {
    const wrong = imports
      .filter((i) => /^(@aws-sdk|@smithy|@kubernetes|@aws-crypto)/.test(i.to))
      .filter((i) => !['facts', 'mocks'].includes(layerOf(i.from)))
      .map((i) => `${i.from} -> ${i.to}`);
    expect(wrong).toEqual([]);
  });

  it('leave process, console and files to commands and facts', () => {
    const wrong = files('src')
      .filter((file) => ['model', 'domain', 'checks', 'engine', 'report', 'redaction'].includes(layerOf(file)))
      .filter((file) => {
        const text = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        return /\bprocess\.|\bconsole\.|node:fs|node:child_process|node:net|node:http/.test(text);
      });
    expect(wrong).toEqual([]);
  });

  it('read the clock in one place', () => {
    const wrong = files('src').filter((file) =>
      /Date\.now\(|new Date\(\)/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual(['src/facts/clock.ts']);
  });

  it('have no circle of imports', () => {
    const graph = new Map<string, Set<string>>();
    for (const i of imports.filter((x) => x.to.startsWith('.') && !x.typeOnly)) {
      graph.set(i.from, (graph.get(i.from) ?? new Set()).add(local(i)));
    }
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    expect(() => [...graph.keys()].forEach((file) => visit(file, []))).not.toThrow();
  });
});
