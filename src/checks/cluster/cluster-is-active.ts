import {regionOf} from '../../domain/cluster-arn.ts';
import {stageNow} from '../../domain/stage-now.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {Remedy} from '../../model/finding.ts';

/** What each state but ACTIVE means for pods, as a clause. */
const STATES = new Map([
  ['CREATING', 'is still being created, and starts pods only once it is ACTIVE'],
  ['PENDING', 'is waiting for its connection, and EKS runs nothing in it'],
  ['FAILED', 'could not be created, and never will start a pod'],
  ['DELETING', 'is being deleted'],
  ['UPDATING', 'is being updated; pods start meanwhile, though later than usual'],
]);

export default defineCheck({
  id: 'cluster-is-active',
  title: 'The cluster is ACTIVE',
  topic: 'cluster status',
  group: 'cluster',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['cluster'],
  consults: ['pod', 'podEvents', 'clock'],
  causes: {
    'cluster-not-active': {
      title: 'The cluster is not ACTIVE',
      why: 'A cluster that is being created or deleted, or whose creation failed, takes no new Fargate pods, whatever else is right. One that is being updated goes on working.',
      symptoms: ['Pods stay Pending.', 'The EKS console shows Creating, Deleting or Failed.'],
      proof: 'The status that eks:DescribeCluster gives.',
      severity: 'error',
      fix: ['aws eks describe-cluster --name CL --query cluster.status', 'aws eks wait cluster-active --name CL'],
      docs: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html'],
    },
  },
  run({cluster, ...facts}, doubt) {
    const {name, status} = cluster;
    if (status === 'ACTIVE') return [];
    const means = STATES.get(status);
    if (means === undefined)
      return doubt.unreadable('cluster', `the cluster's status is not known here: ${status || 'none'}`);
    const updating = status === 'UPDATING';
    return [
      {
        cause: 'cluster-not-active',
        summary: `Cluster ${name} is ${status}: it ${means}.`,
        certainty: 'certain',
        stage: stageNow(facts, 'provisioning'),
        ...(updating ? {note: true, severity: 'warning' as const} : {}),
        evidence: [{source: 'eks:DescribeCluster', ref: name, path: 'status', value: status}],
        remedies: remedy(status, name, regionOf(cluster)),
      },
    ];
  },
});

function remedy(status: string, name: string, region: string): readonly Remedy[] {
  if (region === '') return [];
  if (status === 'CREATING' || status === 'UPDATING') {
    return [
      {
        summary: 'Wait until it is ACTIVE.',
        commands: [sh`aws eks wait cluster-active --region ${region} --name ${name}`],
        changes: 'pod',
      },
    ];
  }
  return [
    {
      summary: 'See what became of it; pods have to run in another cluster.',
      commands: [sh`aws eks describe-cluster --region ${region} --name ${name} --query cluster.[status,health]`],
      changes: 'aws',
    },
  ];
}
