import ipaddr from 'ipaddr.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL by the environment, as Go programs (kubectl) read it: `HTTPS_PROXY` or `HTTP_PROXY` by the URL's
 * scheme, in capitals or not, unless `NO_PROXY` covers the host. Loopback is never proxied.
 */
export function proxyFor(url: URL, env: Env): string | undefined {
  const secure = url.protocol === 'https:';
  const proxy = secure ? either(env, 'HTTPS_PROXY') : either(env, 'HTTP_PROXY');
  if (proxy === undefined || bypasses(url, either(env, 'NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function either(env: Env, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function bypasses(url: URL, noProxy: string): boolean {
  const host = bareHost(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const address = ipaddr.isValid(host) ? ipaddr.process(host) : undefined;
  if (host === 'localhost' || address?.range() === 'loopback') return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && covers(entry, host, port, address));
}

function covers(entry: string, host: string, port: string, address: ipaddr.IPv4 | ipaddr.IPv6 | undefined): boolean {
  if (entry === '*') return true;
  if (address !== undefined) {
    if (entry.includes('/') && ipaddr.isValidCIDR(entry)) {
      const [network, bits] = ipaddr.parseCIDR(entry);
      return network.kind() === address.kind() && address.match(network, bits);
    }
    const bare = entry.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(bare)) return ipaddr.process(bare).toString() === address.toString();
  }
  const colon = entry.lastIndexOf(':');
  const withPort = colon > 0 && /^\d{1,5}$/.test(entry.slice(colon + 1));
  if (withPort && entry.slice(colon + 1) !== port) return false;
  const name = (withPort ? entry.slice(0, colon) : entry).replace(/^\*/, '');
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

/** The host of a URL without the brackets of an IPv6 address, in lower case. */
export function bareHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
}
