import type { LogEvent } from '@hub/core';
import { type Change, logGivenUp, type Operator } from '@hub/platform';
import type { CheckedEvent } from '../check/check-event.ts';
import { doorFault, refusal } from '../check/refusals.ts';
import { type Pair, pairOf } from '../registry/announced.ts';
import {
  type ManualVerdict,
  markVerdict,
  type PairState,
  pairState,
  pairStateBefore,
  type RefusedVerdict,
  reserveVerdict,
} from '../registry/verdicts.ts';
import type { GatewayContext } from './gateway-context.ts';
import { requireKeys } from './known-keys.ts';
import { type Outcome, type Receipt, receiptOf } from './receipt.ts';
import { type Draft, type Stamp, traineeEvent } from './seal-event.ts';
import { append } from './taking-state.ts';

export interface RecordedVerdict {
  readonly state: PairState;
  /** One for each trainee. */
  readonly receipts: readonly Receipt[];
}

/** Who sends a verdict, beside the agent who gave it. */
export interface VerdictSender extends Stamp {
  readonly partner: string;
  /** SIRET. */
  readonly organisation: string;
}

/**
 * Takes a verdict by hand to the log, published to both trainees under one id. It is reserved first and marked last: what
 * was cut off half-way is completed by whoever says the same again.
 */
export async function recordVerdict(
  context: GatewayContext,
  next: ManualVerdict,
  sender: VerdictSender,
): Promise<RecordedVerdict | RefusedVerdict> {
  const known = await context.keyStore.keysOf(next.pair);
  // Nothing is reserved that could not be published.
  const reserved = await reserveVerdict(context.registry, next, known.size === next.pair.length);
  if ('refused' in reserved) return reserved;
  const { verdict, given } = reserved;
  const state = pairState(given, verdict.pair);
  const keys = await requireKeys(context, verdict.pair);
  const draft = verdictDraft(verdict, sender);
  const messages = verdict.pair.map((trainee) => traineeEvent(draft, trainee, keys, sender.traceparent));
  const positions = await append(context, messages);
  const change = verdictChange(verdict, pairStateBefore(given, verdict), state);
  await markVerdict(context.registry, verdict, { by: operatorOfVerdict(sender, verdict.agent), change });
  const { source, eventId: id } = verdict;
  const { partner, receivedAt } = sender;
  const receipts = positions.map((position, index) => {
    const trainee = verdict.pair[index] ?? null;
    const { fact } = messages[index] as LogEvent;
    return receiptOf(context, { id, source, partner, receivedAt, trainee, dossier: null }, fact, position);
  });
  return { state, receipts };
}

/** Who judges, as the audit names who changes anything. */
export function operatorOfVerdict({ partner, organisation, traceparent }: VerdictSender, agent: string): Operator {
  return { siret: organisation, clientId: partner, agent, traceparent };
}

function verdictChange(judged: ManualVerdict, before: PairState | null, after: PairState): Change {
  const { pair, verdict, reason, source, eventId } = judged;
  return {
    what: 'trainees-judged',
    subject: `trainee:${pair[0]}`,
    before: { trainees: pair, state: before },
    after: { trainees: pair, state: after, verdict, reason, source, event: eventId },
  };
}

function verdictDraft(given: ManualVerdict, { partner, receivedAt }: VerdictSender): Draft {
  const { source, eventId, pair, verdict, reason, agent, recordedAt } = given;
  return {
    source,
    id: eventId,
    type: 'trainees-judged',
    version: 2,
    partner,
    recordedAt,
    receivedAt,
    references: [],
    data: { trainees: [...pair], verdict, by: 'manual', ...(reason === null ? {} : { reason }), agent },
    plain: {},
  };
}

interface VerdictData {
  readonly trainees: readonly string[];
  readonly verdict: 'same' | 'different';
  readonly reason?: string;
  readonly agent?: string;
}

/** A verdict that came as an event: who judges is named in it, else by the request, else the partner itself. */
export async function recordVerdictEvent(
  context: GatewayContext,
  event: CheckedEvent,
  agent: string | null,
): Promise<Outcome> {
  const { trainees, verdict, reason = null, agent: named } = event.data as unknown as VerdictData;
  const { source, id: eventId, recordedAt, partner } = event;
  const judge = named ?? agent ?? partner;
  const pair = pairOf(trainees.map((id) => id.toLowerCase()));
  const given = { source, eventId, pair, verdict, by: 'manual', agent: judge, reason, recordedAt } as const;
  try {
    const recorded = await recordVerdict(context, given, event);
    if ('state' in recorded) return { status: 'accepted', receipt: recorded.receipts[0] ?? null };
    const fault = doorFault(recorded.refused, `/data${pointerToFault(recorded, trainees, pair)}`);
    return { status: 'refused', refusal: refusal([fault]) };
  } catch (error) {
    logGivenUp(context.logger, 'error', error, { message: 'a verdict could not be taken to the log' });
    return { status: 'unknown' };
  }
}

/** To the trainee at fault, as the request names the two; to the two together otherwise. */
export function pointerToFault({ atFault }: RefusedVerdict, named: readonly string[], pair: Pair): string {
  return atFault === null ? '/trainees' : `/trainees/${named.findIndex((id) => id.toLowerCase() === pair[atFault])}`;
}
