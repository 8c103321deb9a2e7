import type {FactId, FactMap} from '../../../src/model/facts.ts';
import {
  about,
  COREDNS_PROFILE,
  corednsDeployment,
  corednsPod,
  minutesAgo,
  profile,
  spec,
  templateOf,
  unmutatedPod,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';

export const LABELS = {'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns'};
export const EC2 = {'eks.amazonaws.com/compute-type': 'ec2'};

type Values = {readonly [K in FactId]?: FactMap[K]};

/** A CoreDNS pod that the default scheduler can't place. */
export const strandedPod = (annotations: Readonly<Record<string, string>> = {}, createdAt = minutesAgo(60)) =>
  unmutatedPod({
    namespace: 'kube-system',
    name: 'coredns-5d8f6c7b9-abcde',
    labels: LABELS,
    annotations,
    createdAt,
    owner: {kind: 'ReplicaSet', name: 'coredns-5d8f6c7b9'},
  });

/** The Deployment of pods that are not ready. */
export const strandedDeployment = (annotations: Readonly<Record<string, string>> = {}) =>
  corednsDeployment({
    template: {labels: LABELS, annotations, spec: spec({schedulerName: ''})},
    replicas: {desired: 2, current: 2, ready: 0},
  });

/** No CoreDNS pod runs; the subject is one of them. */
export const coredns = (annotations: Readonly<Record<string, string>> = {}, values: Values = {}): AllAnswers => {
  const pod = strandedPod(annotations);
  return withFacts({
    ...about(pod),
    corednsPods: [pod],
    corednsDeployment: strandedDeployment(annotations),
    dnsEndpoints: {slices: 1, ready: 0, notReady: 0},
    ...values,
  });
};

/** The same, seen from the pod default/nginx that hangs. */
export const elsewhere = (annotations: Readonly<Record<string, string>> = {}, values: Values = {}): AllAnswers => {
  const pod = strandedPod(annotations);
  return withFacts({
    ...about(unmutatedPod()),
    corednsPods: [pod],
    corednsDeployment: strandedDeployment(annotations),
    dnsEndpoints: {slices: 1, ready: 0, notReady: 0},
    ...values,
  });
};

export const NO_PROFILE = {profiles: [profile()], profileNames: ['default-fp']};
export const YOUNG_PROFILE = {profiles: [{...COREDNS_PROFILE, createdAt: minutesAgo(10)}, profile()]};
export {corednsPod, templateOf};
