import {randomBytes} from 'node:crypto';
import {chmod, open, realpath, rename, rm, stat, writeFile, type FileHandle} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {DoctorError} from '../facts/errors.ts';

/**
 * Writes a file so that there is at any time either the old one or the whole new one: a file beside it takes its place once
 * it is complete. What is no file but can be written to (`/dev/stderr`, a pipe) is written to as it is.
 * @throws DoctorError with one sentence on why it can't be written.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await write(path, content);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** Why this place, a path or the name of a stream, could not be written. */
export const writeFailure = (place: string, error: unknown): DoctorError =>
  new DoctorError(`${place} could not be written: ${reasonOf(error, place)}.`);

async function write(path: string, content: string | Uint8Array): Promise<void> {
  // A link stays a link: what it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const there = await stat(target).catch(() => undefined);
  if (there && !there.isFile() && !there.isDirectory()) return writeFile(target, content);
  if (there?.isDirectory()) throw Object.assign(new Error('is a folder'), {code: 'EISDIR'});
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, 'wx');
    await handle.writeFile(content);
    await handle.sync();
    await handle.close();
    handle = undefined;
    if (there) await chmod(temporary, there.mode & 0o7777);
    await rename(temporary, target);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(temporary, {force: true}).catch(() => undefined);
    throw error;
  }
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return `there is no folder ${dirname(path)}`;
    case 'ENOTDIR':
      return `${dirname(path)} is not a folder`;
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left there';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
