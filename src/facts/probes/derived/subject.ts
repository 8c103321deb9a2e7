import {known} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';

/** What was asked about. */
export default defineProbe({
  fact: 'subject',
  reads: [],
  after: [],
  api: 'none',
  ask: (_given, {subject}) => known(subject),
});
