import {describe, expect, it} from 'vitest';
import type {NetworkPath} from '../../src/model/diagnosis.ts';
import {renderText} from '../../src/report/text.ts';
import {founding, NOW} from './diagnoses.ts';

const way = (subnet: string): NetworkPath => ({
  profile: 'default-fp',
  subnet,
  destination: 'api',
  subject: 'default/nginx',
  hops: [
    {what: 'subnet', id: subnet, state: 'open'},
    {what: 'nat-gateway', id: 'nat-0c1', detail: '203.0.113.10', state: 'open'},
    {what: 'destination', id: 'API endpoint', state: 'broken', reason: 'admits only 198.51.100.7/32'},
  ],
  causes: ['endpoint-public-cidrs-exclude-nat'],
});
const drawn = {...founding, paths: [way('subnet-0aa1'), way('subnet-0aa2')]};
const look = {width: 100, color: false, unicode: true, verbose: false, now: NOW};

describe('the way through the network, in text', () => {
  it('has one hop a line, the broken one in words, below what to do', () => {
    const text = renderText(drawn, look);
    expect(text).toContain(`  way    from a pod in subnet-0aa1 to the API endpoint
         ├ subnet subnet-0aa1
         ├ NAT gateway nat-0c1 (203.0.113.10)
         ✗ API endpoint  BROKEN HERE: admits only 198.51.100.7/32
         … and 1 more way broken (-v draws all)
`);
    expect(text.indexOf('  way ')).toBeGreaterThan(text.indexOf('  then '));
  });

  it('draws all with verbose, and none for another cause', () => {
    expect(renderText(drawn, {...look, verbose: true}).match(/BROKEN HERE/g)).toHaveLength(2);
    const other = {...drawn, paths: drawn.paths.map((path) => ({...path, causes: ['nacl-blocks']}))};
    expect(renderText(other, look)).not.toContain('BROKEN HERE');
  });

  it('is plain ASCII where the terminal shows no more', () => {
    expect(renderText(drawn, {...look, unicode: false})).toMatch(/^[\n -~]*$/);
  });

  it('shows what is needed beside what was seen', () => {
    const [cause] = founding.causes;
    if (!cause) throw new Error('no cause');
    const evidence = [
      {source: 'ec2:DescribeVpcAttribute', ref: 'vpc-1', path: 'enableDnsSupport', value: 'false', needed: 'true'},
    ];
    expect(renderText({...founding, causes: [{...cause, evidence}]}, look)).toContain(
      'vpc-1 enableDnsSupport: false (needed: true)',
    );
  });
});
