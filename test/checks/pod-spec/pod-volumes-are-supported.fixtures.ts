import {container, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'a projected volume', facts: healthy, yields: []},
  {
    name: 'every supported type',
    facts: waiting({
      volumes: ['emptyDir', 'secret', 'configMap', 'projected', 'downwardAPI', 'nfs', 'persistentVolumeClaim'].map(
        (type) => ({name: type.toLowerCase(), type}),
      ),
    }),
    yields: [],
  },
  {name: 'hostPath', facts: waiting({volumes: [{name: 'docker', type: 'hostPath'}]}), yields: ['spec-volume-type']},
  {
    name: 'hostPath, in the early words',
    facts: waiting({volumes: [{name: 'docker', type: 'hostPath'}]}, [refusal('volumes not supported: docker')]),
    yields: ['spec-volume-type'],
  },
  {
    name: 'a block device',
    facts: waiting({
      volumes: [{name: 'data', type: 'persistentVolumeClaim', claimName: 'data'}],
      containers: [container({volumeDevices: ['data']})],
    }),
    yields: ['spec-volume-devices'],
  },
  {
    name: 'an unbound claim is another matter',
    facts: waiting({volumes: [{name: 'data', type: 'persistentVolumeClaim', claimName: 'data'}]}, [
      refusal('volumes not supported: data not supported because: PVC data not bound'),
    ]),
    yields: [],
  },
];
