import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext, TLSSocket } from 'node:tls';
import { HubError } from '@hub/core';
import type { FastifyRequest } from 'fastify';
import type { Logger } from '../observability/logger.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  /** With the certificates between it and the authority. */
  readonly certificate: string;
  readonly key: string;
  /** Authorities of client certificates, which are asked for then and may be left out; null: none is asked for. */
  readonly clientAuthorities: string | null;
}

export interface TlsContent {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

/** What the server is made with. A client certificate binds a token to it where the client has one: nobody needs one. */
export function tlsOptions(content: TlsContent) {
  const isAsked = content.ca !== undefined;
  return { ...content, minVersion: 'TLSv1.2', requestCert: isAsked, rejectUnauthorized: false } as const;
}

/** Throws `configuration-invalid` where a file cannot be read, or key and certificate are not of each other. */
export async function readTls({ certificate, key, clientAuthorities }: TlsFiles): Promise<TlsContent> {
  const read = (path: string, setting: string) =>
    readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new HubError('configuration-invalid', `${setting} cannot be read (${cause.code}).`, { cause });
    });
  const [cert, own, ca] = await Promise.all([
    read(certificate, 'The file of HUB_TLS_CERT'),
    read(key, 'The file of HUB_TLS_KEY'),
    clientAuthorities === null ? undefined : read(clientAuthorities, 'The file of HUB_TLS_CLIENT_CA'),
  ]);
  const content = { cert, key: own, ...(ca === undefined ? {} : { ca }) };
  try {
    // OpenSSL takes an empty file for nothing to say; a file that is being written is empty for a moment.
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(own))) throw new Error('they are no pair');
    createSecureContext(content);
    return content;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = `HUB_TLS_CERT and HUB_TLS_KEY cannot be used (${code ?? message}): PEM, and of each other.`;
    throw new HubError('configuration-invalid', why, { cause });
  }
}

/**
 * Looks at the files every five seconds and takes what is new for connections from then on; those that are open keep theirs.
 * What cannot be used is logged once, and the server goes on with what it has. Until `stop` is called.
 */
export function renewTls(
  server: Server,
  {
    files,
    present,
    logger,
    everyMs = 5_000,
  }: { files: TlsFiles; present: TlsContent; logger: Logger; everyMs?: number },
): { readonly stop: () => void } {
  const state = { used: JSON.stringify(present), refused: '' };
  const look = async () => {
    try {
      const content = await readTls(files);
      const found = JSON.stringify(content);
      if (found === state.used) return;
      server.setSecureContext(tlsOptions(content));
      Object.assign(state, { used: found, refused: '' });
      logger.info('a new certificate is used');
    } catch (error) {
      if ((error as Error).message === state.refused) return;
      state.refused = (error as Error).message;
      logger.error({ err: error }, 'the new certificate cannot be used: the one before it still is');
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return { stop: () => clearInterval(timer) };
}

/**
 * SHA-256 (base64url) of the certificate that the client showed on this connection, as `cnf.x5t#S256` names it (RFC 8705);
 * null where it showed none that an authority of `HUB_TLS_CLIENT_CA` vouches for.
 */
export function clientThumbprint({ raw: { socket } }: Pick<FastifyRequest, 'raw'>): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const { fingerprint256 } = socket.getPeerCertificate();
  return fingerprint256 === undefined
    ? null
    : Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}
