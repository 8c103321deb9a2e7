import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What lives in this process now, once all that is not used has gone. */
export async function living(): Promise<{readonly heapMb: number; readonly handles: number}> {
  // Sockets that have been closed are gone a turn later.
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 30));
  collect();
  collect();
  return {heapMb: process.memoryUsage().heapUsed / 1e6, handles: process.getActiveResourcesInfo().length};
}

/** LOAD=all: the long forms. */
export const LONG = process.env['LOAD'] === 'all';
