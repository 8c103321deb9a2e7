import {defineCheck} from '../../model/check.ts';

/** The first that ran Fargate pods. */
const FIRST = {minor: 14, platform: 5};

export default defineCheck({
  id: 'platform-version-runs-fargate',
  title: 'The platform version is new enough for Fargate',
  topic: 'platform version',
  group: 'cluster',
  stage: 'admission',
  scope: 'cluster',
  needs: ['cluster'],
  causes: {
    'cluster-platform-version': {
      title: 'The platform version is older than Fargate',
      why: 'Fargate needs Kubernetes 1.14 with platform version eks.5 at least, and security groups for pods need 1.18. EKS has updated every cluster beyond that long ago.',
      symptoms: ['A pod that a profile selects is left to the default scheduler.'],
      proof: 'version and platformVersion of eks:DescribeCluster.',
      severity: 'info',
      fix: ['aws eks update-cluster-version --name CL --kubernetes-version VERSION'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html'],
    },
  },
  run({cluster}) {
    const minor = /^1\.(\d{1,3})$/.exec(cluster.version)?.[1];
    const platform = /^eks\.(\d{1,4})$/.exec(cluster.platformVersion)?.[1];
    // A version in words that we don't know is newer than those.
    if (minor === undefined || platform === undefined) return [];
    const old = Number(minor) < FIRST.minor || (Number(minor) === FIRST.minor && Number(platform) < FIRST.platform);
    if (!old) return [];
    return [
      {
        cause: 'cluster-platform-version',
        note: true,
        summary: `Cluster ${cluster.name} has Kubernetes ${cluster.version} on ${cluster.platformVersion}; Fargate needs 1.14 on eks.5 at least.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'eks:DescribeCluster',
            ref: cluster.name,
            path: 'platformVersion',
            value: `${cluster.version} ${cluster.platformVersion}`,
          },
        ],
        remedies: [],
      },
    ];
  },
});
