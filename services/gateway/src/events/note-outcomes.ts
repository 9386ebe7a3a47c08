import { hash } from 'node:crypto';
import { eventTypePrefix } from '@hub/contracts';
import type { ShownStep } from '@hub/platform';
import type { ParsedItem } from '../check/read-items.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Lately } from './lately.ts';
import type { Outcome } from './receipt.ts';

/** Of each request, so many events are compared with those before; more would cost large batches 10 µs an event. */
const comparedMax = 20;

type Noting = Pick<GatewayContext, 'evidence' | 'lately'>;

/** Notes what the events of a request show of the client that sent them; dry runs are not told of. */
export function noteOutcomes(
  { evidence, lately }: Noting,
  { clientId, isBatch }: { readonly clientId: string; readonly isBatch: boolean },
  items: readonly ParsedItem[],
  outcomes: readonly Outcome[],
): void {
  const inPart = isBatch && outcomes.some(({ status }) => status === 'accepted');
  const shown = new Map<ShownStep, number>();
  for (const [index, outcome] of outcomes.entries()) {
    const item = items[index];
    if (item?.ok !== true || outcome.status === 'unknown') continue;
    const wanted = (step: ShownStep) => index < comparedMax && !evidence.has(clientId, step);
    const sent: Sent = { clientId, event: item.value, wanted };
    if (outcome.status === 'refused') rememberRefused(lately, sent, inPart);
    else for (const step of shownByTaken(lately, sent, outcome.digest)) shown.set(step, (shown.get(step) ?? 0) + 1);
  }
  for (const [step, times] of shown) evidence.note(clientId, step, times);
}

interface Sent {
  readonly clientId: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** Whether to compare for this step: until it was shown. */
  readonly wanted: (step: ShownStep) => boolean;
}

function rememberRefused(lately: Lately, sent: Sent, inPart: boolean): void {
  if (sent.wanted('refused-mended') || sent.wanted('batch-mended')) lately.refused.set(keyOf(sent), { inPart });
}

function shownByTaken(lately: Lately, sent: Sent, digest: string | undefined): readonly ShownStep[] {
  const { type, data } = sent.event as { readonly type: string; readonly data: { readonly corrects?: unknown } };
  const name = type.slice(eventTypePrefix.length);
  return [
    'event-taken',
    `event:${name}`,
    ...(data.corrects === undefined || data.corrects === null ? [] : ['corrected' as const]),
    ...(name === 'fact-retracted' ? ['retracted' as const] : []),
    ...mended(lately, sent),
    ...repeated(lately, sent, digest),
    ...superseded(lately, sent),
  ];
}

function mended({ refused }: Lately, sent: Sent): readonly ShownStep[] {
  if (!sent.wanted('refused-mended') && !sent.wanted('batch-mended')) return [];
  const key = keyOf(sent);
  const before = refused.get(key);
  if (before === undefined) return [];
  refused.delete(key);
  return before.inPart ? ['refused-mended', 'batch-mended'] : ['refused-mended'];
}

function repeated({ taken }: Lately, sent: Sent, digest: string | undefined): readonly ShownStep[] {
  if (digest === undefined || !sent.wanted('sent-again')) return [];
  const key = keyOf(sent);
  const isRepeated = taken.get(key) === digest;
  taken.set(key, digest);
  return isRepeated ? ['sent-again'] : [];
}

function superseded({ stated }: Lately, sent: Sent): readonly ShownStep[] {
  const { statement } = sent.event.data as { statement?: { readonly ref: string; readonly sequence: number } | null };
  if (statement == null || !sent.wanted('superseded')) return [];
  const key = digestOf([sent.clientId, sent.event.source, statement.ref]);
  const before = stated.get(key);
  if (before === undefined || statement.sequence > before) stated.set(key, statement.sequence);
  return before !== undefined && statement.sequence > before ? ['superseded'] : [];
}

function keyOf({ clientId, event }: Sent): string {
  return digestOf([clientId, event.source, event.id]);
}

/** No value of a request is kept, nor held. */
function digestOf(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
