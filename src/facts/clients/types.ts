import type * as Ec2Sdk from './sdk/ec2.ts';
import type * as EksSdk from './sdk/eks.ts';
import type * as IamSdk from './sdk/iam.ts';
import type * as ServiceQuotasSdk from './sdk/service-quotas.ts';
import type * as StsSdk from './sdk/sts.ts';
import type {Fact, Gap, Permission} from '../../model/fact.ts';

/** One request that left the process, for `-v` and the count in the report. Never holds a token, a header or a body. */
export interface CallRecord {
  /** `eks:DescribeCluster`, or `GET /api/v1/namespaces/default/pods/nginx`. */
  readonly what: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** `ok`, an HTTP status, or an error's name. */
  readonly result: string;
  /** From 1; above it, a retry. */
  readonly attempt: number;
}

export interface KubeRequest {
  /** Absolute API path: `/api/v1/namespaces/default/pods/nginx`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The right that this read needs, as a person would grant it. */
  readonly permission: Permission;
}

/** Reads the Kubernetes API as plain JSON. The world's failures come back as facts; nothing but GET can leave. */
export interface KubeClient {
  /** The API server's URL. */
  readonly server: string;
  /** One object. A 404 is `absent`. */
  get<T>(request: KubeRequest): Promise<Fact<T>>;
  /**
   * Every item of a list, to its last page (`limit=500`), mapped page by page so that only what is kept stays in memory.
   * `onPage` hears after each page what was kept so far; where the list has to start again, it hears that from the start.
   */
  list<I, T>(
    request: KubeRequest,
    map: (item: I) => T | undefined,
    onPage?: (kept: readonly T[]) => void,
  ): Promise<Fact<readonly T[]>>;
  /**
   * Follows a list until the run ends: through the API's watch, resumed where it broke off, and listed again where the
   * server no longer knows that place (410). Resolves early only where the list can't be read at all. Absent where nothing
   * can be followed, as in what was recorded.
   */
  watch?(request: KubeRequest, onChange: (change: Change) => void): Promise<Gap | undefined>;
}

/** What a watch tells: an object has changed, or everything may have, since changes were missed. */
export type Change =
  {readonly is: 'added' | 'modified' | 'deleted'; readonly object: unknown} | {readonly is: 'listed'};

type Sdk = {
  eks: {client: EksSdk.EKSClient; module: typeof EksSdk};
  ec2: {client: Ec2Sdk.EC2Client; module: typeof Ec2Sdk};
  iam: {client: IamSdk.IAMClient; module: typeof IamSdk};
  sts: {client: StsSdk.STSClient; module: typeof StsSdk};
  servicequotas: {client: ServiceQuotasSdk.ServiceQuotasClient; module: typeof ServiceQuotasSdk};
};

export type AwsService = keyof Sdk;

export interface AwsCall<S extends AwsService, T> {
  readonly service: S;
  /** `eks:DescribeCluster`. */
  readonly permission: Permission;
  /** Makes the call, or reads all pages. Gets the service's client and its module, loaded only now. */
  send(client: Sdk[S]['client'], sdk: Sdk[S]['module']): Promise<T>;
  /** Names of service errors that mean "it is not there": `ResourceNotFoundException`, `NoSuchEntityException`. */
  readonly absentOn?: readonly string[];
}

/** Reads AWS through the SDK's clients. The world's failures come back as facts; nothing but reads can leave. */
export interface AwsClients {
  readonly region: string;
  call<S extends AwsService, T>(call: AwsCall<S, T>): Promise<Fact<T>>;
}
