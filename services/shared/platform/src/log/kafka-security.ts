import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { HubError } from '@hub/core';
import type { KafkaConfig, SASLOptions } from 'kafkajs';

/** How a broker is spoken to and how it knows us; files stand for what is secret. */
export interface KafkaSecurity {
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
}

interface KafkaTls {
  /** Certificates of those whom we believe, PEM. Absent: those of the system. */
  readonly caFile?: string | undefined;
  /** What we show of ourselves (mutual TLS), PEM, with its chain. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export const kafkaSaslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const;

type KafkaSasl =
  | { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; passwordFile: string }
  /** The token is read from the file anew at each authentication. */
  | { readonly mechanism: 'oauthbearer'; tokenFile: string };

/** `KafkaSecurity` with its files read. Holds secrets: never logged. */
export interface KafkaCredentials {
  readonly tls?: tls.ConnectionOptions;
  readonly sasl?: NonNullable<KafkaConfig['sasl']>;
}

/** Reads the files; throws `configuration-invalid` with every problem named at once, never with what they hold. */
export async function readKafkaCredentials(security: KafkaSecurity): Promise<KafkaCredentials> {
  const problems: string[] = [];
  const options = security.tls === undefined ? undefined : await readTls(security.tls, problems);
  const sasl = security.sasl === undefined ? undefined : await readSasl(security.sasl, problems);
  if (problems.length > 0)
    throw new HubError(
      'configuration-invalid',
      `Kafka cannot be spoken to as the environment says:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  return { ...(options && { tls: options }), ...(sasl && { sasl }) };
}

async function readTls(
  { caFile, certFile, keyFile }: KafkaTls,
  problems: string[],
): Promise<tls.ConnectionOptions | undefined> {
  const known = problems.length;
  const ca = await readSetting('HUB_KAFKA_TLS_CA_FILE', caFile, problems);
  const cert = await readSetting('HUB_KAFKA_TLS_CERT_FILE', certFile, problems);
  const key = await readSetting('HUB_KAFKA_TLS_KEY_FILE', keyFile, problems);
  if (ca !== undefined) checkCertificates('HUB_KAFKA_TLS_CA_FILE', caFile, ca, problems);
  if (cert !== undefined) checkCertificates('HUB_KAFKA_TLS_CERT_FILE', certFile, cert, problems);
  if (key !== undefined && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
    problems.push(`HUB_KAFKA_TLS_KEY_FILE: ${keyFile} holds no private key in PEM ("-----BEGIN PRIVATE KEY-----").`);
  if (problems.length > known) return undefined;
  const believed = ca ?? [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  const options = { ca: believed, ...(cert && { cert }), ...(key && { key }) };
  try {
    return { secureContext: tls.createSecureContext(options) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(
      `HUB_KAFKA_TLS_CERT_FILE, HUB_KAFKA_TLS_KEY_FILE: they cannot be used together (${code ?? 'unreadable'}): the key ` +
        'must be that of the certificate, and not be protected by a passphrase.',
    );
    return undefined;
  }
}

function checkCertificates(name: string, file: string | undefined, text: string, problems: string[]): void {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (blocks === null) {
    problems.push(`${name}: ${file} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----").`);
    return;
  }
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      problems.push(`${name}: certificate ${index + 1} of ${file} cannot be read.`);
    }
  }
}

async function readSasl(sasl: KafkaSasl, problems: string[]): Promise<KafkaCredentials['sasl']> {
  if (sasl.mechanism === 'oauthbearer') {
    await readSetting('HUB_KAFKA_SASL_TOKEN_FILE', sasl.tokenFile, problems);
    return oauthBearer(sasl.tokenFile);
  }
  const password = await readSetting('HUB_KAFKA_SASL_PASSWORD_FILE', sasl.passwordFile, problems);
  if (password === undefined) return undefined;
  const { mechanism, username } = sasl;
  return { mechanism, username, password: password.replace(/\r?\n$/, '') } as SASLOptions;
}

/** The text of the file that a setting names; a problem where it is missing, empty or unreadable. */
async function readSetting(name: string, file: string | undefined, problems: string[]): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    const text = await readFile(file, 'utf8');
    if (text.trim() !== '') return text;
    problems.push(`${name}: ${file} is empty.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(`${name}: ${file} ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}.`);
  }
  return undefined;
}

/**
 * RFC 7628. kafkajs' own way takes a token that was refused for one that was taken: the broker says no in the bytes of
 * its answer, and closes the connection only at the next request.
 */
function oauthBearer(tokenFile: string): NonNullable<KafkaConfig['sasl']> {
  const answer = {
    decode: (raw: Buffer) => raw,
    // Four bytes of length, then nothing where the token was taken.
    parse: (raw: Buffer) => raw.subarray(4).toString(),
  };
  return {
    mechanism: 'oauthbearer',
    authenticationProvider: ({ saslAuthenticate }) => ({
      authenticate: async () => {
        const token = await readToken(tokenFile);
        const encode = () => withLength(Buffer.from(`n,,\u0001auth=Bearer ${token}\u0001\u0001`));
        const refusal = await saslAuthenticate({ request: { encode }, response: answer }).catch((error: Error) => {
          throw refused(`SASL OAUTHBEARER authentication failed: ${error.message}`);
        });
        if (refusal) throw refused('SASL OAUTHBEARER authentication failed: the broker does not take the token');
      },
    }),
  };
}

async function readToken(tokenFile: string): Promise<string> {
  const text = await readFile(tokenFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refused(`HUB_KAFKA_SASL_TOKEN_FILE: ${tokenFile} cannot be read (${error.code})`);
  });
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw refused(`HUB_KAFKA_SASL_TOKEN_FILE: ${tokenFile} holds no token`);
  return token;
}

function withLength(bytes: Buffer): Buffer {
  const framed = Buffer.alloc(4 + bytes.length);
  framed.writeInt32BE(bytes.length);
  bytes.copy(framed, 4);
  return framed;
}

/** As kafkajs names it; its own class cannot be made with a message by its types. */
function refused(message: string): Error {
  return Object.assign(new Error(message), { name: 'KafkaJSSASLAuthenticationError', retriable: false });
}
