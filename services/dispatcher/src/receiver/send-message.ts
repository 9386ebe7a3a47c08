import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { AddressRefused, faultOfUrl, publicLookup, type ReceiverRules } from './receiver-url.ts';
import { retryAfterMs } from './retry-after.ts';
import type { SignedHeaders } from './signature.ts';

/** How one attempt went. `status`: of the answer; null where there was none. */
export type Attempt =
  | { readonly outcome: 'delivered'; readonly status: number; readonly ms: number }
  | { readonly outcome: 'gone'; readonly status: 410; readonly fault: 'gone'; readonly ms: number }
  | {
      readonly outcome: 'failed';
      readonly status: number | null;
      readonly fault: AttemptFault;
      readonly ms: number;
      /** What the answer asks for (429, 503); null: nothing. */
      readonly retryAfterMs: number | null;
    };

/** Why a receiver did not take a message. */
export type AttemptFault = 'address-refused' | 'unreachable' | 'timeout' | 'redirected' | 'refused';

export interface Receivers extends ReceiverRules {
  readonly timeoutMs: number;
  /** Connections are kept for the next message. */
  readonly agents: { readonly http: http.Agent; readonly https: https.Agent };
}

export function openReceivers(rules: ReceiverRules, timeoutMs: number): Receivers {
  const lookup = rules.allowPrivate ? {} : { lookup: publicLookup };
  const options = { keepAlive: true, maxFreeSockets: 64, timeout: 2 * timeoutMs, ...lookup };
  return { ...rules, timeoutMs, agents: { http: new http.Agent(options), https: new https.Agent(options) } };
}

export function closeReceivers({ agents }: Receivers): void {
  agents.http.destroy();
  agents.https.destroy();
}

/** Posts a message once. A redirect is not followed; of the answer, nothing but its status and `Retry-After` is kept. Never rejects. */
export async function sendMessage(
  receivers: Receivers,
  url: string,
  body: string,
  headers: SignedHeaders,
): Promise<Attempt> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  // Here too: a connection to what is written as an address looks up nothing.
  if (faultOfUrl(url, receivers) !== null) return failed('address-refused', 0);
  try {
    const once = () => post(receivers, new URL(url), body, headers);
    // A connection that was kept may have been closed at the other end the moment before.
    const { status, retryAfter } = await once().catch((error) =>
      error instanceof KeptConnectionClosed ? once() : Promise.reject(error),
    );
    if (status >= 200 && status < 300) return { outcome: 'delivered', status, ms: ms() };
    if (status === 410) return { outcome: 'gone', status, fault: 'gone', ms: ms() };
    const fault = status >= 300 && status < 400 ? 'redirected' : 'refused';
    const asks = status === 429 || status === 503;
    return { ...failed(fault, ms()), status, retryAfterMs: asks ? retryAfterMs(retryAfter, Date.now()) : null };
  } catch (error) {
    return failed(faultOf(error as Error), ms());
  }
}

function failed(fault: AttemptFault, ms: number) {
  return { outcome: 'failed', status: null, fault, ms, retryAfterMs: null } as const;
}

class KeptConnectionClosed extends Error {}

function faultOf(error: Error): AttemptFault {
  if (error instanceof AddressRefused) return 'address-refused';
  return error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : 'unreachable';
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function post({ agents, timeoutMs }: Receivers, url: URL, body: string, headers: SignedHeaders): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const { request, agent } =
    url.protocol === 'https:'
      ? { request: https.request, agent: agents.https }
      : { request: http.request, agent: agents.http };
  const sent = request(url, {
    method: 'POST',
    agent,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'open-training-hub',
    },
  });
  sent.once('response', (answer) => {
    resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
    drain(answer);
  });
  // Also after the answer: what breaks then is of no account.
  sent.on('error', (error: NodeJS.ErrnoException) => {
    const isClosed = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
    reject(isClosed ? new KeptConnectionClosed() : error);
  });
  sent.end(body);
  return promise;
}

const answerBytesMax = 64 * 1024;

/** So that the connection can be used again; an answer that does not end costs its connection. */
function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > answerBytesMax) answer.destroy();
  });
  answer.on('error', () => {});
}
