import {describe, expect, it} from 'vitest';
import {proxyFor} from '../../../src/facts/clients/proxy.ts';

const PROXY = {HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://plain:3128'};

describe('the proxy', () => {
  it.each([
    ['https://eks.eu-central-1.amazonaws.com', PROXY, 'http://proxy:3128'],
    ['http://eks.eu-central-1.amazonaws.com', PROXY, 'http://plain:3128'],
    ['https://a.example.com', {https_proxy: 'proxy:3128'}, 'http://proxy:3128'],
    ['https://a.example.com', {}, undefined],
    ['https://127.0.0.1:6443', PROXY, undefined],
    ['https://[::1]:6443', PROXY, undefined],
    ['https://localhost', PROXY, undefined],
    ['https://a.example.com', {...PROXY, NO_PROXY: '*'}, undefined],
    ['https://a.example.com', {...PROXY, no_proxy: 'x, example.com'}, undefined],
    ['https://a.example.com', {...PROXY, NO_PROXY: '.example.com'}, undefined],
    ['https://a.example.com', {...PROXY, NO_PROXY: '*.example.com'}, undefined],
    ['https://example.com', {...PROXY, NO_PROXY: '.example.com'}, 'http://proxy:3128'],
    ['https://notexample.com', {...PROXY, NO_PROXY: 'example.com'}, 'http://proxy:3128'],
    ['https://a.example.com', {...PROXY, NO_PROXY: 'a.example.com:443'}, undefined],
    ['https://a.example.com:8443', {...PROXY, NO_PROXY: 'a.example.com:443'}, 'http://proxy:3128'],
    ['https://10.1.2.3', {...PROXY, NO_PROXY: '10.0.0.0/8'}, undefined],
    ['https://11.1.2.3', {...PROXY, NO_PROXY: '10.0.0.0/8'}, 'http://proxy:3128'],
    ['https://10.1.2.3', {...PROXY, NO_PROXY: '10.1.2.3'}, undefined],
    ['https://[fd00::1]', {...PROXY, NO_PROXY: 'fd00::/8'}, undefined],
  ])('for %s with %j is %s', (url, env, proxy) => {
    expect(proxyFor(new URL(url), env)).toBe(proxy);
  });
});
