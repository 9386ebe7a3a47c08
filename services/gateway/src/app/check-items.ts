import { type CheckContext, type CheckedEvent, checkEvent, isVerdict } from '../domain/check-event.ts';
import type { Writer } from '../domain/envelope.ts';
import { type ParsedItem, parseItem } from '../domain/parse-item.ts';
import type { ItemSpan } from '../domain/split-batch.ts';
import { type Entrance, enter } from './entrance.ts';
import { judgeEvent } from './judge.ts';
import type { Outcome } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import { dryRun } from './pipeline.ts';

/** Who tells, and how. */
export interface Telling {
  readonly writer: Writer;
  /** Of the request; an event may bring its own. */
  readonly traceparent: string;
  /** Opaque id of the person behind the partner, where the request names one. */
  readonly agent: string | null;
  readonly dryRun: boolean;
}

/** Parses the values of a body that lie at these places. */
export function parseItems(parts: GatewayParts, body: Buffer, spans: readonly ItemSpan[]): readonly ParsedItem[] {
  return spans.map((span) => parseItem(body, span, parts.limits));
}

/** Checks the items of one request and takes the good ones on; one outcome for each, in order. */
export async function tellItems(
  entrance: Entrance,
  items: readonly ParsedItem[],
  telling: Telling,
): Promise<readonly Outcome[]> {
  const { parts } = entrance;
  const end = parts.metrics.steps.startTimer({ step: 'check' });
  const outcomes: (Outcome | null)[] = [];
  const events: CheckedEvent[] = [];
  const context: CheckContext = {
    writer: telling.writer,
    validate: parts.dictionary.validate,
    nowMs: Date.now(),
    clockAheadMs: parts.limits.clockAheadMs,
    traceparent: telling.traceparent,
  };
  for (const item of items) {
    const checked = item.ok ? checkEvent(item.told, context) : item;
    if (checked.ok) events.push(checked.event);
    outcomes.push(checked.ok ? null : { status: 'refused', refusal: checked.refusal });
  }
  end();
  const told = await tellChecked(entrance, events, telling);
  let next = 0;
  const all = outcomes.map((outcome) => outcome ?? told[next++] ?? { status: 'unknown' as const });
  if (!telling.dryRun) countOutcomes(parts, all);
  return all;
}

/** Verdicts go a way of their own, for they are about two trainees; the outcomes stand in the order of the events. */
async function tellChecked(
  entrance: Entrance,
  events: readonly CheckedEvent[],
  telling: Telling,
): Promise<readonly Outcome[]> {
  const { parts } = entrance;
  const verdicts = events.filter(isVerdict);
  const others = verdicts.length === 0 ? events : events.filter((event) => !isVerdict(event));
  const told = others.length === 0 ? [] : await (telling.dryRun ? dryRun(parts, others) : enter(entrance, others));
  if (verdicts.length === 0) return told;
  const judged = await judgeInOrder(parts, verdicts, telling);
  const [fromOthers, fromVerdicts] = [told.values(), judged.values()];
  return events.flatMap((event) => (isVerdict(event) ? fromVerdicts : fromOthers).next().value ?? []);
}

async function judgeInOrder(
  parts: GatewayParts,
  events: readonly CheckedEvent[],
  telling: Telling,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const event of events) outcomes.push(await judgeEvent(parts, event, telling.agent, telling.dryRun));
  return outcomes;
}

function countOutcomes(parts: GatewayParts, outcomes: readonly Outcome[]): void {
  const counts = { accepted: 0, refused: 0, unknown: 0 };
  for (const outcome of outcomes) {
    counts[outcome.status] += 1;
    if (outcome.status === 'refused') parts.metrics.refusals.inc({ rule: outcome.refusal.faults[0]?.rule ?? 'none' });
  }
  for (const [status, count] of Object.entries(counts)) if (count > 0) parts.metrics.events.inc({ status }, count);
}
