import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {repositoryOf, wantedFile, wantsDocument} from '../../src/commands/doctor-command.ts';
import {writeAtomically} from '../../src/commands/write-atomically.ts';

describe('a file written at once or not at all', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-file-'));
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  it('replaces what was there, keeps its mode, and leaves nothing beside it', async () => {
    const file = join(folder, 'report.html');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    await writeAtomically(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  it('follows a link, so that it stays one', async () => {
    const file = join(folder, 'real');
    writeFileSync(file, 'old');
    symlinkSync(file, join(folder, 'link'));
    await writeAtomically(join(folder, 'link'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
  });

  it('writes to what is no file as it is, and does not replace it', async () => {
    await writeAtomically('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says in one sentence why it could not', async () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'plain'), '');
    await expect(writeAtomically(join(folder, 'none/x'), '')).rejects.toThrow(
      `there is no folder ${join(folder, 'none')}.`,
    );
    await expect(writeAtomically(join(folder, 'sub'), '')).rejects.toThrow('it is a folder.');
    await expect(writeAtomically(join(folder, 'plain/x'), '')).rejects.toThrow(
      `${join(folder, 'plain')} is not a folder.`,
    );
    await expect(writeAtomically(join(folder, 'x'.repeat(300)), '')).rejects.toThrow('the name is too long.');
    expect(readdirSync(folder).sort()).toEqual(['plain', 'sub']);
  });

  it.skipIf(!existsSync('/dev/full'))('says so where no space is left', async () => {
    await expect(writeAtomically('/dev/full', 'x')).rejects.toThrow(
      '/dev/full could not be written: no space is left there.',
    );
  });
});

describe('what a command line asks for, read without the parser', () => {
  it('finds the format among those that the command has', () => {
    const all = ['json', 'yaml', 'sarif'];
    expect(wantsDocument(['pod', '-o', 'sarif'], all)).toBe('sarif');
    expect(wantsDocument(['pod', '--output=sarif'], all)).toBe('sarif');
    expect(wantsDocument(['pod', '-osarif'], all)).toBe('sarif');
    expect(wantsDocument(['pod', '-o', 'sarif'])).toBeUndefined();
    expect(wantsDocument(['pod', '--', '-o', 'json'], all)).toBeUndefined();
  });

  it('finds the file', () => {
    expect(wantedFile(['pod', '--output-file', 'x'])).toBe('x');
    expect(wantedFile(['pod', '--output-file=x=y'])).toBe('x=y');
    expect(wantedFile(['pod', '--', '--output-file', 'x'])).toBeUndefined();
  });
});

describe('where the pages are', () => {
  it('reads the repository as npm writes it, and takes web pages only', () => {
    expect(repositoryOf({repository: {type: 'git', url: 'git+https://github.com/o/r.git'}})).toBe(
      'https://github.com/o/r',
    );
    expect(repositoryOf({repository: 'https://github.com/o/r/'})).toBe('https://github.com/o/r');
    expect(repositoryOf({repository: 'javascript:alert(1)'})).toBeUndefined();
    expect(repositoryOf({})).toBeUndefined();
  });
});
