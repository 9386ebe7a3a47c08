import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** What a message says of itself to its receiver (Standard Webhooks). */
export interface SignedHeaders {
  /** The same however often it is tried. */
  readonly 'webhook-id': string;
  /** Of the attempt, in seconds. */
  readonly 'webhook-timestamp': string;
  /** One signature by each valid secret: whoever knows one of them verifies it. */
  readonly 'webhook-signature': string;
}

export function signedHeaders(message: string, body: string, at: Date, secrets: readonly string[]): SignedHeaders {
  return {
    'webhook-id': message,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(message, at, body)).join(' '),
  };
}

/** 256 random bits, as Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
