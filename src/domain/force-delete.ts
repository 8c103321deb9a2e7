import type {Remedy} from '../model/finding.ts';
import type {Pod} from '../model/kubernetes.ts';
import {sh} from './shell.ts';

/** Takes a deleted pod out of the API server, where no kubelet is left that reports its end. */
export const forceDelete = ({name, namespace, owner}: Pod): Remedy => ({
  summary: `Take it out of the API server by force; its containers may go on until the micro-VM ends${owner?.kind === 'StatefulSet' ? ', so be sure that two pods of this StatefulSet can do no harm' : ''}.`,
  commands: [sh`kubectl delete pod ${name} -n ${namespace} --grace-period=0 --force`],
  changes: 'pod',
});
