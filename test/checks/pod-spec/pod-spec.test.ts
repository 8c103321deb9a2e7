import {describe, expect, it} from 'vitest';
import limits from '../../../src/checks/pod-spec/container-limits-equal-requests.ts';
import capabilities from '../../../src/checks/pod-spec/pod-adds-only-permitted-capabilities.ts';
import hostPort from '../../../src/checks/pod-spec/pod-binds-no-host-port.ts';
import privileged from '../../../src/checks/pod-spec/pod-has-no-privileged-container.ts';
import kubeletPort from '../../../src/checks/pod-spec/pod-leaves-kubelet-its-port.ts';
import overrides from '../../../src/checks/pod-spec/pod-overrides-nothing-unusual.ts';
import hostNamespaces from '../../../src/checks/pod-spec/pod-shares-no-host-namespace.ts';
import volumes from '../../../src/checks/pod-spec/pod-volumes-are-supported.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {absent, denied} from '../../../src/model/fact.ts';
import type {PodSpec} from '../../../src/model/kubernetes.ts';
import {
  about,
  but,
  container,
  event,
  healthy,
  pendingPod,
  pod,
  problemsOf,
  spec,
  unmutatedPod,
  withFacts,
  workload,
  type AllAnswers,
} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

const one = (check: AnyCheck, facts: AllAnswers) => {
  const problems = problemsOf(check, facts);
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  if (!problem) throw new Error('no problem');
  return problem;
};
const FARGATE_NODE = 'fargate-ip-10-0-1-77.eu-central-1.compute.internal';

describe('what is proved by the spec', () => {
  it('has the exact path, and a patch of the template', () => {
    const problem = one(privileged, waiting({containers: [container(), container({name: 'dind', privileged: true})]}));
    expect(problem.summary).toBe('Container dind asks for privileged mode, which Fargate refuses.');
    expect(problem.certainty).toBe('certain');
    expect(problem.evidence[0]).toEqual({
      source: 'get pods -n default',
      ref: 'pod/nginx',
      path: 'spec.containers[1].securityContext.privileged',
      value: 'true',
    });
    expect(problem.remedies[0]?.commands).toEqual([
      `kubectl patch deployment nginx -n default --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/1/securityContext/privileged"}]'`,
    ]);
  });

  it('takes items out of a list from the last to the first', () => {
    const problem = one(
      capabilities,
      waiting({containers: [container({capabilitiesAdd: ['NET_ADMIN', 'CHOWN', 'BPF']})]}),
    );
    expect(problem.summary).toBe('Container app adds NET_ADMIN and BPF, which Fargate refuses.');
    expect(problem.remedies[0]?.commands[0]).toMatch(/capabilities\/add\/2.*capabilities\/add\/0/);
  });

  it('explains a spelling that is refused though the capability is permitted', () => {
    const problem = one(capabilities, waiting({containers: [container({capabilitiesAdd: ['CAP_CHOWN']})]}));
    expect(problem.summary).toBe(
      'Container app adds CAP_CHOWN, which Fargate refuses (spelled CHOWN it is permitted).',
    );
  });

  it('is only possible for capabilities behind a switch', () => {
    const facts = waiting({containers: [container({capabilitiesAdd: ['SYS_PTRACE']})]});
    expect(one(capabilities, facts)).toMatchObject({certainty: 'possible'});
  });

  it('looks at init containers, and at every port', () => {
    const facts = waiting({
      initContainers: [container({name: 'init', ports: [{containerPort: 1}, {containerPort: 2, hostIP: '127.0.0.1'}]})],
    });
    expect(one(hostPort, facts).evidence[0]?.path).toBe('spec.initContainers[0].ports[1].hostIP');
    expect(
      problemsOf(hostPort, waiting({containers: [container({ports: [{containerPort: 1, hostPort: 0}]})]})),
    ).toEqual([]);
  });

  it('knows the host ports that the API server adds for hostNetwork, and sends nobody after a webhook', () => {
    const added = {hostNetwork: true, containers: [container({ports: [{containerPort: 80, hostPort: 80}]})]};
    const template = spec({
      schedulerName: '',
      hostNetwork: true,
      containers: [container({ports: [{containerPort: 80}]})],
    });
    const problem = one(hostPort, {
      ...waiting(added),
      workload: {is: 'known', value: workload({template: {...workload().template, spec: template}})},
    });
    expect(problem.remedies).toMatchObject([{commands: [], changes: 'workload'}]);
    expect(problem.remedies[0]?.summary).toMatch(/^It goes with hostNetwork: .* deployment\/nginx has none\.$/);
    // Written in the template, too, it has to go from there.
    expect(one(hostPort, waiting(added)).remedies[0]?.commands).toHaveLength(1);
    // A webhook's doing is another port than the container's.
    const other = {containers: [container({ports: [{containerPort: 80, hostPort: 8080}]})]};
    const plain = spec({schedulerName: '', containers: [container({ports: [{containerPort: 80}]})]});
    const webhook = {
      ...waiting(other),
      workload: {is: 'known', value: workload({template: {...workload().template, spec: plain}})},
    } as const;
    expect(one(hostPort, webhook).remedies[0]?.summary).toContain('admission webhook');
  });

  it('gives no command where a decision is needed', () => {
    const problem = one(volumes, waiting({volumes: [{name: 'sock', type: 'hostPath'}]}));
    expect(problem.summary).toBe('Volume sock (hostPath) is of a type that Fargate does not mount.');
    expect(problem.evidence[0]?.path).toBe('spec.volumes[0].hostPath');
    expect(problem.remedies[0]?.commands).toEqual([]);
  });

  it('is as sure of a volume type that only a published list excludes: the specification proves it', () => {
    expect(one(volumes, waiting({volumes: [{name: 's', type: 'csi'}]})).certainty).toBe('certain');
    const said = waiting({volumes: [{name: 's', type: 'csi'}]}, [
      refusal('volumes not supported: s is of an unsupported volume Type'),
    ]);
    expect(one(volumes, said).certainty).toBe('certain');
  });
});

describe('what is said', () => {
  it('corroborates the spec', () => {
    const problem = one(
      privileged,
      waiting({containers: [container({privileged: true})]}, [
        refusal('invalid SecurityContext fields: Privileged,Privileged'),
      ]),
    );
    expect(problem.evidence.map((e) => e.source)).toEqual(['get pods -n default', 'event']);
    expect(problem.stage).toBe('validation');
  });

  it('stands alone as likely', () => {
    const problem = one(privileged, waiting({}, [refusal('invalid SecurityContext fields: Privileged')]));
    expect(problem).toMatchObject({certainty: 'likely', evidence: [{source: 'event', ref: 'fargate-scheduler'}]});
  });

  it('is taken from the condition where events are denied', () => {
    const waits = pendingPod({
      status: {
        phase: 'Pending',
        containers: [],
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'POD_UNSUPPORTED_ON_FARGATE',
            message: 'Pod not supported on Fargate: invalid SecurityContext fields: Privileged',
          },
        ],
      },
    });
    const facts = but(withFacts(about(waits)), {podEvents: denied('list events -n default')});
    expect(one(privileged, facts).evidence[0]).toMatchObject({path: 'status.conditions[PodScheduled]'});
  });

  it('counts only as the last word', () => {
    const old = refusal('invalid SecurityContext fields: Privileged');
    const facts = waiting({}, [{...old, lastAt: '2026-11-20T02:00:00Z'}, event()]);
    expect(problemsOf(privileged, facts)).toEqual([]);
  });

  it('makes a fault of the spec that it does not list less sure', () => {
    const facts = waiting({hostPID: true, containers: [container({privileged: true})]}, [
      refusal('invalid SecurityContext fields: Privileged'),
    ]);
    expect(one(hostNamespaces, facts).certainty).toBe('likely');
  });
});

describe('pods to which it does not apply', () => {
  const dirty: Partial<PodSpec> = {containers: [container({privileged: true})]};

  it('run on Fargate: nothing was refused', () => {
    expect(problemsOf(privileged, withFacts(about(pod({spec: spec({...dirty, nodeName: FARGATE_NODE})}))))).toEqual([]);
  });

  it('are not for Fargate', () => {
    const facts = withFacts(about(unmutatedPod({spec: spec({...dirty, schedulerName: ''})})));
    expect(problemsOf(privileged, but(facts, {profile: absent}))).toEqual([]);
  });

  it('run elsewhere: worth a note', () => {
    const facts = withFacts(about(pod({spec: spec({...dirty, schedulerName: '', nodeName: 'ip-10-0-1-5'})})));
    expect(one(privileged, facts).note).toBe(true);
  });
});

describe('remedies', () => {
  const dirty: Partial<PodSpec> = {hostNetwork: true};
  const remedy = (over: Parameters<typeof but>[1]) => one(hostNamespaces, but(waiting(dirty), over)).remedies[0];
  const template = {...workload().template, spec: spec(dirty)};

  it('replace a pod without an owner', () => {
    expect(remedy({workload: absent})).toMatchObject({
      commands: ['kubectl get pod nginx -n default -o yaml > nginx.yaml'],
      then: 'kubectl replace --force -f nginx.yaml',
      changes: 'pod',
    });
  });

  it('name the webhook where the template is clean', () => {
    expect(remedy({workload: {is: 'known', value: workload()}})?.summary).toContain('an admission webhook adds');
  });

  it('do not patch a Job, whose template is fixed', () => {
    const job = workload({kind: 'Job', name: 'batch', template});
    expect(remedy({workload: {is: 'known', value: job}})).toMatchObject({commands: []});
  });

  it('delete the stuck pod of a StatefulSet, which does not roll out by itself', () => {
    const set = workload({kind: 'StatefulSet', name: 'db', template});
    expect(remedy({workload: {is: 'known', value: set}})?.then).toBe('kubectl delete pod nginx -n default');
  });

  it('delete the stuck Job of a CronJob', () => {
    const cron = workload({
      kind: 'CronJob',
      name: 'nightly',
      template,
      templatePath: 'spec.jobTemplate.spec.template',
      via: [{kind: 'Job', name: 'nightly-1'}],
    });
    const found = remedy({workload: {is: 'known', value: cron}});
    expect(found?.commands[0]).toContain('/spec/jobTemplate/spec/template/spec/hostNetwork');
    expect(found?.then).toBe('kubectl delete job nightly-1 -n default');
  });

  it('give no command where the owner could not be read', () => {
    expect(remedy({workload: denied('get deployments -n default')})).toMatchObject({commands: []});
  });
});

describe('limits above requests', () => {
  const app = (requests: Record<string, string>, more: Record<string, string>) =>
    spec({containers: [container({requests, limits: more})]});
  const facts = (pods: ReturnType<typeof pod>) => withFacts(about(pods));

  it('name the vCPUs that the pod was given', () => {
    const waits = pendingPod({spec: app({cpu: '250m'}, {cpu: '1'})});
    expect(one(limits, facts(waits))).toMatchObject({
      summary: 'The CPU limit of container app (1 (request 250m)) is above the 0.25 vCPU that the pod is given.',
      certainty: 'likely',
    });
    expect(one(limits, facts(waits)).note).toBeUndefined();
  });

  it('are a note while they fit into what was given', () => {
    const waits = pendingPod({spec: app({cpu: '100m'}, {cpu: '200m'})});
    expect(one(limits, facts(waits))).toMatchObject({note: true, certainty: 'possible', severity: 'warning'});
  });

  it('are a note on a pod that runs', () => {
    const runs = pod({spec: {...app({cpu: '250m'}, {cpu: '4'}), nodeName: FARGATE_NODE}});
    expect(one(limits, facts(runs)).note).toBe(true);
  });

  it('are the request where there is none', () => {
    expect(problemsOf(limits, facts(pendingPod({spec: app({}, {cpu: '4'})})))).toEqual([]);
  });
});

describe('the port of the kubelet', () => {
  const status = (ready: boolean) => ({
    ...pod().status,
    conditions: [],
    containers: [{name: 'app', init: false, ready, restarts: 0, image: 'x', state: {is: 'running' as const}}],
  });
  const listens = spec({nodeName: FARGATE_NODE, containers: [container({ports: [{containerPort: 10250}]})]});

  it('is a note while the container is ready, and a cause once it is not', () => {
    expect(one(kubeletPort, withFacts(about(pod({spec: listens, status: status(true)})))).note).toBe(true);
    const problem = one(kubeletPort, withFacts(about(pod({spec: listens, status: status(false)}))));
    expect(problem.note).toBeUndefined();
    expect(problem.summary).toBe(
      'The container app listens on port 10250, which belongs to the kubelet on a Fargate node.',
    );
  });
});

it('is quiet in the healthy world', () => {
  for (const check of [limits, capabilities, hostPort, privileged, kubeletPort, hostNamespaces, volumes]) {
    expect(problemsOf(check, healthy)).toEqual([]);
  }
});

describe('settings of which nobody says what Fargate does with them', () => {
  const sysctls = {path: 'spec.securityContext.sysctls', value: 'net.core.somaxconn'};
  const seccomp = {path: 'spec.containers[0].securityContext.seccompProfile', value: 'Localhost audit.json'};

  it('are a note that says no more than that', () => {
    const problem = one(overrides, waiting({overrides: [sysctls, seccomp]}));
    expect(problem.summary).toBe(
      'The pod sets sysctls and seccompProfile; whether Fargate heeds, ignores or refuses that is not documented.',
    );
    expect(problem).toMatchObject({note: true, certainty: 'possible', remedies: []});
    expect(problem.evidence.map((e) => e.path)).toEqual([sysctls.path, seccomp.path]);
  });

  it('are nothing to speak of where the pod is not for Fargate', () => {
    const elsewhere = but(waiting({overrides: [sysctls], schedulerName: 'default-scheduler'}), {profile: absent});
    expect(problemsOf(overrides, elsewhere)).toEqual([]);
  });
});
