import {randomUUID} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as wait} from 'node:timers/promises';
import {FaultBoard, fitsAws, type Fault, type FaultOutcome} from '../faults.ts';
import {twisted, type Twist} from '../twists.ts';
import type {AwsWorld} from '../world-aws.ts';
import {ec2} from './ec2.ts';
import {eks} from './eks.ts';
import {iam} from './iam.ts';
import {AwsError, type CallContext, type Service, type WireAnswer, type WireCall, type WireRequest} from './service.ts';
import {serviceQuotas} from './service-quotas.ts';
import {sts} from './sts.ts';

export interface AwsFakeOptions {
  /** The world's time, RFC 3339. */
  readonly now: string;
  readonly faults?: readonly Fault[];
  /** One line per request, when it has been answered. */
  readonly log?: (line: string) => void;
  /** Added to every request. */
  readonly latencyMs?: number;
  /** Items on a page where a service pages; default: as many as the request asks for. */
  readonly pageSize?: number;
  /** Keeps the body of each answer with its request. */
  readonly keepAnswers?: boolean;
}

export interface AwsRequestRecord {
  /** `eks`, `ec2`, `iam`, `sts`, `servicequotas`; empty for a request that names none. */
  readonly service: string;
  /** `DescribeCluster`; for a refused write on a REST path, method and path. */
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  /** Region that the request was signed for. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds since the epoch; 0 while it has not been answered. */
  endedAt: number;
  /** HTTP status; 0 where no whole answer was sent. */
  status: number;
  /** Not a read: refused. */
  readonly write: boolean;
  /** The body that was sent, where the fake was told to keep it. */
  answer?: string;
}

export interface AwsFake {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Every request, oldest first. */
  readonly requests: readonly AwsRequestRecord[];
  /** Replaces the faults, and forgets how often they struck. */
  faults: readonly Fault[];
  close(): Promise<void>;
}

const SERVICES: readonly Service[] = [eks, ec2, iam, sts, serviceQuotas];

/**
 * Serves the AWS half of a world on loopback, all services at one address as behind `AWS_ENDPOINT_URL`. Signatures are
 * not verified; their scope says which service and which Region is meant. Refuses everything but reads.
 */
export async function startAws(world: AwsWorld, options: AwsFakeOptions): Promise<AwsFake> {
  const board = new FaultBoard(options.faults);
  const requests: AwsRequestRecord[] = [];
  const sessions = new Map<string, Identity>();
  const serve = (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    handle(request, response, {world, options, board, requests, sessions});
  // Longer than any client keeps an idle connection, so that none is closed just when it is used again.
  const server = createServer({keepAliveTimeout: 120_000}, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      options.log?.(`aws: broken: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let faults = options.faults ?? [];
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get faults() {
      return faults;
    },
    set faults(next) {
      faults = next;
      board.set(next);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Identity {
  readonly arn: string;
  readonly id: string;
}

interface Fake {
  readonly world: AwsWorld;
  readonly options: AwsFakeOptions;
  readonly board: FaultBoard;
  readonly requests: AwsRequestRecord[];
  /** Who an access key from AssumeRole speaks for. */
  readonly sessions: Map<string, Identity>;
}

async function handle(incoming: IncomingMessage, response: ServerResponse, fake: Fake): Promise<void> {
  const request = await readRequest(incoming);
  const scope = scopeOf(request);
  const service = SERVICES.find((s) => s.name === scope.service);
  const call = service?.read(request) ?? {action: '', params: {}, write: false};
  const record: AwsRequestRecord = {
    service: scope.service,
    action: call.action,
    params: call.params,
    region: scope.region,
    at: Date.now(),
    endedAt: 0,
    status: 0,
    write: call.write,
  };
  fake.requests.push(record);
  const outcome: FaultOutcome =
    service === undefined
      ? {is: 'fine', delayMs: 0}
      : fake.board.take((match) => fitsAws(match, scope.service, call.action, call.params));
  const delay = (fake.options.latencyMs ?? 0) + outcome.delayMs;
  if (delay > 0) await wait(delay);
  if (outcome.is === 'hang') return;
  if (outcome.is === 'reset') incoming.socket.resetAndDestroy();
  const answer =
    outcome.is === 'reset' ? undefined : service ? answerOf(service, call, scope, outcome, fake) : NOT_SIGNED;
  if (fake.options.keepAnswers && answer !== undefined) record.answer = answer.body;
  if (answer !== undefined) send(response, answer, outcome.is === 'truncate');
  record.status = answer === undefined || outcome.is === 'truncate' ? 0 : answer.status;
  record.endedAt = Date.now();
  const took = record.endedAt - record.at;
  fake.options.log?.(`aws ${scope.service || '-'}:${call.action || request.path} ${record.status} ${took} ms`);
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

interface Scope {
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** Who signed for what, from the Authorization header or a presigned URL: `KEY/DATE/REGION/SERVICE/aws4_request`. */
function scopeOf(request: WireRequest): Scope {
  const signed = /Credential=([^,\s]{1,400})/.exec(String(request.headers.authorization ?? ''))?.[1];
  const [accessKeyId = '', , region = '', service = ''] = (signed ?? request.query.get('X-Amz-Credential') ?? '').split(
    '/',
  );
  // The one call that a caller without credentials may make.
  if (service === '' && /(?:^|&)Action=AssumeRoleWithWebIdentity(?:&|$)/.test(request.body || request.query.toString()))
    return {service: 'sts', region: '', accessKeyId: ''};
  return {service, region, accessKeyId};
}

const NOT_SIGNED: WireAnswer = {
  status: 403,
  headers: {'content-type': 'application/json', 'x-amzn-errortype': 'MissingAuthenticationTokenException'},
  body: JSON.stringify({message: 'Missing Authentication Token'}),
};

function answerOf(service: Service, call: WireCall, scope: Scope, outcome: FaultOutcome, fake: Fake): WireAnswer {
  const context = contextOf(scope, fake);
  try {
    if (outcome.is === 'deny' || outcome.is === 'expired' || outcome.is === 'throttle')
      throw service.fault(outcome.is, 0, call, context);
    if (outcome.is === 'unauthorized') throw unknownKey(service.name);
    if (outcome.is === 'html') return proxyPage(200);
    if (outcome.is === 'status') {
      const status = outcome.status ?? 500;
      if (status !== 500 && status !== 503) return proxyPage(status);
      throw service.fault('status', status, call, context);
    }
    if (call.write) throw service.fault('deny', 0, call, context);
    const answer = service.answer(call, context);
    return outcome.twist === undefined ? answer : twistedAnswer(answer, outcome.twist);
  } catch (error) {
    if (error instanceof AwsError) return service.refuse(error, context.requestId);
    throw error;
  }
}

/** As each protocol words it that a key is not one of any account. */
function unknownKey(service: Service['name']): AwsError {
  if (service === 'ec2')
    return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
  const words = 'The security token included in the request is invalid.';
  const isQuery = service === 'iam' || service === 'sts';
  return new AwsError(isQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException', words, 403);
}

function twistedAnswer(answer: WireAnswer, twist: Twist): WireAnswer {
  const {body, contentType} = twisted({body: answer.body, contentType: answer.headers['content-type'] ?? ''}, twist);
  return {...answer, headers: {...answer.headers, 'content-type': contentType}, body};
}

function contextOf(scope: Scope, fake: Fake): CallContext {
  const {world, options, sessions} = fake;
  const caller = sessions.get(scope.accessKeyId) ?? world.caller;
  return {
    world: seenFrom(world, scope),
    now: options.now,
    callerArn: caller.arn,
    callerId: caller.id,
    requestId: randomUUID(),
    ...(options.pageSize === undefined ? {} : {pageSize: options.pageSize}),
    remember: (accessKeyId, arn, id) => sessions.set(accessKeyId, {arn, id}),
  };
}

const GLOBAL: ReadonlySet<string> = new Set(['iam', 'sts']);

/** In another Region the same account has nothing of this world but its roles. */
function seenFrom(world: AwsWorld, scope: Scope): AwsWorld {
  if (scope.region === world.region || GLOBAL.has(scope.service)) return world;
  const empty = Object.fromEntries(REGIONAL.map((key) => [key, {}])) as Pick<AwsWorld, (typeof REGIONAL)[number]>;
  return {
    ...world,
    ...empty,
    region: scope.region,
    cluster: {...world.cluster, name: ''},
    otherClusters: [],
    quotas: {vcpu: {default: world.quotas.vcpu.default}},
  };
}

const REGIONAL = [
  'vpcs',
  'dhcpOptions',
  'subnets',
  'routeTables',
  'natGateways',
  'internetGateways',
  'egressOnlyInternetGateways',
  'vpcEndpoints',
  'prefixLists',
  'securityGroups',
  'networkAcls',
  'networkInterfaces',
  'zones',
] as const satisfies readonly (keyof AwsWorld)[];

/** What a proxy or a load balancer sends in a service's place. */
function proxyPage(status: number): WireAnswer {
  const body = `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`;
  return {status, headers: {'content-type': 'text/html'}, body};
}

function send(response: ServerResponse, answer: WireAnswer, truncate: boolean): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {...answer.headers, 'content-length': String(body.length)});
  if (!truncate) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
