import {describe, expect, it} from 'vitest';
import {lastRefusal, readMessage, utterances} from '../../src/domain/messages.ts';
import {event, minutesAgo, pendingPod, PENDING, pod} from '../fixture.ts';

const read = (message: string, reason = 'FailedScheduling', component = 'fargate-scheduler') =>
  readMessage(reason, component, message).map(({says, cause, stage, names}) => ({says, cause, stage, names}));
const says = (message: string, reason?: string, component?: string) =>
  read(message, reason, component).map((clause) => clause.says);

describe('the words of fargate-scheduler', () => {
  it('reads a provisioning timeout with and without its pod', () => {
    expect(read('Pod provisioning timed out (will retry) for pod: default/nginx')).toEqual([
      {says: 'timeout', cause: undefined, stage: 'provisioning', names: {namespace: 'default', pod: 'nginx'}},
    ]);
    expect(read('Pod provisioning timed out (will retry)')[0]?.names).toEqual({});
  });

  it('takes one message apart into its causes', () => {
    const message =
      'Pod not supported on Fargate: fields not supported: HostNetwork, HostPID, HostIPC, invalid SecurityContext fields: Privileged,Privileged, port contains HostIP or HostPort';
    expect(read(message).map((c) => [c.says, c.cause])).toEqual([
      ['host-network', 'spec-host-network'],
      ['host-pid', 'spec-host-pid-ipc'],
      ['host-ipc', 'spec-host-pid-ipc'],
      ['privileged', 'spec-privileged'],
      ['host-port', 'spec-host-port'],
    ]);
  });

  it.each([
    ['invalid SecurityContext fields: AllowPrivilegeEscalation', 'spec-allow-privilege-escalation', {}],
    [
      'invalid SecurityContext fields: Capabilities added: DAC_READ_SEARCH,Capabilities added: DAC_READ_SEARCH',
      'spec-capabilities',
      {capability: 'DAC_READ_SEARCH'},
    ],
    ['invalid SecurityContext fields: Capabilities added: CAP_CHOWN', 'spec-capabilities', {capability: 'CAP_CHOWN'}],
    [
      'volumes not supported: mntdatas3fs is of an unsupported volume Type',
      'spec-volume-type',
      {volume: 'mntdatas3fs'},
    ],
    ['volumes not supported: test-volume', 'spec-volume-type', {volume: 'test-volume'}],
    [
      'volumes not supported: file-storage not supported because: PVC file-storage-0 not bound',
      'storage-pvc-unbound',
      {volume: 'file-storage', claim: 'file-storage-0'},
    ],
    [
      'volumes not supported: data not supported because: PVC data bound to invalid PV pv-1 with nil CSI spec',
      'storage-pv-not-efs',
      {volume: 'data', claim: 'data', pv: 'pv-1'},
    ],
    [
      'volumes not supported: data not supported because: PVC data bound to invalid PV pv-1 with CSI Driver: ebs.csi.aws.com',
      'storage-pv-not-efs',
      {volume: 'data', claim: 'data', pv: 'pv-1', driver: 'ebs.csi.aws.com'},
    ],
    ['DaemonSet not supported', 'spec-daemonset', {}],
    ['volumeDevices not supported', 'spec-volume-devices', {}],
    ['SchedulerName is not fargate-scheduler', 'sched-tolerates-fargate-taint', {}],
  ])('knows the clause "%s"', (clause, cause, names) => {
    expect(read(`Pod not supported on Fargate: ${clause}`)).toEqual([
      {says: expect.any(String) as string, cause, stage: 'validation', names},
    ]);
  });

  it('reads several volumes with different faults', () => {
    const message =
      'Pod not supported on Fargate: invalid SecurityContext fields: Privileged, volumes not supported: a is of an unsupported volume Type, b not supported because: PVC b-claim not bound';
    expect(read(message).map((c) => c.cause)).toEqual(['spec-privileged', 'spec-volume-type', 'storage-pvc-unbound']);
  });

  it('reads through the Go slip and the add-on prefix and the bracketed code', () => {
    expect(
      says(
        'Scheduling%!(EXTRA string=Pod not supported on Fargate: volumes not supported: data not supported because: PVC data-0 not bound)',
      ),
    ).toEqual(['pvc-unbound']);
    expect(
      says(
        'The add-on is unhealthy because all deployments have all pods unscheduled Pod not supported on Fargate: fields not supported: HostNetwork',
      ),
    ).toEqual(['host-network']);
    expect(says('[POD_UNSUPPORTED_ON_FARGATE] Pod not supported on Fargate: port contains HostIP or HostPort')).toEqual(
      ['host-port'],
    );
  });

  it('keeps the known parts beside an unknown one', () => {
    expect(says('Pod not supported on Fargate: fields not supported: HostNetwork, HostUsers')).toEqual([
      'host-network',
      'unsupported-other',
    ]);
  });

  it.each([
    ["Your pod's cpu/memory requirements exceed the max Fargate configuration", 'size', 'size-exceeds-max'],
    [
      'Fargate capacity is unavailable at this time. Please try again later or in a different availability zone.',
      'capacity',
      'capacity-unavailable',
    ],
    [
      'Your AWS account has reached the limit on the number of Fargate pods it can run concurrently',
      'limit',
      'quota-vcpu',
    ],
    ['Your AWS account has reached the limit on the number of Fargate vCPUs', 'limit', 'quota-vcpu'],
    [
      'Your AWS account is currently blocked and thus cannot launch any Fargate pods',
      'account-blocked',
      'account-blocked',
    ],
    [
      'Disabled logging because aws-logging configmap was not found. configmap "aws-logging" not found',
      'logging-missing',
      'logging-configmap-missing',
    ],
    ['Successfully enabled logging for pod', 'logging-on', undefined],
    ['persistentvolumeclaim "data" not found', 'pvc-missing', 'storage-pvc-missing'],
  ])('knows "%s"', (message, word, cause) => {
    expect(read(message).map((c) => [c.says, c.cause])).toEqual([[word, cause]]);
  });

  it('tells the two reasons of a blocked profile apart, with its name', () => {
    const blocked = 'Misconfigured Fargate Profile: fargate profile coredns blocked for new launches due to: ';
    expect(
      read(
        `${blocked}Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.`,
      ),
    ).toEqual([{says: 'profile-blocked-auth', cause: undefined, stage: 'validation', names: {profile: 'coredns'}}]);
    expect(
      read(
        `${blocked}Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal`,
      ).map((c) => [c.says, c.names]),
    ).toEqual([['profile-blocked-assume', {profile: 'coredns'}]]);
    expect(read(`${blocked}something new`).map((c) => [c.says, c.names])).toEqual([
      ['profile-blocked-other', {profile: 'coredns', why: 'something new'}],
    ]);
  });

  it('names what is wrong with the logging ConfigMap', () => {
    expect(
      read(
        'Disabled logging for pod due to invalid configmap. amazon_data_firehose is not a supported output plugin. Please fix the logging configmap',
        'LoggingDisabled',
      )[0]?.names,
    ).toEqual({why: 'amazon_data_firehose is not a supported output plugin.'});
  });

  it('takes the code for the text where the text is missing or new', () => {
    expect(says('', 'POD_CPU_MEM_EXCEEDS_MAX_FARGATE_SIZE')).toEqual(['size']);
    expect(says('something new', 'POD_UNSUPPORTED_ON_FARGATE')).toEqual(['unsupported-other']);
    expect(says('something new', 'POD_SOMETHING_NEW')).toEqual([]);
  });
});

describe('the words of others', () => {
  it('reads the default scheduler', () => {
    expect(
      read(
        '0/3 nodes are available: 1 Too many pods, 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling..',
        'FailedScheduling',
        'default-scheduler',
      ).map((c) => [c.says, c.cause, c.names]),
    ).toEqual([
      ['taint', undefined, {nodes: '2'}],
      ['too-many-pods', undefined, {nodes: '1'}],
    ]);
    expect(
      read(
        "0/1 nodes are available: 1 node(s) had taint {eks.amazonaws.com/compute-type: fargate}, that the pod didn't tolerate.",
      )[0]?.names,
    ).toEqual({nodes: '1'});
    expect(says('no nodes available to schedule pods')).toEqual(['no-nodes']);
  });

  it('reads the assignment to a node', () => {
    expect(
      read('Successfully assigned default/web-1 to fargate-ip-10-0-1-2.ec2.internal', 'Scheduled')[0]?.names,
    ).toEqual({namespace: 'default', pod: 'web-1', node: 'fargate-ip-10-0-1-2.ec2.internal'});
  });

  it.each([
    [
      'Failed to pull image "r.example/x:1": failed to resolve reference: failed to do request: Head "https://r.example/v2/x/manifests/1": dial tcp 10.0.1.141:443: i/o timeout',
      'pull-timeout',
      {ip: '10.0.1.141', port: '443', how: 'i/o timeout'},
    ],
    [
      'Failed to pull image "r.example/x:1": dial tcp [2001:db8::1]:443: connect: connection refused',
      'pull-timeout',
      {ip: '2001:db8::1', port: '443', how: 'connect: connection refused'},
    ],
    ['Failed to pull image "x": unexpected status from HEAD request: 403 Forbidden', 'image-denied', {}],
    [
      'Failed to pull image "x": is not authorized to perform: ecr:BatchGetImage on resource',
      'image-denied',
      {action: 'ecr:BatchGetImage'},
    ],
    [
      'Failed to pull image "x": pull access denied, repository does not exist or may require authorization',
      'image-denied',
      {},
    ],
    [
      'Failed to pull image "x:9": failed to resolve reference "docker.io/library/x:9": docker.io/library/x:9: not found',
      'image-missing',
      {},
    ],
    ['Failed to pull image "x": toomanyrequests: You have reached your pull rate limit', 'rate-limited', {}],
    ['Failed to pull image "x": no match for platform in manifest: not found', 'platform', {}],
  ])('reads "%s"', (message, word, names) => {
    expect(read(message, 'Failed', 'kubelet').map((c) => [c.says, c.names])).toEqual([[word, names]]);
  });

  it("does not take a probe's refused connection for a pull", () => {
    expect(
      says(
        'Readiness probe failed: Get "http://10.0.1.77:8080/": dial tcp 10.0.1.77:8080: connect: connection refused',
        'Unhealthy',
        'kubelet',
      ),
    ).toEqual(['probe-failed']);
  });

  it('reads mounts, quota, certificates and interfaces', () => {
    expect(
      read(
        'MountVolume.SetUp failed for volume "zeek-volume" : rpc error: code = Internal desc = Could not mount "fs-0d66110f5e994381a:/" at "/x": mount failed: exit status 1 Output: Failed to resolve "fs-0d66110f5e994381a.efs.us-east-1.amazonaws.com" - check that your file system ID is correct',
        'FailedMount',
        'kubelet',
      ).map((c) => [c.says, c.cause, c.names]),
    ).toEqual([['efs-unresolved', 'storage-efs-mount-fails', expect.objectContaining({fs: 'fs-0d66110f5e994381a'})]]);
    expect(
      says(
        'error setting cgroup config for procHooks process: failed to write "100000": write /sys/fs/cgroup/cpu,cpuacct/kubepods/podx/cpu.cfs_quota_us: invalid argument: unknown',
        'Failed',
        'kubelet',
      ),
    ).toEqual(['cfs-quota']);
    expect(
      read(
        "An error occurred (InvalidSecurityGroupID.NotFound) when calling the CreateNetworkInterface operation: The securityGroup ID 'sg-05b1d815d1EXAMPLE' does not exist",
      )[0],
    ).toMatchObject({cause: 'sgp-group-missing', names: {group: 'sg-05b1d815d1EXAMPLE'}});
    expect(
      read(
        'x509: certificate is valid for ip-172-16-40-210.us-east-2.compute.internal, not cert-manager-webhook.cert-manager.svc',
      )[0]?.names,
    ).toEqual({host: 'ip-172-16-40-210.us-east-2.compute.internal', service: 'cert-manager-webhook.cert-manager.svc'});
  });

  it('reads errors of the EKS API', () => {
    expect(
      read(
        'InvalidParameterException: Subnet subnet-0388a5e2e3dc49212 provided in Fargate Profile is not a private subnet',
      )[0],
    ).toMatchObject({cause: 'subnet-public', names: {subnet: 'subnet-0388a5e2e3dc49212'}});
    expect(
      read(
        'ResourceInUseException: Cannot create Fargate Profile b because cluster c currently has Fargate profile a in status CREATING',
      )[0]?.names,
    ).toEqual({profile: 'a', status: 'CREATING'});
    expect(
      read(
        'Fargate Profile creation for the Availability Zone ca-central-1d for Subnet subnet-1234 is not supported',
      )[0],
    ).toMatchObject({cause: 'subnet-zone-unsupported', names: {zone: 'ca-central-1d', subnet: 'subnet-1234'}});
  });
});

describe('hostile text', () => {
  const MB = 1_000_000;
  it.each([
    ['commas', `Pod not supported on Fargate: ${','.repeat(MB)}`],
    ['parts', `Pod not supported on Fargate: volumes not supported: ${'a b,'.repeat(MB / 4)}`],
    ['openings', 'Pod not supported on Fargate: '.repeat(MB / 30)],
    ['one long word', `Failed to pull image: dial tcp ${'1'.repeat(MB)}`],
    ['quotes', 'persistentvolumeclaim "'.repeat(MB / 23)],
    [
      'a pattern that almost matches',
      'node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}'.repeat(MB / 70),
    ],
    ['profiles', 'Misconfigured Fargate Profile: fargate profile x blocked '.repeat(MB / 57)],
    ['mounts', 'MountVolume.SetUp failed for volume "x" : "'.repeat(MB / 43) + 'Failed to resolve "fs-'],
  ])('reads a megabyte of %s at once', (_, text) => {
    readMessage('FailedScheduling', 'fargate-scheduler', text);
  });

  it('finds what stands within the first 64 KB', () => {
    const text = `${'x'.repeat(65_000)}${"Your pod's cpu/memory requirements exceed the max Fargate configuration"}${'y'.repeat(MB)}`;
    expect(says(text)).toEqual(['size']);
  });

  it('keeps a clause short and the message whole', () => {
    const message = `Pod not supported on Fargate: ${'z'.repeat(MB)}`;
    const [utterance] = utterances(pendingPod(), [event({message})]);
    expect(utterance?.clauses[0]?.text.length).toBe(2000);
    expect(utterance?.message).toBe(message);
  });
});

describe('utterances', () => {
  const rejected = event({
    message: 'Pod not supported on Fargate: fields not supported: HostNetwork',
    lastAt: minutesAgo(12),
  });
  const timedOut = event({lastAt: minutesAgo(3)});

  it('lists the newest first, with the condition among the events', () => {
    const subject = pendingPod({
      status: {
        ...PENDING,
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'POD_UNSUPPORTED_ON_FARGATE',
            message: 'new',
            at: minutesAgo(5),
          },
        ],
      },
    });
    expect(utterances(subject, [rejected, timedOut]).map((u) => [u.from, u.at, u.understood])).toEqual([
      ['event', minutesAgo(3), true],
      ['condition', minutesAgo(5), false],
      ['event', minutesAgo(12), true],
    ]);
  });

  it('gives the newest refusal, whatever the order of the list', () => {
    for (const events of [
      [rejected, timedOut],
      [timedOut, rejected],
    ]) {
      expect(lastRefusal(pendingPod(), events)?.clauses[0]?.says).toBe('timeout');
    }
  });

  it('takes a code for words of fargate-scheduler whatever the pod says', () => {
    const subject = pod({
      spec: {...pod().spec, schedulerName: 'x'},
      status: {...PENDING, conditions: [{type: 'PodScheduled', status: 'False', reason: 'POD_SOMETHING_NEW'}]},
    });
    expect(utterances(subject, [])).toMatchObject([{component: 'fargate-scheduler', understood: false}]);
  });

  it('does not judge the words of others', () => {
    const words = event({component: 'default-scheduler', message: '0/3 nodes are available: 3 Insufficient cpu.'});
    expect(utterances(pendingPod(), [words])[0]).toMatchObject({understood: true, clauses: []});
  });

  it('judges the kubelet where it refuses the pod', () => {
    const words = event({component: 'kubelet', reason: 'UnsupportedPodSpec', message: 'Pod not supported: Hats'});
    expect(utterances(pendingPod(), [words])[0]).toMatchObject({understood: false});
    const known = {...words, message: 'Pod not supported: SchedulerName is not fargate-scheduler'};
    expect(utterances(pendingPod(), [known])[0]).toMatchObject({understood: true, clauses: [{stage: 'mounts'}]});
  });

  it('reads container states and the reason of a failed pod', () => {
    const subject = pod({
      status: {
        phase: 'Failed',
        reason: 'UnsupportedPodSpec',
        message: 'Pod not supported: SchedulerName is not fargate-scheduler',
        conditions: [],
        containers: [
          {
            name: 'app',
            init: false,
            ready: false,
            restarts: 0,
            image: 'x',
            state: {is: 'waiting', reason: 'InvalidImageName', message: ''},
          },
        ],
      },
    });
    expect(utterances(subject, []).map((u) => [u.container, u.clauses[0]?.says])).toEqual([
      ['app', 'image-name'],
      [undefined, 'scheduler-name'],
    ]);
  });
});
