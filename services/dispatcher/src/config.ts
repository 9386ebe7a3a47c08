import { readSettings } from '@hub/platform';
import { z } from 'zod';

export interface DispatcherSettings {
  /** Where the query service answers; absent: whoever starts the dispatcher knows it. */
  readonly queryUrl: string | undefined;
  /** Webhooks may lead into private networks, over plain HTTP and to any port; absent: in the demo alone. */
  readonly allowPrivate: boolean | undefined;
  /** How long a receiver may take to answer. */
  readonly timeoutMs: number;
  /** After the first failure; four times as much after each that follows, up to `retryMsMax`. */
  readonly retryFirstMs: number;
  readonly retryMsMax: number;
  /** A receiver that has failed for so long is tried no more until somebody resumes it. */
  readonly giveUpMs: number;
  /** How long what a dispatcher follows stays with it when nothing is heard of it. */
  readonly leaseMs: number;
}

const hourMs = 3_600_000;
const count = (byDefault: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);

/** What the dispatcher reads besides. */
export const environment = z.object({
  HUB_QUERY_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .meta({
      description: 'Where the query service answers, for a dispatcher in a process of its own.',
      byDefault: 'this process, where it serves queries without TLS; else `HUB_PUBLIC_URL`',
    }),
  HUB_WEBHOOK_PRIVATE: z.enum(['true', 'false']).optional().meta({
    description:
      '`true`: webhooks may lead into private networks and to this machine, over plain HTTP and to any port. For trials only.',
    byDefault: '`true` in the full demo, else `false`: https, port 443, addresses of the public internet',
  }),
  HUB_WEBHOOK_TIMEOUT_MS: count(10_000, 100, 60_000).describe(
    'How long the receiver of a webhook may take to answer, in milliseconds.',
  ),
  HUB_WEBHOOK_RETRY_FIRST_MS: count(5_000, 50, hourMs).describe(
    'After how long a webhook that failed is tried again, in milliseconds; four times as long after each failure that follows, up to four hours.',
  ),
  HUB_WEBHOOK_GIVE_UP_HOURS: count(72, 1, 24 * 30).describe(
    'A webhook that has failed for so many hours is suspended and rings; nothing is lost, and it is resumed by command.',
  ),
});

/** Throws `configuration-invalid` naming every wrong value. */
export function dispatcherConfig(env: NodeJS.ProcessEnv = process.env): DispatcherSettings {
  const given = readSettings(environment, env);
  return Object.freeze({
    queryUrl: given.HUB_QUERY_URL,
    allowPrivate: given.HUB_WEBHOOK_PRIVATE === undefined ? undefined : given.HUB_WEBHOOK_PRIVATE === 'true',
    timeoutMs: given.HUB_WEBHOOK_TIMEOUT_MS,
    retryFirstMs: given.HUB_WEBHOOK_RETRY_FIRST_MS,
    retryMsMax: 4 * hourMs,
    giveUpMs: given.HUB_WEBHOOK_GIVE_UP_HOURS * hourMs,
    leaseMs: 2 * given.HUB_WEBHOOK_TIMEOUT_MS + 10_000,
  });
}
