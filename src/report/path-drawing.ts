import type {NetworkPath} from '../model/diagnosis.ts';
import {DESTINATIONS, hopText, troubleText} from './path-lines.ts';

/** A line of the drawing, and whether it is the one that matters. */
export interface DrawnLine {
  readonly text: string;
  readonly state: 'title' | 'open' | 'broken' | 'unknown';
}

/** A way with one hop a line, in plain text: the one that breaks it says so in words. Foreign text is left as it is. */
export function pathDrawing(path: NetworkPath): readonly DrawnLine[] {
  const title = `from a pod in ${path.subnet} to ${DESTINATIONS[path.destination]}`;
  const hops = path.hops.map((hop, i): DrawnLine => {
    const trouble = troubleText(hop);
    const branch = hop.state === 'broken' ? '✗' : i === path.hops.length - 1 ? '└' : '├';
    return {text: `${branch} ${hopText(hop)}${trouble === undefined ? '' : `  ${trouble}`}`, state: hop.state};
  });
  return [{text: title, state: 'title'}, ...hops];
}
