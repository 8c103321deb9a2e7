import {known} from '../../../model/fact.ts';
import type {Job} from '../../../model/kubernetes.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, some, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {number} from './json.ts';
import {nameOf, namespaceOf, ownerRef} from './map-meta.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'list', group: 'batch', resource: 'jobs'};

/** `GET /apis/batch/v1/jobs`, over all namespaces, where a finished Fargate pod belongs to a Job. */
export default defineProbe({
  fact: 'jobs',
  reads: [RIGHT],
  after: ['fargatePods'],
  api: 'kubernetes',
  async ask({fargatePods}, {kube}) {
    const finished = fargatePods.some(
      ({phase, owner}) => (phase === 'Succeeded' || phase === 'Failed') && owner?.kind === 'Job',
    );
    if (!finished) return known([]);
    return mapped(await kube.list(read(RIGHT), mapJob), (jobs) =>
      sortedBy(jobs, (job) => `${job.namespace}/${job.name}`),
    );
  },
});

/** Reads a batch/v1 Job. */
function mapJob(job: unknown): Job | undefined {
  const name = nameOf(job);
  if (name === '') return undefined;
  return {
    namespace: namespaceOf(job),
    name,
    ...some({ttlSeconds: number(job, 'spec', 'ttlSecondsAfterFinished'), owner: ownerRef(job)}),
  };
}
