import { type ClientKey, signAssertion } from './client-key.ts';
import { HubProblem, readBody, retryAfterMs, unanswered } from './problem.ts';

/** How a client shows who it is: by its secret, or by an assertion that its key signs (`readClientKey`). */
export type ClientProof = { readonly clientSecret: string } | { readonly clientKey: ClientKey };

export type SignedInClient = ClientProof & {
  /** Base URL of the hub, with the path in front of `/v1` where it has one. */
  readonly url: string;
  /** Default: `/oauth2/token` of `url`. */
  readonly tokenUrl?: string;
  readonly clientId: string;
};

/** `fetch` of a path under the partner's own token. */
export type Authorised = (path: string, init?: RequestInit) => Promise<Response>;

const requestTimeoutMs = 60_000;
const renewBeforeMs = 60_000;

/** Keeps one token, renews it a minute before its end and once more where the hub does not take it. */
export function authorisedFetch(credentials: SignedInClient): Authorised {
  requireAddress(credentials.url);
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

/** Throws before anything is asked, and repeats nothing: a password may stand in it. */
function requireAddress(url: string): void {
  const { protocol, username, password, search, hash } = new URL(URL.canParse(url) ? url : 'none:');
  if (/^https?:$/.test(protocol) && username + password + search + hash === '') return;
  throw new TypeError(
    'The address of the hub is none: write https://hub.example.org, without name, password or query.',
  );
}

interface Token {
  readonly value: string;
  readonly renewAtMs: number;
}

async function askToken(client: SignedInClient): Promise<Token> {
  const { url, tokenUrl, clientId } = client;
  const address = tokenUrl ?? addressOf(url, '/oauth2/token');
  const { headers, form } = await proofOf(client, [url.replace(/\/+$/, ''), address]);
  const answer = await reach(address, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
  });
  const body = (await readBody(answer)) as { access_token?: string; expires_in?: number } | null;
  if (typeof body?.access_token !== 'string' || !/^[\x21-\x7e]+$/.test(body.access_token))
    throw noToken(answer, address, clientId);
  return { value: body.access_token, renewAtMs: Date.now() + (Number(body.expires_in) || 0) * 1000 - renewBeforeMs };
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
    client_assertion: signAssertion(client.clientKey, clientId, audience),
  };
  return { headers: {}, form };
}

function noToken({ status, headers }: Response, address: string, clientId: string): HubProblem {
  const title = whyNoToken(status, address, clientId);
  return new HubProblem({ type: 'urn:hub:client:no-token', title, status }, { retryAfterMs: retryAfterMs(headers) });
}

/** What is wrong is told apart: the hub for now, the address, or who asks. */
function whyNoToken(status: number, address: string, clientId: string): string {
  if (status >= 500 || status === 429)
    return `The hub gives no token for the moment (${status} at ${address}): try again.`;
  if (status === 400 || status === 401) {
    return `The hub gives no token to "${clientId}" (${status} at ${address}): check its name, its secret or key, that it was not revoked, and that the hub is called by its own address.`;
  }
  return `Nothing gives tokens at ${address} (${status}): is this the address of a hub's gateway or query service, or the one in front of them?`;
}

function send({ url }: SignedInClient, path: string, init: RequestInit, token: string): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return reach(addressOf(url, path), { ...init, headers });
}

/** Of a path at the hub and nowhere else: what it leads to gets the token. */
function addressOf(url: string, path: string): string {
  if (path.startsWith('/')) return new URL(`${url.replace(/\/+$/, '')}${path}`).href;
  throw new TypeError('What is asked of the hub is a path of it, such as /v1/dossiers: it begins with "/".');
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  const signal = init.signal == null ? timeout : AbortSignal.any([timeout, init.signal]);
  const answer = await fetch(url, { redirect: 'manual', ...init, signal }).catch((cause: unknown) => {
    init.signal?.throwIfAborted();
    throw unanswered('The hub does not answer at its address. Is it started?', cause);
  });
  if (init.redirect === undefined) await refuseRedirect(answer);
  return answer;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Nobody is followed elsewhere: a body that names a person would go along. */
async function refuseRedirect({ status, headers, body }: Response): Promise<void> {
  if (!redirects.has(status)) return;
  await body?.cancel();
  const title = `The hub says that it is elsewhere (${status} to ${headers.get('location')}). If its operators say so too, give that address.`;
  throw new HubProblem({ type: 'urn:hub:client:redirected', title, status });
}
