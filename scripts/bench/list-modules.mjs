// For `node --import`: writes the URL of each ES module that a process loads to the file that LOADED_MODULES names. Loaded
// twice: as the program's first module, and in the thread in which Node runs the hooks that it registers.
import {appendFileSync} from 'node:fs';
import {register} from 'node:module';
import {isMainThread} from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (url.startsWith('file:')) appendFileSync(process.env.LOADED_MODULES, `${url}\n`);
  return next(url, context);
}
