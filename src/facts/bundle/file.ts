import {createReadStream} from 'node:fs';
import {constants, createGunzip} from 'node:zlib';
import {DoctorError} from '../errors.ts';
import {readBundle, type Bundle} from './format.ts';

/** The most that a bundle may hold once it is unpacked, in bytes. One pod's is about a thousandth of it. */
export const LARGEST = 256 * 1024 * 1024;

/**
 * Reads a bundle from a file. Whatever the file is, no more than {@link LARGEST} bytes of it are ever in memory.
 *
 * @throws DoctorError (1) where it can't be read, or is no bundle that this version knows.
 */
export async function loadBundle(path: string, largest = LARGEST): Promise<Bundle> {
  return readBundle(await unpack(path, largest), path);
}

async function unpack(path: string, largest: number): Promise<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip({finishFlush: constants.Z_FINISH});
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Not `pipeline`, whose end would be waited for though reading stopped.
    file.on('error', (error) => gunzip.destroy(error));
    for await (const chunk of file.pipe(gunzip)) {
      size += (chunk as Buffer).length;
      if (size > largest) {
        throw new DoctorError(
          `${path} is refused: it unpacks to more than ${Math.round(largest / 1024 / 1024)} MB, which no bundle does.`,
        );
      }
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof DoctorError ? error : new DoctorError(unreadable(path, error));
  } finally {
    file.destroy();
    gunzip.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'it is cut short',
  Z_DATA_ERROR: 'it is not packed with gzip, or damaged',
};

function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = WORDS[code] ?? (error instanceof Error ? error.message : String(error));
  return `${path} can't be read as a bundle: ${reason}.`;
}
