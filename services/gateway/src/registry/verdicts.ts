import { components, judgePair, type Verdict } from '@hub/core';
import { type Change, type Operator, withTransaction, writeAudit } from '@hub/platform';
import type { PoolClient } from 'pg';
import type { Pair } from './announced.ts';
import { firstUnknown } from './known-trainees.ts';
import type { Registry } from './registry.ts';

/** A verdict that an agent gave by hand on two trainees. */
export interface ManualVerdict extends Verdict {
  readonly pair: Pair;
  readonly by: 'manual';
  readonly agent: string;
  readonly reason: string | null;
}

/**
 * What a pair is after its verdicts by hand: a separation holds at once (it hides, and shows nobody to anybody), a link
 * when a second agent has said the same.
 */
export type PairState = 'joined' | 'proposed' | 'separated';

/** `given`: every verdict by hand around these two, this one included. */
export type ReservedVerdict =
  | { readonly verdict: ManualVerdict; readonly given: readonly ManualVerdict[] }
  | RefusedVerdict;

export interface RefusedVerdict {
  readonly refused: 'trainee-unknown' | 'second-agent-needed' | 'link-contradicts-separation';
  /** Which of the two is at fault; null: neither alone. */
  readonly atFault: 0 | 1 | null;
}

/** From every verdict by hand around the pair. */
export function pairState(given: readonly ManualVerdict[], pair: Pair): PairState {
  const { decided, awaiting } = judgePair(verdictsOn(given, pair));
  if (awaiting !== null) return 'proposed';
  return decided?.verdict === 'same' ? 'joined' : 'separated';
}

/** What the pair was before this one of its verdicts; null: nobody had judged it. */
export function pairStateBefore(given: readonly ManualVerdict[], verdict: ManualVerdict): PairState | null {
  const others = verdictsOn(given, verdict.pair).filter((each) => each !== verdict);
  return others.length === 0 ? null : pairState(others, verdict.pair);
}

function verdictsOn<V extends ManualVerdict>(verdicts: readonly V[], [low, high]: Pair): V[] {
  return verdicts.filter(({ pair }) => pair[0] === low && pair[1] === high);
}

const lockSpace = 7_302;

/**
 * Checks a verdict by hand against those given before, and reserves it (unless `reserve` is false); the same one again
 * is found again. Operators judge a few times a day: one at a time, whichever gateway takes them, so that each verdict is
 * checked against all that were given before it.
 */
export function reserveVerdict({ pool }: Registry, next: ManualVerdict, reserve: boolean): Promise<ReservedVerdict> {
  return withTransaction(pool, async (client): Promise<ReservedVerdict> => {
    await client.query('select pg_advisory_xact_lock($1, 0)', [lockSpace]);
    const unknown = await firstUnknown(client, next.pair);
    if (unknown !== null) return { refused: 'trainee-unknown', atFault: next.pair[0] === unknown ? 0 : 1 };
    const given = await verdictsAround(client, next.pair);
    // The same one again, after an answer that was lost: published again as it was.
    const again = verdictsOn(given, next.pair).find(
      (known) =>
        (known.source === next.source && known.eventId === next.eventId) ||
        (!known.announced && known.agent === next.agent && known.verdict === next.verdict),
    );
    if (again !== undefined) return { verdict: again, given };
    const refused = refusalOf(given, next);
    if (refused !== null) return { refused, atFault: null };
    if (reserve) await insertVerdict(client, next);
    return { verdict: next, given: [...given, next] };
  });
}

/** Why this verdict cannot follow those already given about the same people; null: it can. */
function refusalOf(
  given: readonly ManualVerdict[],
  next: ManualVerdict,
): 'second-agent-needed' | 'link-contradicts-separation' | null {
  if (next.verdict === 'different') return null;
  if (judgePair(verdictsOn(given, next.pair)).awaiting?.agent === next.agent) return 'second-agent-needed';
  return contradicts(given, next) ? 'link-contradicts-separation' : null;
}

/** Whether the link, once in effect, would join two that are judged different, directly or by others. */
function contradicts(given: readonly ManualVerdict[], next: ManualVerdict): boolean {
  const { agent: _, ...inEffect } = next;
  const others = given.filter((verdict) => !verdictsOn([verdict], next.pair).includes(verdict));
  const verdicts: (Verdict & { readonly pair: Pair })[] = [...others, inEffect];
  const members = [...new Set(verdicts.flatMap(({ pair }) => pair))];
  const [low] = next.pair;
  const own = components(members, verdicts, ({ pair }) => pair).find((component) => component.members.includes(low));
  return own?.review ?? false;
}

interface VerdictRow {
  readonly source: string;
  readonly eventId: string;
  readonly low: string;
  readonly high: string;
  readonly verdict: 'same' | 'different';
  readonly agent: string;
  readonly reason: string | null;
  readonly announced: boolean;
  readonly recordedAt: Date;
}

/** Every verdict by hand on anybody whom verdicts by hand connect with these two, whatever they say. */
async function verdictsAround(client: PoolClient, pair: Pair) {
  const { rows } = await client.query<VerdictRow>(
    `with recursive near (id) as (
       select unnest($1::uuid[])
       union select case when v.low = near.id then v.high else v.low end
         from registry.verdict v join near on near.id in (v.low, v.high))
     select source, event_id as "eventId", low, high, verdict, agent, reason, announced, recorded_at as "recordedAt"
     from registry.verdict where low in (select id from near)`,
    [pair],
  );
  return rows.map(({ low, high, recordedAt, ...row }) => ({
    ...row,
    by: 'manual' as const,
    pair: [low, high] as const,
    recordedAt: recordedAt.toISOString(),
  }));
}

async function insertVerdict(client: PoolClient, { pair, ...next }: ManualVerdict): Promise<void> {
  await client.query(
    `insert into registry.verdict (source, event_id, low, high, verdict, agent, reason, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [next.source, next.eventId, pair[0], pair[1], next.verdict, next.agent, next.reason, next.recordedAt],
  );
}

/** The verdict is on the log: once, together with its row of the audit. */
export function markVerdict({ pool }: Registry, { source, eventId }: ManualVerdict, audited: Audited): Promise<void> {
  return withTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'update registry.verdict set announced = true where source = $1 and event_id = $2 and not announced',
      [source, eventId],
    );
    if (rowCount === 1) await writeAudit(client, audited.by, audited.change);
  });
}

interface Audited {
  readonly by: Operator;
  readonly change: Change;
}
