import { issueToken, type Problem, type SigningSecrets, type TokenRealm } from '@hub/platform';
import type { Wanted } from '../kept/webhooks.ts';
import { retryAfterMs } from '../receiver/retry-after.ts';

/** The feed, read as a client of the hub: what the client may not read, a dispatcher does not have either. */
export interface FeedReader {
  readonly queryUrl: () => string;
  readonly secrets: SigningSecrets;
  readonly realm: TokenRealm;
  /** By client. */
  readonly tokens: Map<string, { readonly value: string; readonly renewAtMs: number }>;
}

/** Who reads what, from where. */
export interface FeedPlace extends Pick<Wanted, 'feed' | 'purpose' | 'territory'> {
  readonly clientId: string;
  /** `Hub-Agent`, in the access trace. */
  readonly agent: string;
  readonly cursor: string | null;
}

/** `fate`: in the place of causes, of one's own events and of rectifications. */
export interface FeedItem {
  readonly state?: string;
  readonly causes?: readonly { readonly type: string }[] | string;
  readonly fate?: string;
}

/** `refused`: as things stand, this client may not read it; `later`: the query service does not answer for now. */
export type FeedAnswer =
  | { readonly status: 'page'; readonly items: readonly FeedItem[]; readonly cursor: string; readonly more: boolean }
  | { readonly status: 'refused'; readonly problem: Problem }
  | { readonly status: 'later'; readonly afterMs: number };

const tokenMs = 300_000;
const laterMs = 2_000;
const marginMs = 10_000;

/** One page; held for `waitSeconds` where there is nothing. Rejects where `signal` aborts. */
export async function readFeed(
  reader: FeedReader,
  place: FeedPlace,
  {
    limit,
    waitSeconds,
    signal,
  }: { readonly limit: number; readonly waitSeconds: number; readonly signal: AbortSignal },
): Promise<FeedAnswer> {
  const url = new URL(`v1/${place.feed}`, `${reader.queryUrl()}/`);
  const query = { limit: String(limit), wait: String(waitSeconds), cursor: place.cursor, territory: place.territory };
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
  const headers = {
    authorization: `Bearer ${await tokenFor(reader, place.clientId)}`,
    'hub-agent': place.agent,
    ...(place.purpose !== null && { 'hub-purpose': place.purpose }),
  };
  const within = AbortSignal.any([signal, AbortSignal.timeout(waitSeconds * 1_000 + marginMs)]);
  try {
    const answer = await fetch(url, { headers, signal: within, redirect: 'error' });
    return await answerOf(reader, place.clientId, answer);
  } catch {
    signal.throwIfAborted();
    return { status: 'later', afterMs: laterMs };
  }
}

async function answerOf(reader: FeedReader, clientId: string, answer: Response): Promise<FeedAnswer> {
  const body = (await answer.json()) as { items: FeedItem[]; cursor: string; more: boolean } & Problem;
  if (answer.ok) return { status: 'page', items: body.items, cursor: body.cursor, more: body.more };
  if (answer.status === 401) reader.tokens.delete(clientId);
  const isRefused = answer.status === 400 || answer.status === 401 || answer.status === 403;
  if (isRefused) return { status: 'refused', problem: body };
  const askedMs = retryAfterMs(answer.headers.get('retry-after') ?? undefined, Date.now());
  return { status: 'later', afterMs: Math.max(laterMs, askedMs ?? 0) };
}

async function tokenFor({ secrets, realm, tokens }: FeedReader, clientId: string): Promise<string> {
  const known = tokens.get(clientId);
  if (known !== undefined && known.renewAtMs > Date.now()) return known.value;
  const value = await issueToken(secrets, clientId, { realm, scopes: ['read'], byHub: true });
  tokens.set(clientId, { value, renewAtMs: Date.now() + tokenMs });
  return value;
}
