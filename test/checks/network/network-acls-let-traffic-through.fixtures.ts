import {aclEntry, healthy, networkAcl, PUBLIC_A, PUBLIC_B, SUBNET_A, withFacts, type Fixture} from '../../fixture.ts';
import {acl, beside, isolated, tcp} from './filters.ts';
import {hanging, publicOnly} from './worlds.ts';

const OUT = aclEntry(100, true, tcp(443));
const BACK = aclEntry(100, false, tcp(1024, 65_535));
const KUBELET = aclEntry(110, false, {...tcp(10_250), cidr: '10.0.0.0/16'});
const strict = (...entries: Parameters<typeof acl>[0]) => ({networkAcls: beside(acl(entries))});
const DNS = {id: 'dopt-1', domainNames: [], domainNameServers: ['10.9.0.2']};

export const fixtures: readonly Fixture[] = [
  {name: 'the default one', facts: healthy, yields: []},
  {
    name: 'just what it takes, on all subnets',
    facts: hanging({
      networkAcls: [
        networkAcl({
          entries: [
            aclEntry(100, false, tcp(443)),
            aclEntry(110, false, tcp(1024, 65_535)),
            aclEntry(100, true, tcp(443)),
            aclEntry(110, true, tcp(1024, 65_535)),
            // The pods of CoreDNS are in another subnet.
            ...[false, true].flatMap((egress) => [
              aclEntry(120, egress, tcp(53)),
              aclEntry(130, egress, {...tcp(53), protocol: '17'}),
              aclEntry(140, egress, {...tcp(1024, 65_535), protocol: '17'}),
            ]),
          ],
        }),
      ],
    }),
    yields: [],
  },
  {name: 'nothing goes out', facts: hanging(strict(BACK, KUBELET)), yields: ['nacl-blocks']},
  {name: 'no replies come in', facts: hanging({cluster: publicOnly(), ...strict(OUT)}), yields: ['nacl-blocks']},
  {
    name: 'a deny before the allow',
    facts: hanging({cluster: publicOnly(), ...strict(aclEntry(90, true, {action: 'deny'}), OUT, BACK)}),
    yields: ['nacl-blocks'],
  },
  {
    name: 'one subnet of two',
    facts: hanging({cluster: publicOnly(), networkAcls: beside(acl([BACK], {subnetIds: [SUBNET_A]}))}),
    yields: ['nacl-blocks'],
  },
  {
    name: 'the subnets of the NAT gateways',
    facts: hanging({
      cluster: publicOnly(),
      networkAcls: beside(acl([OUT, aclEntry(100, false, tcp(443))], {subnetIds: [PUBLIC_A, PUBLIC_B]})),
    }),
    yields: ['nacl-blocks'],
  },
  {
    name: 'DNS servers of their own, and no UDP out',
    facts: hanging({cluster: publicOnly(), dhcpOptions: DNS, ...strict(OUT, BACK)}),
    yields: ['nacl-blocks'],
  },
  {
    name: 'isolated, only a part of the endpoints may be called',
    facts: isolated(strict(aclEntry(100, true, {...tcp(443), cidr: '10.0.1.0/24'}), aclEntry(100, false))),
    yields: ['nacl-blocks'],
  },
  {
    name: 'an ACL that we do not see',
    facts: withFacts({networkAcls: []}),
    yields: [],
    outcome: 'unchecked',
  },
];
