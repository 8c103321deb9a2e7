import {describe, expect, it} from 'vitest';
import {renderGithub} from '../../src/report/github.ts';
import {renderHtml} from '../../src/report/html/page.ts';
import {renderJunit} from '../../src/report/junit.ts';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {renderSarif} from '../../src/report/sarif.ts';
import type {Ignored} from '../../src/model/diagnosis.ts';
import {founding} from './diagnoses.ts';

const ignored: readonly Ignored[] = [
  {id: 'subnet-public', reason: 'known', count: 2},
  {id: 'spec-host-port', expires: '2026-01-01', expired: true, count: 0},
];

describe('what is ignored, in formats that are passed on', () => {
  it.each([renderGithub, renderHtml, renderJunit, renderMarkdown, renderSarif])('%o', (render) => {
    const text = render({...founding, ignored});
    expect(text).toContain('2 findings ignored: subnet-public');
    expect(text).toContain('expired on 2026-01-01');
    expect(render(founding)).not.toContain('ignored: ');
  });
});
