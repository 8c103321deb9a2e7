import {defineProbe} from '../probe.ts';

/** What the kubeconfig or the flags say of the cluster. */
export default defineProbe({
  fact: 'target',
  reads: [],
  after: [],
  api: 'none',
  ask: (_given, {target}) => target,
});
