import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, describe, it} from 'vitest';
import {stringify} from 'yaml';
import {readAwsAuth} from '../../src/domain/aws-auth.ts';
import {parseArn, parseProfileArn, parseRoleArn} from '../../src/domain/arn.ts';
import {parseBlock} from '../../src/domain/cidr.ts';
import {evaluatePolicy} from '../../src/domain/endpoint-policy.ts';
import {evaluatePolicies} from '../../src/domain/iam-policy.ts';
import {evaluateWebIdentity} from '../../src/domain/irsa.ts';
import {loggingFaults, loggingOutputs} from '../../src/domain/logging-config.ts';
import {readMessage} from '../../src/domain/messages.ts';
import {parseQuantity} from '../../src/domain/quantity.ts';
import {globMatches, matchSelector} from '../../src/domain/selectors.ts';
import {evaluateTrust, trustDocument} from '../../src/domain/trust-policy.ts';
import {chooseContext, understand} from '../../src/facts/cluster/choose.ts';
import {readKubeconfig} from '../../src/facts/cluster/kubeconfig.ts';
import {collect} from '../../src/facts/manifest/collect.ts';
import {parseManifest} from '../../src/facts/manifest/parse.ts';
import {loadStory, storyIds} from '../../mocks/story.ts';
import {AWS_AUTH_ROLES, COREFILE, TRUST_POLICY} from '../fixture.ts';
import {WORLD_NOW} from '../program.ts';
import {broken, jsonOf, NASTY, tries, wordy} from './cases.ts';

const PROFILE_ARN = 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test/default-fp/aac1d2e3';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/fargate-pod-execution';
const role = parseRoleArn(ROLE_ARN);
if (role === undefined) throw new Error('the role ARN of this test is none');

const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-fuzz-'));
afterAll(() => rmSync(folder, {recursive: true}));

describe('kubeconfigs', () => {
  const KEYS = [
    'apiVersion',
    'kind',
    'clusters',
    'contexts',
    'users',
    'current-context',
    'name',
    'cluster',
    'context',
    'user',
    'server',
    'exec',
    'args',
    'command',
    'env',
    'token',
    'certificate-authority-data',
    'proxy-url',
    'namespace',
    'value',
  ];
  const TEXTS = [
    'https://127.0.0.1:1',
    'fargate-test',
    'aws',
    'eks',
    'get-token',
    '--cluster-name',
    '--region',
    'eu-central-1',
    PROFILE_ARN,
  ];
  const WHOLE = `apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters:\n- name: c\n  cluster: {server: "https://127.0.0.1:1"}\ncontexts:\n- name: c\n  context: {cluster: c, user: u}\nusers:\n- name: u\n  user:\n    exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks, get-token, --cluster-name, c]}\n`;
  const path = join(folder, 'config');
  const read = (text: string): void => {
    writeFileSync(path, text);
    const kubeconfig = readKubeconfig(path, {});
    if (kubeconfig) chooseContext(kubeconfig, {cluster: {}, allowMismatch: false});
  };
  it('of wrong values', () =>
    tries(
      jsonOf(KEYS, TEXTS),
      (value) => read(stringify({clusters: value, contexts: value, users: value, 'current-context': 'c'})),
      0.5,
    ));
  it('that are broken', () =>
    tries(broken([WHOLE], ['&a ', '*a', '<<: ', '\n', '\t', ': ', '- ', '!!binary ', '? ']), read, 0.5));
});

describe('identities', () => {
  const WORDS = [
    '- rolearn: ',
    ROLE_ARN,
    '\n',
    '  username: ',
    'system:node:{{SessionName}}',
    '  groups:\n',
    '  - system:nodes\n',
    '&a ',
    '*a',
    '[',
    '{',
    '}',
    ']',
    ': ',
  ];
  it('aws-auth', () =>
    tries(
      fc.oneof(wordy(WORDS), broken([AWS_AUTH_ROLES], WORDS)),
      (text) => void readAwsAuth(text, role, PROFILE_ARN),
    ));
  it('ARNs, blocks and names of clusters', () =>
    tries(
      fc.oneof(
        wordy(['arn:', 'aws', ':eks:', 'role/', '/', ':', '10.0.', '/16', '::', 'fe80']),
        broken([PROFILE_ARN, ROLE_ARN], [':', '/', '*']),
      ),
      (text) => {
        parseArn(text);
        parseRoleArn(text);
        parseProfileArn(text);
        parseBlock(text);
        understand(text, undefined);
      },
    ));
});

describe('policies', () => {
  const KEYS = [
    'Version',
    'Statement',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
    'ArnLike',
    'StringEquals',
    'StringLike',
    'ForAnyValue:StringLike',
    'Bool',
    'IpAddress',
    'Null',
    'aws:SourceArn',
    'aws:SourceVpc',
    'Service',
    'AWS',
    'Federated',
    'Sid',
  ];
  const TEXTS = [
    'Allow',
    'Deny',
    'sts:AssumeRole',
    'sts:*',
    '*',
    'eks-fargate-pods.amazonaws.com',
    PROFILE_ARN,
    ROLE_ARN,
    '2012-10-17',
    '${aws:username}',
  ];
  const statements = jsonOf(KEYS, TEXTS).map((value) => JSON.stringify({Version: '2012-10-17', Statement: value}));
  const policies = fc.oneof(statements, broken([TRUST_POLICY], ['{', '}', '"', ',', '*']));
  it('trust', () =>
    tries(policies, (text) => {
      evaluateTrust(text, PROFILE_ARN);
      trustDocument(PROFILE_ARN, text);
      evaluateWebIdentity(text, {
        issuer: 'oidc.eks.eu-central-1.amazonaws.com/id/0',
        namespace: 'shop',
        serviceAccount: 'web',
      });
    }));
  it('endpoint and identity', () =>
    tries(policies, (text) => {
      const context = (key: string): 'absent' | 'unclear' => (key.length % 2 === 0 ? 'absent' : 'unclear');
      evaluatePolicy(text, {action: 'ecr:BatchGetImage', resource: ROLE_ARN, principal: ROLE_ARN, context});
      evaluatePolicies([{name: 'p', document: text}], {action: 'ecr:BatchGetImage', resource: '*', context});
    }));
});

describe('small grammars', () => {
  it('quantities', () =>
    tries(wordy(['1', '.', '5', 'm', 'Ki', 'Gi', 'e', 'E', '-', '+', 'k']), (text) => void parseQuantity(text)));
  it('selectors', () =>
    tries(
      fc.tuple(
        wordy(['*', '?', 'a', '-', 'shop']),
        wordy(['a', 'shop', '-']),
        fc.dictionary(wordy(['app', '*']), wordy(['web', '?'])),
      ),
      ([pattern, text, labels]) => {
        globMatches(pattern, text);
        matchSelector({namespace: pattern, labels}, 0, text, {...labels, [text]: pattern});
      },
    ));
  it('log configuration', () => {
    const WORDS = [
      '[OUTPUT]',
      '[FILTER]',
      '\n',
      '    Name ',
      'cloudwatch_logs',
      'Match *',
      'region ',
      'eu-central-1',
      '${X}',
      '[',
      ']',
      '@INCLUDE ',
    ];
    tries(
      fc.tuple(wordy(WORDS), fc.constantFrom('output.conf', 'filters.conf', 'parsers.conf', '__proto__')),
      ([text, key]) => {
        loggingFaults({[key]: text, corefile: COREFILE});
        loggingOutputs({[key]: text});
      },
    );
  });
});

/** Every message of the stories' events and conditions. */
const MESSAGES: readonly string[] = [
  ...new Set(
    storyIds()
      .filter((_, i) => i % 4 === 0)
      .flatMap((id) => loadStory(id, WORLD_NOW).world.kube.objects)
      .map((object) => object['message'])
      .filter((message): message is string => typeof message === 'string'),
  ),
];

describe('messages', () => {
  const WORDS = MESSAGES.flatMap((message) => message.split(/(?<= )/)).slice(0, 400);
  const reasons = fc.constantFrom(
    'FailedScheduling',
    'Failed',
    'POD_UNSUPPORTED_ON_FARGATE',
    'InvalidImageName',
    ...NASTY,
  );
  const components = fc.constantFrom('fargate-scheduler', 'default-scheduler', 'kubelet', '');
  it('of events and conditions', () =>
    tries(
      fc.tuple(reasons, components, fc.oneof(wordy(WORDS), broken(MESSAGES, WORDS))),
      ([reason, component, message]) => void readMessage(reason, component, message),
      2,
    ));
});

describe('manifests', () => {
  const MANIFESTS = storyIds()
    .filter((id) => id.startsWith('preflight-'))
    .map((id) => loadStory(id, WORLD_NOW).files['manifest.yaml'] ?? '')
    .filter((text) => text !== '');
  const KEYS = [
    'apiVersion',
    'kind',
    'metadata',
    'name',
    'namespace',
    'labels',
    'annotations',
    'spec',
    'template',
    'containers',
    'image',
    'resources',
    'requests',
    'limits',
    'cpu',
    'memory',
    'volumes',
    'persistentVolumeClaim',
    'items',
    'nodeSelector',
    'affinity',
    'tolerations',
    'initContainers',
    'volumeClaimTemplates',
    'jobTemplate',
    'replicas',
    'securityContext',
    'ports',
  ];
  const TEXTS = [
    'v1',
    'apps/v1',
    'batch/v1',
    'Pod',
    'Deployment',
    'StatefulSet',
    'CronJob',
    'List',
    'web',
    '1',
    '1Gi',
    '500m',
  ];
  const read = (text: string): void =>
    void collect(parseManifest({file: 'm.yaml', text}), {namespace: 'default', chosen: false, now: WORLD_NOW});
  it('that are broken', () =>
    tries(broken(MANIFESTS, ['&a ', '*a', '<<: ', '\n', '---\n', ': ', '- ', '!!set ', '? ', '|', '0o7']), read, 0.5));
  it('of wrong values', () =>
    tries(
      fc.tuple(
        fc.constantFrom('Pod', 'Deployment', 'StatefulSet', 'CronJob', 'Job', 'DaemonSet', 'List'),
        jsonOf(KEYS, TEXTS),
        jsonOf(KEYS, TEXTS),
      ),
      ([kind, spec, more]) => {
        const apiVersion = kind === 'Pod' || kind === 'List' ? 'v1' : /Job/.test(kind) ? 'batch/v1' : 'apps/v1';
        const pod = {containers: more, volumes: spec};
        read(
          stringify({
            apiVersion,
            kind,
            metadata: {name: 'web'},
            items: spec,
            spec: {...pod, template: {spec: pod, metadata: more}, jobTemplate: {spec: {template: {spec: pod}}}},
          }),
        );
        read(stringify({apiVersion, kind, metadata: {name: 'web', labels: more}, spec}));
      },
      0.5,
    ));
});
