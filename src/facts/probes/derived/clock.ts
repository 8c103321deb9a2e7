import {known} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';

/** The time at which the run began. */
export default defineProbe({
  fact: 'clock',
  reads: [],
  after: [],
  api: 'none',
  ask: (_given, {now}) => known(now),
});
