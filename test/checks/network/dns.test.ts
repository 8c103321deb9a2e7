import {describe, expect, it} from 'vitest';
import dhcp from '../../../src/checks/network/dhcp-options-name-resolver.ts';
import hostnames from '../../../src/checks/network/vpc-gives-hostnames.ts';
import resolves from '../../../src/checks/network/private-endpoint-resolves.ts';
import support from '../../../src/checks/network/vpc-resolves-names.ts';
import {examine} from '../../../src/engine/examine.ts';
import {denied, unavailable} from '../../../src/model/fact.ts';
import {but, cluster, fargatePod, healthy, problemsOf, withFacts} from '../../fixture.ts';
import {without} from './worlds.ts';

const options = (...servers: readonly string[]) => ({id: 'dopt-1', domainNames: [], domainNameServers: servers});

describe('VPC attributes', () => {
  it('are mended by one command each', () => {
    expect(problemsOf(support, withFacts({vpcDnsSupport: false}))[0]).toMatchObject({
      certainty: 'certain',
      remedies: [
        {
          commands: [
            'aws ec2 modify-vpc-attribute --region eu-central-1 --vpc-id vpc-0d1e2f3a4b5c60001 --enable-dns-support',
          ],
        },
      ],
    });
    expect(problemsOf(hostnames, withFacts({vpcDnsHostnames: false}))[0]?.remedies[0]?.commands).toEqual([
      'aws ec2 modify-vpc-attribute --region eu-central-1 --vpc-id vpc-0d1e2f3a4b5c60001 --enable-dns-hostnames',
    ]);
  });
  it('explain the private endpoint', () => {
    expect(support.causes['vpc-dns-support-off']?.explains).toEqual(['endpoint-private-dns-broken']);
    expect(hostnames.causes['vpc-dns-hostnames-off']?.explains).toEqual(['endpoint-private-dns-broken']);
  });
  it('are told apart when one may not be read', () => {
    const facts = but(withFacts({vpcDnsHostnames: false}), {vpcDnsSupport: denied('ec2:DescribeVpcAttribute')});
    expect(examine(support, facts).is).toBe('unchecked');
    expect(examine(hostnames, facts).is).toBe('found');
    expect(examine(resolves, facts).is).toBe('found');
    expect(examine(resolves, but(healthy, {vpcDnsSupport: denied('ec2:DescribeVpcAttribute')})).is).toBe('unchecked');
  });
});

describe('DHCP options', () => {
  it('with other servers are a cause only where a pod waits', () => {
    const waiting = without(fargatePod({phase: 'Pending', ready: false}), 'nodeName');
    const dhcpOptions = options('10.9.0.53');
    expect(problemsOf(dhcp, withFacts({dhcpOptions}))[0]?.note).toBe(true);
    expect(problemsOf(dhcp, withFacts({dhcpOptions, fargatePods: [waiting]}))[0]?.note).toBeUndefined();
    expect(problemsOf(dhcp, but(withFacts({dhcpOptions}), {fargatePods: unavailable('down')}))[0]?.note).toBe(true);
  });
  it('with what may be the VPC’s resolver are not judged without the VPC', () => {
    const facts = but(withFacts({dhcpOptions: options('10.7.0.2')}), {vpc: denied('ec2:DescribeVpcs')});
    expect(examine(dhcp, facts)).toMatchObject({is: 'unchecked', gaps: [{fact: 'vpc'}]});
    expect(problemsOf(dhcp, withFacts({dhcpOptions: options('10.7.0.2')}))).toHaveLength(1);
  });
  it('know the domain name of us-east-1', () => {
    const east = cluster({arn: 'arn:aws:eks:us-east-1:111122223333:cluster/fargate-test'});
    const named = (name: string) =>
      withFacts({cluster: east, dhcpOptions: {...options('AmazonProvidedDNS'), domainNames: [name]}});
    expect(problemsOf(dhcp, named('ec2.internal'))).toEqual([]);
    expect(problemsOf(dhcp, named('us-east-1.compute.internal'))[0]?.cause).toBe('dhcp-domain-name');
  });
  it('are replaced in one pasted line', () => {
    const [problem] = problemsOf(dhcp, withFacts({dhcpOptions: options()}));
    expect(problem?.summary).toContain('no DNS server');
    expect(problem?.remedies[0]?.commands[0]).toMatch(
      /--dhcp-options-id "\$\(aws ec2 create-dhcp-options .+ --output text\)"$/,
    );
  });
});
