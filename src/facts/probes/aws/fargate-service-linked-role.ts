import {FARGATE_SERVICE_ROLE} from '../../../domain/names.ts';
import {waitsForFargate} from '../../../domain/unsettled.ts';
import {absent, known} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'iam:GetRole';

/** `GetRole` of Fargate's service-linked role; only for a pod that waits for Fargate, and for a profile's next pod. */
export default defineProbe({
  fact: 'fargateServiceLinkedRole',
  reads: [{action: ACTION}],
  after: [],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({pod}, {aws, once, subject}) {
    const waits =
      pod.is === 'known' ? waitsForFargate(pod.value) : subject.kind === 'FargateProfile' || subject.planned;
    if (!waits) return absent;
    const role = await once(`${ACTION} ${FARGATE_SERVICE_ROLE}`, () =>
      aws.call({
        service: 'iam',
        permission: ACTION,
        absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
        send: (client, sdk) => client.send(new sdk.GetRoleCommand({RoleName: FARGATE_SERVICE_ROLE})),
      }),
    );
    return role.is === 'absent' ? known({exists: false}) : mapped(role, () => ({exists: true}));
  },
});
