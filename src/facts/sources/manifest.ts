import {absent, known, unavailable, type Fact} from '../../model/fact.ts';
import type {FactId, FactMap} from '../../model/facts.ts';
import {subjectKey, type Subject} from '../../model/kubernetes.ts';
import type {KubeClient, KubeRequest} from '../clients/types.ts';
import type {Manifest, PlannedPod} from '../manifest/collect.ts';

/** Answers in place of another source, where it has one. */
export interface Layer {
  /** `undefined`: ask what lies below. */
  answer(fact: FactId, subject: Subject): Fact<unknown> | undefined;
}

type Told = {readonly [K in FactId]?: Fact<FactMap[K]>};

/**
 * What a manifest knows of the pods in it: what they are to be. They have no status, no history and no events, because there
 * is nothing of them yet.
 *
 * @param meantForFargate No cluster can tell which of them Fargate would get: the user says that it is all.
 */
export function manifestLayer(manifest: Pick<Manifest, 'pods'>, meantForFargate: boolean): Layer {
  const told = new Map(manifest.pods.map((pod) => [subjectKey(pod.subject), toldOf(pod, meantForFargate)]));
  return {answer: (fact, subject) => (subject.planned ? told.get(subjectKey(subject))?.[fact] : undefined)};
}

function toldOf({podSpec, workload}: PlannedPod, meantForFargate: boolean): Told {
  return {
    pod: absent,
    podSpec: known(meantForFargate ? {...podSpec, meantForFargate} : podSpec),
    podEvents: absent,
    workload: workload ? known(workload) : absent,
    workloadEvents: workload ? known([]) : absent,
  };
}

/** A client to which a manifest's objects are there too, where the cluster does not have them (yet). */
export function withPlanned(kube: KubeClient, objects: Manifest['objects']): KubeClient {
  return {
    server: kube.server,
    async get<T>(request: KubeRequest): Promise<Fact<T>> {
      const live = await kube.get<T>(request);
      const planned = objects.get(request.path);
      const unseen = live.is === 'absent' || live.is === 'unavailable';
      return planned && unseen ? known(planned.json as T) : live;
    },
    list: (request, map, onPage) => kube.list(request, map, onPage),
  };
}

/** A client for a run without a cluster. */
export function noKube(reason: string): KubeClient {
  return {
    server: '',
    get: () => Promise.resolve(unavailable(reason)),
    list: () => Promise.resolve(unavailable(reason)),
  };
}
