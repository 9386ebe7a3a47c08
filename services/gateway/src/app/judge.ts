import type { LogEvent } from '@hub/core';
import { encodeLogEvent } from '@hub/core';
import type { CheckedEvent } from '../domain/check-event.ts';
import { doorFault, refusal } from '../domain/refusal.ts';
import { ofPair, stateOfPair, type VerdictState } from '../domain/verdict.ts';
import { type Draft, type Keys, keyOf, type Stamp, sealedFact } from './compose.ts';
import type { Outcome, Receipt } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import { receiptOf } from './receipt.ts';
import type { ReservedVerdict, ToldVerdict } from './registry.ts';

export type Judged =
  | { readonly state: VerdictState; readonly receipts: readonly Receipt[] }
  | Extract<ReservedVerdict, { readonly refused: unknown }>;

/** Who tells a verdict, beside the agent who gave it. */
export interface JudgedBy extends Stamp {
  readonly partner: string;
}

/**
 * Takes a verdict by hand to the log, told to both trainees under one id. Reserved first, marked last: what was cut off
 * half-way is told again by whoever says the same again.
 */
export async function judge(parts: GatewayParts, told: ToldVerdict, by: JudgedBy, dryRun = false): Promise<Judged> {
  const reserved = await parts.registry.reserveVerdict(told, !dryRun);
  if ('refused' in reserved) return reserved;
  const { verdict, given } = reserved;
  const state = stateOfPair(ofPair(given, verdict.pair));
  if (dryRun) return { state, receipts: [] };
  const keys = await parts.keyStore.ensureKeys(verdict.pair);
  const messages = verdictMessages(verdict, by, keys);
  const positions = await parts.log.append(messages.map(encodeLogEvent));
  await parts.registry.markVerdict(verdict);
  const { source, eventId: id } = verdict;
  const receipts = positions.flatMap((position, index) => {
    const trainee = verdict.pair[index] ?? null;
    return [
      receiptOf(
        parts,
        { id, source, partner: by.partner, receivedAt: by.receivedAt, trainee, dossier: null },
        position,
      ),
    ];
  });
  return { state, receipts };
}

/** A verdict that came as an event: who judges is named in it, else by the request, else the partner itself. */
export async function judgeEvent(
  parts: GatewayParts,
  event: CheckedEvent,
  agent: string | null,
  dryRun: boolean,
): Promise<Outcome> {
  const { trainees, verdict, reason, agent: named } = event.data as unknown as VerdictData;
  const pair = pairOf(trainees.map((id) => id.toLowerCase()));
  const { source, id: eventId, recordedAt, partner } = event;
  const told: ToldVerdict = {
    source,
    eventId,
    pair,
    verdict,
    by: 'manual',
    agent: named ?? agent ?? partner,
    reason: reason ?? null,
    recordedAt,
  };
  try {
    const judged = await judge(parts, told, event, dryRun);
    if ('state' in judged) return { status: 'accepted', receipt: judged.receipts[0] ?? null };
    return {
      status: 'refused',
      refusal: refusal([doorFault(judged.refused, `/data${placeOf(judged, trainees, pair)}`)]),
    };
  } catch (error) {
    parts.logger.error({ err: error }, 'a verdict could not be taken to the log');
    return { status: 'unknown' };
  }
}

interface VerdictData {
  readonly trainees: readonly string[];
  readonly verdict: 'same' | 'different';
  readonly reason?: string;
  readonly agent?: string;
}

export function pairOf(trainees: readonly string[]): ToldVerdict['pair'] {
  const [low = '', high = ''] = trainees.toSorted();
  return [low, high];
}

/** Pointer to the trainee at fault, as the two were told; the two together otherwise. */
export function placeOf(
  { place }: Extract<Judged, { readonly refused: unknown }>,
  told: readonly string[],
  pair: ToldVerdict['pair'],
): string {
  return place === null ? '/trainees' : `/trainees/${told.findIndex((id) => id.toLowerCase() === pair[place])}`;
}

function verdictMessages(told: ToldVerdict, by: JudgedBy, keys: Keys): readonly LogEvent[] {
  const { pair, verdict, reason, agent } = told;
  const draft: Draft = {
    source: told.source,
    id: told.eventId,
    type: 'trainees-judged',
    version: 2,
    partner: by.partner,
    recordedAt: told.recordedAt,
    receivedAt: by.receivedAt,
    references: [],
    data: { trainees: pair, verdict, by: 'manual', ...(reason === null ? {} : { reason }), agent },
    plain: {},
  };
  return pair.map((trainee) => {
    const fact = sealedFact(draft, trainee, keyOf(keys, trainee));
    return { fact, trainee, dossier: null, traceparent: by.traceparent };
  });
}
