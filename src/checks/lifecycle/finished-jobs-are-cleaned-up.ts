import {listText} from '../../domain/lists.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {FargatePod, Job} from '../../model/kubernetes.ts';

/** So many Jobs are named, and get a command. */
const NAMED = 3;

export default defineCheck({
  id: 'finished-jobs-are-cleaned-up',
  title: 'Finished Jobs take their Fargate pods with them',
  topic: 'finished Jobs',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'cluster',
  needs: ['fargatePods', 'jobs'],
  causes: {
    'lifecycle-job-not-cleaned': {
      title: 'Finished Jobs whose pods stay',
      why: 'The pods of a Job stay when it has finished or failed, until the Job is deleted. AWS advises to clean them up on Fargate, since they go on costing. With ttlSecondsAfterFinished Kubernetes deletes the Job, and its pods with it.',
      symptoms: ['kubectl get pods shows Completed pods on fargate- nodes.'],
      proof: 'Finished pods with a Fargate profile label belong to Jobs that have no ttlSecondsAfterFinished.',
      severity: 'info',
      fix: [`kubectl patch job J -n NS --type=merge -p '{"spec":{"ttlSecondsAfterFinished":60}}'`],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/',
      ],
    },
  },
  run({fargatePods, jobs}) {
    const finished = fargatePods.filter((pod) => pod.phase === 'Succeeded' || pod.phase === 'Failed');
    const lasting = jobs
      .filter((job) => job.ttlSeconds === undefined)
      .map((job) => ({job, pods: finished.filter((pod) => belongs(pod, job))}))
      .filter(({pods}) => pods.length > 0);
    const count = lasting.reduce((sum, {pods}) => sum + pods.length, 0);
    const [first, ...rest] = lasting.flatMap(({job, pods}) => pods.map((pod) => ({job, pod})));
    if (!first) return [];
    const names = lasting.slice(0, NAMED).map(({job}) => `${job.namespace}/${job.name}`);
    const more = lasting.length > NAMED ? ` and ${lasting.length - NAMED} more` : '';
    return [
      {
        cause: 'lifecycle-job-not-cleaned',
        note: true,
        summary: `${count} finished ${count === 1 ? 'pod stays' : 'pods stay'} on Fargate, since ${lasting.length === 1 ? 'Job' : 'Jobs'} ${more === '' ? listText(names) : names.join(', ') + more} ${lasting.length === 1 ? 'has' : 'have'} no ttlSecondsAfterFinished.`,
        certainty: 'certain',
        evidence: [seen(first), ...rest.slice(0, NAMED - 1).map(seen)],
        remedies: [
          {
            summary:
              'Let Kubernetes delete them a minute after they finish; for a CronJob that counts for the next ones.',
            commands: [...new Set(lasting.slice(0, NAMED).map(({job}) => limit(job)))],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});

const belongs = (pod: FargatePod, job: Job): boolean =>
  pod.namespace === job.namespace && pod.owner?.kind === 'Job' && pod.owner.name === job.name;

const seen = ({pod, job}: {pod: FargatePod; job: Job}): {source: string; ref: string; value: string} => ({
  source: 'list jobs',
  ref: `job/${job.name}`,
  value: `no ttlSecondsAfterFinished; its pod ${pod.namespace}/${pod.name} is ${pod.phase}`,
});

const limit = ({namespace, name, owner}: Job): string =>
  owner?.kind === 'CronJob'
    ? sh`kubectl patch cronjob ${owner.name} -n ${namespace} --type=merge -p ${'{"spec":{"jobTemplate":{"spec":{"ttlSecondsAfterFinished":60}}}}'}`
    : sh`kubectl patch job ${name} -n ${namespace} --type=merge -p ${'{"spec":{"ttlSecondsAfterFinished":60}}'}`;
