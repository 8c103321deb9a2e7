import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DoctorError} from '../errors.ts';
import {oneLine} from '../network-words.ts';

/** The text of one file. */
export interface ManifestText {
  /** As the user named it; `stdin` for `-`. */
  readonly file: string;
  readonly text: string;
}

/** What `-f` means, and from where. */
export interface ManifestInput {
  /** Files, folders, and `-` for the standard input. */
  readonly paths: readonly string[];
  /** Folders are read with all that is below them. */
  readonly recursive: boolean;
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** The most that is read in all. A chart with everything in it comes to a tenth of that. */
export const MOST_BYTES = 16 * 1024 * 1024;
const MOST_FILES = 5000;
/** What kubectl takes from a folder. */
const MANIFEST = /\.(?:ya?ml|json)$/;

/**
 * Reads what `-f` names, in the order of the paths; a folder's files by name.
 *
 * @throws DoctorError (2) where something is not there, is too large, is not text, or holds no manifest.
 */
export async function readManifests(input: ManifestInput): Promise<readonly ManifestText[]> {
  const files: string[] = [];
  for (const path of input.paths) files.push(...(await filesOf(path, input.recursive)));
  if (files.length > MOST_FILES) {
    throw new DoctorError(`-f names ${files.length} files; the most that is read is ${MOST_FILES}.`, undefined, 2);
  }
  const texts: ManifestText[] = [];
  let left = MOST_BYTES;
  for (const path of new Set(files)) {
    const file = path === '-' ? 'stdin' : path;
    const bytes = path === '-' ? await readStream(input.stdin, left) : await readBytes(path, left);
    left -= bytes.byteLength;
    texts.push({file, text: decoded(bytes, file)});
  }
  return texts;
}

async function filesOf(path: string, recursive: boolean): Promise<readonly string[]> {
  if (path === '-') return ['-'];
  if (/^https?:\/\//i.test(path)) {
    throw new DoctorError(
      `${oneLine(path, 200)} is an address; only files are read.`,
      'curl -fsS URL | fargate-doctor preflight -f -',
      2,
    );
  }
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!found.isDirectory()) return [path];
  const files = await below(path, recursive);
  if (files.length > 0) return files;
  throw new DoctorError(
    `There is no .yaml, .yml or .json file in ${oneLine(path, 200)}.`,
    recursive ? undefined : '-R looks into the folders below it too.',
    2,
  );
}

async function below(folder: string, recursive: boolean): Promise<readonly string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(recursive ? await below(path, true) : []));
    else if (MANIFEST.test(entry.name)) files.push(path);
    if (files.length > MOST_FILES) break;
  }
  return files;
}

async function readBytes(path: string, most: number): Promise<Uint8Array> {
  // Asked first, so that a file of gigabytes is refused and not read.
  const {size} = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (size > most) throw tooLarge();
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (bytes.byteLength > most) throw tooLarge();
  return bytes;
}

async function readStream(stream: ManifestInput['stdin'], most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    size += bytes.byteLength;
    if (size > most) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    throw new DoctorError(`${oneLine(file, 200)} is not UTF-8 text.`, undefined, 2);
  }
}

const tooLarge = (): DoctorError =>
  new DoctorError(
    `The manifests are larger than ${MOST_BYTES / 1024 / 1024} MiB in all; no more is read.`,
    'Give the parts one by one.',
    2,
  );

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, error: unknown): DoctorError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new DoctorError(
    `${oneLine(path, 200)} can't be read: ${REASONS[code] ?? (code || 'unknown reason')}.`,
    undefined,
    2,
  );
}
