import type {VpcEndpoint} from '../model/aws.ts';
import type {ConfigMap} from '../model/kubernetes.ts';

/** An AWS service to which Fargate's log router writes. */
export interface LogDestination {
  /** As Fluent Bit names its output: `cloudwatch_logs`. */
  readonly plugin: string;
  readonly service: 'logs' | 'kinesis-firehose' | 'kinesis-streams';
  /** The Region that the output names, else the cluster's. */
  readonly region: string;
}

const SERVICES: ReadonlyMap<string, LogDestination['service']> = new Map([
  ['cloudwatch', 'logs'],
  ['cloudwatch_logs', 'logs'],
  ['firehose', 'kinesis-firehose'],
  ['kinesis_firehose', 'kinesis-firehose'],
  ['kinesis', 'kinesis-streams'],
]);

/** So much of a file is read; Fargate takes 5300 characters. */
const READ = 65_536;

/**
 * The AWS services that the outputs of aws-logging write to, each once. OpenSearch is left out: its endpoint is a host
 * name of the domain's own, of which the text does not tell where it is.
 */
export function logDestinations(config: ConfigMap, region: string): readonly LogDestination[] {
  const sections = (config.data['output.conf'] ?? '').slice(0, READ).split(/\[OUTPUT\]/i);
  const found = sections.slice(1).flatMap((section): readonly LogDestination[] => {
    const plugin = settingOf(section, 'name')?.toLowerCase();
    const service = plugin === undefined ? undefined : SERVICES.get(plugin);
    return plugin !== undefined && service ? [{plugin, service, region: settingOf(section, 'region') ?? region}] : [];
  });
  return found.filter((d, i) => found.findIndex((e) => e.service === d.service && e.region === d.region) === i);
}

function settingOf(section: string, key: string): string | undefined {
  for (const line of section.split('\n')) {
    const match = /^\s{0,64}([A-Za-z_]{1,64})\s{1,64}(\S{1,256})\s{0,64}$/.exec(line);
    if (match?.[1]?.toLowerCase() === key) return match[2];
  }
  return undefined;
}

/** Whether the log router's filter for Kubernetes metadata is in use. */
export function usesKubernetesFilter(config: ConfigMap): boolean {
  const sections = (config.data['filters.conf'] ?? '').slice(0, READ).split(/\[FILTER\]/i);
  return sections.slice(1).some((section) => settingOf(section, 'name')?.toLowerCase() === 'kubernetes');
}

/** Whether an endpoint of the VPC serves the destination: endpoints serve their own Region only. */
export const isReachedByEndpoint = (
  {service, region}: LogDestination,
  endpoints: readonly VpcEndpoint[],
  clusterRegion: string,
): boolean =>
  region === clusterRegion &&
  endpoints.some(
    (e) =>
      e.state === 'available' && e.type === 'Interface' && e.serviceName.endsWith(`com.amazonaws.${region}.${service}`),
  );
