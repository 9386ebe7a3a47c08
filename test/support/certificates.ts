import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

export interface Wanted {
  readonly name: string;
  /** Host names and addresses that it is for. */
  readonly hosts?: readonly string[];
  /** Default: not expired. */
  readonly isExpired?: boolean;
}

/** An authority that signs for tests; its own certificate is the one to believe. */
export function makeAuthority(name: string): Certificate {
  return issue({ name });
}

/** A certificate (X.509 v3, ECDSA P-256) signed by `authority`; without one, an authority's own. */
export function issue({ name, hosts = [], isExpired = false }: Wanted, authority?: Certificate): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const day = 86_400_000;
  const validity = isExpired ? [now - 9 * day, now - 2 * day] : [now - day, now + 30 * day];
  const extensions = authority === undefined ? [authorityExtension] : [hostsExtension(hosts)];
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    signatureAlgorithm,
    nameOf(authority?.name ?? name),
    sequence(...validity.map(utcTime)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = createSign('sha256')
    .update(content)
    .sign(authority?.privateKey ?? privateKey);
  const bits = tagged(0x03, Buffer.concat([Buffer.from([0]), signature]));
  return {
    name,
    certificate: pem('CERTIFICATE', sequence(content, signatureAlgorithm, bits)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
  };
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** DER: a tag, the length, the content. */
function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

/** commonName alone. */
function nameOf(text: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(text)))));
}

function utcTime(at: number): Buffer {
  const digits = new Date(at).toISOString().slice(2, 19).replace(/\D/g, '');
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function extension(oid: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [tagged(0x01, Buffer.from([0xff]))] : [];
  return sequence(objectId(oid), ...critical, tagged(0x04, value));
}

/** ecdsa-with-SHA256 */
const signatureAlgorithm = sequence(objectId('2a8648ce3d040302'));
/** basicConstraints: an authority. */
const authorityExtension = extension('551d13', true, sequence(tagged(0x01, Buffer.from([0xff]))));

/** subjectAltName */
function hostsExtension(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isIP(host) === 4 ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host)),
  );
  return extension('551d11', false, sequence(...names));
}
