import {container, healthy, type Fixture} from '../../fixture.ts';
import {said, waiting} from '../refused.ts';

const message = "Your pod's cpu/memory requirements exceed the max Fargate configuration";
const huge = {containers: [container({requests: {cpu: '20', memory: '8Gi'}, limits: {cpu: '20', memory: '8Gi'}})]};

export const fixtures: readonly Fixture[] = [
  {name: 'fits', facts: healthy, yields: []},
  {name: 'too many vCPUs', facts: waiting(huge), yields: ['size-exceeds-max']},
  {name: 'too many vCPUs, and said so', facts: waiting(huge, [said(message)]), yields: ['size-exceeds-max']},
  {name: 'said so alone', facts: waiting({}, [said(message)]), yields: ['size-exceeds-max']},
];
