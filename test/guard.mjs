// Loaded into the program before anything else (`node --import`): writes down every host that is looked up or connected to, in the
// file that GUARD_LOG names, and lets none but loopback through.
import dns from 'node:dns';
import {appendFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';

const note = (line) => appendFileSync(process.env.GUARD_LOG, `${line}\n`);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const {host = 'localhost', port, path} = args.flat(2).find((arg) => typeof arg === 'object' && arg !== null) ?? {};
  note(path ? `pipe ${path}` : `${host}:${port}`);
  if (!path && !['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new Error(`the guard lets nothing through to ${host}`);
  return connect.apply(this, args);
};
for (const [owner, name] of [dns, dns.promises].flatMap((o) =>
  ['lookup', 'resolve', 'resolve4', 'resolve6'].map((n) => [o, n]),
)) {
  const real = owner[name];
  owner[name] = (host, ...rest) => {
    note(`dns ${host}`);
    return real.call(owner, host, ...rest);
  };
}
syncBuiltinESMExports();
