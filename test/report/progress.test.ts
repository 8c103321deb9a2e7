import {PassThrough} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {startProgress, type ProgressStream} from '../../src/report/progress.ts';

function stream(isTTY: boolean): {readonly stream: ProgressStream; readonly written: () => string} {
  const sink = new PassThrough();
  let text = '';
  sink.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const terminal = Object.assign(sink, {
    isTTY,
    columns: 80,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  });
  return {stream: terminal, written: () => text};
}

describe('startProgress', () => {
  it('is silent where nobody watches, save for warnings', async () => {
    const {stream: sink, written} = stream(false);
    const progress = await startProgress(sink);
    progress.say('reading');
    progress.warn('two pods match \u001b[2J');
    progress.done();
    expect(written()).toBe('warning: two pods match \\x1b[2J\n');
  });

  it('is silent where it is not wanted', async () => {
    const {stream: sink, written} = stream(true);
    const progress = await startProgress(sink, true);
    progress.say('reading');
    progress.done();
    expect(written()).toBe('');
  });

  it('shows on a terminal what is being done, made safe, and goes away', async () => {
    const {stream: sink, written} = stream(true);
    const progress = await startProgress(sink);
    progress.say('reading default/\u202enginx');
    progress.warn('two pods match');
    progress.done();
    progress.done();
    expect(written()).toContain('reading default/\\u202enginx');
    expect(written()).toContain('warning: two pods match\n');
  });
});
