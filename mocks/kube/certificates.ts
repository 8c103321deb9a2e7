import {webcrypto} from 'node:crypto';
import './reflect.ts';
import * as x509 from '@peculiar/x509';

/** What a server needs for TLS, and what its clients need to trust it. Made anew at each start; nothing is kept. */
export interface Authority {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

/** How the server's certificate differs from a good one, to see what clients say about it. */
export interface CertificateFaults {
  /** Its last day was yesterday. */
  readonly expired?: boolean;
  /** DNS names and addresses it is good for, in place of 127.0.0.1, ::1 and localhost. */
  readonly names?: readonly string[];
}

const CURVE = {name: 'ECDSA', namedCurve: 'P-256'} as const;
const SIGNING = {name: 'ECDSA', hash: 'SHA-256'} as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const HEX_BYTES = 16;

function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(HEX_BYTES));
  // A leading zero bit keeps the number positive in DER.
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return Buffer.from(bytes).toString('hex');
}

function alternativeName(name: string): x509.JsonGeneralName {
  return {type: /^[0-9.]+$/.test(name) || name.includes(':') ? 'ip' : 'dns', value: name};
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`;
}

/** Makes an EC certificate authority and a server certificate signed by it. */
export async function createAuthority(faults: CertificateFaults = {}): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto);
  const now = Date.now();
  const issuer = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=kubernetes',
    notBefore: new Date(now - 10 * DAY_MS),
    notAfter: new Date(now + 3650 * DAY_MS),
    keys: issuer,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  const server = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    notBefore: new Date(now - 9 * DAY_MS),
    notAfter: new Date(now + (faults.expired ? -DAY_MS : 365 * DAY_MS)),
    publicKey: server.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        (faults.names ?? ['localhost', 'kubernetes.default.svc', '127.0.0.1', '::1']).map(alternativeName),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return {
    caPem: `${ca.toString('pem')}\n`,
    certPem: `${certificate.toString('pem')}\n`,
    keyPem: await keyPem(server.privateKey),
  };
}
