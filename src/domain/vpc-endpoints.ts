import type {VpcEndpoint} from '../model/aws.ts';
import {byId} from './routes.ts';

/** The AWS services that a Fargate pod calls while it starts, as their endpoints are named. */
export type EndpointService = 'ecr.api' | 'ecr.dkr' | 's3' | 'sts' | 'logs';

/** Those without which an isolated VPC can't start a pod from an ECR image. */
export const START_SERVICES: readonly EndpointService[] = ['ecr.api', 'ecr.dkr', 's3', 'sts'];

/** Whether an endpoint of this name, in whichever Region, is for a service that a pod calls while it starts. */
export const isForStart = (serviceName: string): boolean =>
  [...START_SERVICES, 'logs'].some((service) => serviceName.endsWith(`.${service}`));

/**
 * Endpoints for a service. The Region is the cluster's: an endpoint serves only its own. In China some names begin with
 * `cn.`, so the end decides.
 */
export function endpointsFor(
  service: EndpointService,
  endpoints: readonly VpcEndpoint[],
  region: string,
): readonly VpcEndpoint[] {
  const name = `com.amazonaws.${region}.${service}`;
  return endpoints
    .filter((e) => e.serviceName === name || e.serviceName === `cn.${name}`)
    .filter((e) => e.type === 'Interface' || (service === 's3' && e.type === 'Gateway'))
    .filter((e) => e.state !== 'deleted' && e.state !== 'deleting')
    .sort(byId);
}

/** Whether pods behind a route table reach a service through an endpoint; a gateway serves only its own route tables. */
export function isServed(
  service: EndpointService,
  endpoints: readonly VpcEndpoint[],
  region: string,
  tableId: string | undefined,
): boolean {
  return endpointsFor(service, endpoints, region).some(
    (e) =>
      e.state === 'available' &&
      (e.type === 'Interface' || (tableId !== undefined && e.routeTableIds.includes(tableId))),
  );
}

/**
 * Name of a service as `create-vpc-endpoint` takes it. In China the interface endpoints of ECR and STS bear that
 * partition's own prefix; those of S3 and CloudWatch Logs don't (as `describe-vpc-endpoint-services` lists them there).
 */
export function serviceName(service: EndpointService, region: string): string {
  const own = region.startsWith('cn-') && ['ecr.api', 'ecr.dkr', 'sts'].includes(service);
  return `${own ? 'cn.' : ''}com.amazonaws.${region}.${service}`;
}
