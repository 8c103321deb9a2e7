import {container, healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

const withLimit = (resource: string) =>
  waiting({containers: [container({requests: {cpu: '1', [resource]: '1'}, limits: {[resource]: '1'}})]});

export const fixtures: readonly Fixture[] = [
  {name: 'CPU and memory', facts: healthy, yields: []},
  {name: 'a GPU', facts: withLimit('nvidia.com/gpu'), yields: ['spec-gpu']},
  {name: 'Inferentia', facts: withLimit('aws.amazon.com/neuroncore'), yields: ['spec-gpu']},
  {name: 'ephemeral storage', facts: withLimit('ephemeral-storage'), yields: []},
  {name: 'a branch interface, which a webhook of EKS adds', facts: withLimit('vpc.amazonaws.com/pod-eni'), yields: []},
];
