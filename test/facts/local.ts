import {webcrypto} from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import net, {type AddressInfo} from 'node:net';
import '../../mocks/kube/reflect.ts';
import * as x509 from '@peculiar/x509';
import {afterEach} from 'vitest';

/** A server on loopback for one test; closed after it, with every connection that hangs on it. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  /** `GET /api/v1/…?query`, in the order of arrival. */
  readonly requests: {readonly line: string; readonly headers: http.IncomingHttpHeaders; readonly body: string}[];
}

type Answer = (
  request: {readonly path: string; readonly query: URLSearchParams; readonly body: string; readonly nth: number},
  response: http.ServerResponse,
  headers: http.IncomingHttpHeaders,
) => void;

const open: http.Server[] = [];
const proxies: net.Server[] = [];

afterEach(async () => {
  for (const proxy of proxies.splice(0)) proxy.close();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

export async function serve(answer: Answer, tls?: https.ServerOptions): Promise<LocalServer> {
  const requests: LocalServer['requests'] = [];
  const listener: http.RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push({line: `${request.method} ${request.url}`, headers: request.headers, body});
      const url = new URL(request.url ?? '/', 'http://local');
      answer({path: url.pathname, query: url.searchParams, body, nth: requests.length}, response, request.headers);
    });
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, requests};
}

/** A proxy that notes each CONNECT and opens it; to `port` of loopback, whatever host was asked for, where one is given. */
export async function serveProxy(port?: number): Promise<{readonly url: string; readonly connects: readonly string[]}> {
  const connects: string[] = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      const [, target = ''] = head.toString('latin1').split(' ');
      connects.push(target);
      const [host, wanted] = target.split(':');
      const onward = net.connect(port ?? Number(wanted), port === undefined ? host : '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('close', () => onward.destroy());
    });
  });
  proxies.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connects};
}

export function json(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
) {
  response.writeHead(status, {'content-type': 'application/json', ...headers});
  response.end(JSON.stringify(body));
}

/** A Kubernetes refusal as the API server writes it. */
export const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason,
  code,
  message,
});

/** A self-signed certificate, which is its own CA. */
export async function certificate(
  names: readonly x509.JsonGeneralName[] = [{type: 'ip', value: '127.0.0.1'}],
  validity: {readonly notBefore: Date; readonly notAfter: Date} = {
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
  },
): Promise<{readonly cert: string; readonly key: string; readonly caData: string}> {
  const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  x509.cryptoProvider.set(webcrypto);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=local',
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.SubjectAlternativeNameExtension([...names]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const cert = made.toString('pem');
  return {
    cert,
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    caData: Buffer.from(cert).toString('base64'),
  };
}
