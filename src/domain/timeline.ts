import type {Milestone} from '../model/diagnosis.ts';
import type {ContainerStatus, KubeEvent, Pod} from '../model/kubernetes.ts';
import {STAGES, stageNumber, type Stage} from '../model/stage.ts';
import {FARGATE_SCHEDULER} from './names.ts';
import type {PodStanding} from './stages.ts';

/** How long a stage usually takes, in seconds; absent where it is the application's own matter. */
export interface Usual {
  readonly from: number;
  readonly to: number;
}

/**
 * What public reports of starts show: the node joins 12 to 71 s after the logging event, small images take 6 to 30 s, as
 * each pod has a new machine and pulls anew. The rest is a matter of a second or a few.
 */
export const USUAL: Readonly<Partial<Record<Stage, Usual>>> = {
  admission: {from: 0, to: 1},
  validation: {from: 1, to: 5},
  provisioning: {from: 12, to: 75},
  binding: {from: 0, to: 1},
  mounts: {from: 1, to: 5},
  image: {from: 6, to: 30},
  start: {from: 1, to: 2},
};

/** The way of a subject through the stages: what is behind it and when that was, where it stands, what is ahead. */
export function timelineOf(
  {from}: PodStanding,
  here: Stage,
  pod: Pod | undefined,
  events: readonly KubeEvent[],
): readonly Milestone[] {
  const at = stageNumber(here);
  const times = pod ? passedAt(pod, events) : {};
  // Facts of a later stage are older news (a container that ran before): a time never runs backwards.
  let latest = '';
  return STAGES.map((stage): Milestone => {
    const number = stageNumber(stage);
    if (number > at) return {stage, state: 'ahead'};
    if (number === at) return latest === '' ? {stage, state: 'here'} : {stage, state: 'here', at: latest};
    if (number >= stageNumber(from)) return {stage, state: 'unknown'};
    const time = times[stage];
    if (time === undefined || Number.isNaN(Date.parse(time)) || !(latest === '' || compare(time, latest) >= 0)) {
      return {stage, state: 'passed'};
    }
    latest = time;
    return {stage, state: 'passed', at: time};
  });
}

const compare = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** When each stage was passed, as far as the pod's conditions and events tell. */
function passedAt(pod: Pod, events: readonly KubeEvent[]): Partial<Record<Stage, string>> {
  const first = (reasons: readonly string[], component?: string): string | undefined =>
    events.find((e) => reasons.includes(e.reason) && (component === undefined || e.component === component))?.firstAt;
  const scheduled =
    pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'True')?.at ?? first(['Scheduled']);
  const pulled = events.findLast((e) => e.reason === 'Pulled')?.firstAt;
  const times: Record<string, string | undefined> = {
    creation: pod.createdAt,
    admission: pod.spec.schedulerName === FARGATE_SCHEDULER ? pod.createdAt : undefined,
    validation: first(['LoggingEnabled', 'LoggingDisabled'], FARGATE_SCHEDULER),
    provisioning: scheduled,
    binding: scheduled,
    mounts: first(['Pulling', 'Pulled']),
    image: pulled,
    start: started(pod.status.containers),
  };
  return Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined));
}

/** When the last of the containers proper started; undefined before all of them have. */
function started(containers: readonly ContainerStatus[]): string | undefined {
  const main = containers.filter((c) => !c.init);
  if (main.length === 0 || main.some((c) => c.state.is !== 'running')) return undefined;
  return main
    .map((c) => c.state.at)
    .filter((time) => time !== undefined)
    .sort(compare)
    .at(-1);
}
