import {expect, it} from 'vitest';
import type {AwsCall, AwsClients} from '../../../src/facts/clients/types.ts';
import {rememberAws} from '../../../src/facts/sources/remember.ts';
import {known} from '../../../src/model/fact.ts';

class Page {
  constructor(readonly input: {readonly token: string}) {}
}

it('puts a page that is asked for twice in one list to the client, which ends the circle', async () => {
  const sent: string[] = [];
  const client = {
    send: (page: Page): Promise<string> => {
      if (sent.includes(page.input.token)) return Promise.reject(new Error('the list has no end'));
      sent.push(page.input.token);
      return Promise.resolve('a');
    },
  };
  const call = async (asked: {send: (client: never, sdk: never) => Promise<unknown>}) =>
    known(await asked.send(client as never, undefined as never));
  const aws = rememberAws({region: 'eu-central-1', call} as unknown as AwsClients);
  const follow = async (sender: typeof client): Promise<string> => {
    let token = '';
    for (let pages = 0; pages < 10; pages++) token = await sender.send(new Page({token}));
    return 'never ended';
  };
  const asked = {permission: 'ec2:DescribeVpcs', service: 'ec2', send: follow} as unknown as AwsCall<'ec2', string>;
  await expect(aws.call(asked)).rejects.toThrow('the list has no end');
  expect(sent).toEqual(['', 'a']);
});
