import type {CertificateFaults} from './certificates.ts';
import type {EksTokenRules} from './eks-token.ts';
import type {KubeFault} from './faults.ts';
import type {KubeconfigOptions} from './kubeconfig.ts';
import type {KubeObject} from './object.ts';
import type {Users} from './rbac.ts';
import type {Store} from './store.ts';

/** The world and the moods of a fake API server. */
export interface KubeOptions {
  readonly objects: readonly KubeObject[];
  /** Kubernetes version, `1.33` if not given. */
  readonly version?: string;
  /** The world's time, for ages and for creation times that objects do not bring along; the real one if not given. */
  readonly now?: Date | (() => Date);
  /** The bearer token that is good; a random one if not given. */
  readonly token?: string;
  /** Whom the token, and a good EKS token, belong to; `kubernetes-admin` of `system:masters` if not given. */
  readonly user?: {readonly name: string; readonly groups?: readonly string[]};
  /** Further good tokens, with the names of their users. */
  readonly tokens?: Readonly<Record<string, string>>;
  /** RBAC; without it every authenticated user may read everything. */
  readonly users?: Users;
  /** Accept `k8s-aws-v1.` tokens that are signed for this cluster. */
  readonly clusterName?: string;
  /** Secrets of access keys, with which the signatures of EKS tokens are verified. */
  readonly awsSecretOf?: EksTokenRules['secretOf'];
  readonly faults?: readonly KubeFault[];
  /** Added to each request. */
  readonly latencyMs?: number;
  /** API groups that are not installed, such as `vpcresources.k8s.aws`: their paths are 404. */
  readonly absentGroups?: readonly string[];
  /** Address to listen on, `127.0.0.1` if not given; `::1` for IPv6. */
  readonly host?: string;
  /** A free one if not given. */
  readonly port?: number;
  readonly certificate?: CertificateFaults;
  /** Changes kept for watches; 10,000 if not given. */
  readonly historySize?: number;
  /** One minute if not given, as in the API server. */
  readonly bookmarkEveryMs?: number;
  /** Keeps the body of each answer with its request. */
  readonly keepAnswers?: boolean;
}

/** One request that reached the fake. */
export interface KubeRequestRecord {
  /** `get`, `list`, `watch`, `create`, …; the lower-case method outside the resources. */
  readonly verb: string;
  /** Plural, with its subresource; empty outside the resources. */
  readonly resource: string;
  /** API group; empty for the core group. */
  readonly group: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  readonly query: string;
  /** Whom it acted as; empty for anonymous ones. */
  user: string;
  /** Whose token it was; differs from `user` under impersonation. */
  realUser: string;
  /** ms since the epoch, when it arrived. */
  readonly at: number;
  /** ms since the epoch, when the answer had been sent or the connection was gone; 0 while it is open. */
  endedAt: number;
  /** HTTP status; 0 where none was sent. */
  status: number;
  /** The body that was sent, where the fake was told to keep it. */
  answer?: string;
}

/** A running fake API server. */
export interface KubeServer {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly KubeRequestRecord[];
  readonly store: Store;
  /** A kubeconfig for this server, as YAML text. */
  kubeconfig(options?: KubeconfigOptions): string;
  /** Puts other faults in place of the present ones. */
  setFaults(faults: readonly KubeFault[]): void;
  /** Cuts every open connection, as a restart of the API server would; it goes on listening. */
  dropConnections(): void;
  close(): Promise<void>;
}
