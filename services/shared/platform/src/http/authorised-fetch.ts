import { HubError } from '@hub/core';
import { type ClientKey, signAssertion } from './client-key.ts';

/** How a client shows who it is: by its secret, or by an assertion that its key signs. */
export type ClientProof = { readonly clientSecret: string } | { readonly clientKey: ClientKey };

export type SignedInClient = ClientProof & {
  readonly url: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
};

/** `fetch` of a path under the partner's own token. */
export type Authorised = (path: string, init?: RequestInit) => Promise<Response>;

const requestTimeoutMs = 60_000;
const renewBeforeMs = 60_000;

/**
 * Keeps one token, renews it a minute before its end and once more where the hub does not take it. Rejects with
 * `partner-refused` where the hub refuses the credentials, `hub-unreachable` (retryable) where nobody answers.
 */
export function authorisedFetch(credentials: SignedInClient): Authorised {
  let held: Token | undefined;
  // Requests that need a token at the same moment share one question.
  let asking: Promise<Token> | undefined;
  const current = async (refused?: string): Promise<string> => {
    if (held !== undefined && held.value !== refused && held.renewAtMs > Date.now()) return held.value;
    asking ??= askToken(credentials).finally(() => {
      asking = undefined;
    });
    held = await asking;
    return held.value;
  };
  return async (path, init = {}) => {
    const value = await current();
    const answer = await send(credentials, path, init, value);
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    return send(credentials, path, init, await current(value));
  };
}

interface Token {
  readonly value: string;
  readonly renewAtMs: number;
}

async function askToken(client: SignedInClient): Promise<Token> {
  const { url, tokenUrl, clientId } = client;
  const address = tokenUrl ?? new URL('/oauth2/token', url).href;
  const { headers, form } = await proofOf(client, [url.replace(/\/$/, ''), address]);
  const answer = await reach(address, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const body = (await answer.json().catch(() => ({}))) as { access_token?: string; expires_in?: number };
  if (body.access_token === undefined) throw noToken(answer.status, address, clientId);
  return { value: body.access_token, renewAtMs: Date.now() + (body.expires_in ?? 0) * 1000 - renewBeforeMs };
}

interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

async function proofOf(client: SignedInClient, audience: readonly string[]): Promise<Proof> {
  const { clientId } = client;
  if ('clientSecret' in client) {
    const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(client.clientSecret)}`;
    return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, form: {} };
  }
  const form = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signAssertion(client.clientKey, clientId, audience),
  };
  return { headers: {}, form };
}

/** What is wrong is told apart: the hub for now, the address, or who asks. */
function noToken(status: number, address: string, clientId: string): HubError {
  if (status >= 500 || status === 429) {
    const message = `The hub gives no token for the moment (${status} at ${address}): try again; "hub status" says how it is.`;
    return new HubError('hub-unreachable', message, { retryable: true });
  }
  if (status === 400 || status === 401) {
    return new HubError(
      'partner-refused',
      `The hub gives no token to "${clientId}" (${status} at ${address}): check its name, its secret or key, that it was not revoked, and that the hub is called by its own address.`,
    );
  }
  return new HubError(
    'hub-unreachable',
    `Nothing gives tokens at ${address} (${status}): is this the address of a gateway or query service, or the one in front ` +
      'of them (HUB_URL)?',
  );
}

function send({ url }: SignedInClient, path: string, init: RequestInit, token: string): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  const signal = init.signal == null ? timeout : AbortSignal.any([timeout, init.signal]);
  return reach(new URL(path, url).href, { ...init, headers, signal });
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted && (init.signal.reason as Error).name === 'AbortError') throw cause;
    throw new HubError('hub-unreachable', 'The hub does not answer at its address. Is it started?', {
      retryable: true,
      cause,
    });
  }
}
