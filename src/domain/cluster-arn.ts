import type {Cluster} from '../model/aws.ts';

/** Region of a cluster, from its ARN `arn:aws:eks:REGION:ACCOUNT:cluster/NAME`. */
export const regionOf = (cluster: Cluster): string => cluster.arn.split(':')[3] ?? '';

/** The twelve digits of the account that a cluster is in. */
export const accountOf = (cluster: Cluster): string => cluster.arn.split(':')[4] ?? '';
