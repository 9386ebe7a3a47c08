import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly replayOf: string | null;
  readonly items: readonly {
    readonly dossier?: number;
    readonly session?: string;
    readonly causes: readonly { readonly type: string }[] | string;
    readonly fate?: string;
    readonly rectification?: string | null;
  }[];
  readonly answered: number;
  /** `performance.now()` */
  readonly atMs: number;
}

/** How a receiver answers what it has verified. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly location?: string;
  readonly retryAfter?: string;
  readonly afterMs?: number;
}

/** A receiver as a stranger writes it: node:http, and the reference library of Standard Webhooks to verify. */
export interface WebhookReceiver {
  readonly url: string;
  /** In the order in which they came; one whose signature is wrong is not among them. */
  readonly messages: ReceivedMessage[];
  /** Whose signature no secret of this receiver verified. */
  unverified: number;
  /** Any of them; none: nothing is verified. */
  secrets: string[];
  answer: (headers: IncomingHttpHeaders) => ReceiverAnswer;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<WebhookReceiver> {
  const server: Server = createServer();
  const receiver: WebhookReceiver = {
    url: '',
    messages: [],
    unverified: 0,
    secrets: [],
    answer: () => ({ status: 204 }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('request', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const verified = verify(receiver.secrets, body, request.headers as Record<string, string>);
    const { status, location, retryAfter, afterMs = 0 } = receiver.answer(request.headers);
    if (verified === null) receiver.unverified += 1;
    else {
      const { type, replayOf = null, data } = verified;
      const id = String(request.headers['webhook-id']);
      receiver.messages.push({ id, type, replayOf, items: data.items, answered: status, atMs: performance.now() });
    }
    if (afterMs > 0) await delay(afterMs);
    const headers = { ...(location && { location }), ...(retryAfter && { 'retry-after': retryAfter }) };
    response.writeHead(status, headers).end(status === 204 ? undefined : 'ignored');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(receiver, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub` });
}

interface Body {
  readonly type: string;
  readonly replayOf?: string;
  readonly data: { readonly items: ReceivedMessage['items'] };
}

function verify(secrets: readonly string[], body: string, headers: Record<string, string>): Body | null {
  for (const secret of secrets) {
    try {
      return new Webhook(secret).verify(body, headers) as Body;
    } catch {}
  }
  return null;
}
