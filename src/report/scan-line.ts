import type {Scanned} from '../model/diagnosis.ts';
import {count, list} from './wording.ts';

const MOST_NAMESPACES = 4;

/** What a scan looked at, in a sentence. It may hold foreign text, so the format has to escape it. */
export function scanSentence(scanned: Scanned): string {
  const {allNamespaces, namespaces, selector, pods, fargate, elsewhere, onTheirWay, partial} = scanned;
  const where = allNamespaces
    ? 'all namespaces'
    : namespaces.length === 0
      ? 'no namespace'
      : `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${list(namespaces, MOST_NAMESPACES)}`;
  const parts = [
    `${partial ? 'in part ' : ''}scanned ${count(pods, 'pod')} of ${where}${selector === undefined ? '' : ` (${selector})`}`,
    `${fargate} on Fargate`,
    ...(onTheirWay > 0 ? [`${onTheirWay} on their way`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} not ready and not meant for Fargate`] : []),
  ];
  return parts.join(', ');
}
