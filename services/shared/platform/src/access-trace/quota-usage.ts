import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { type Claim, type Counter, type QuotaName, quotas, type Usage } from './quotas.ts';

/** What was counted up to a moment, and what a group of entries adds to it before it is written. */
export interface ReadUsage extends Usage {
  /** RFC 3339 with microseconds, by the clock of the database. */
  readonly now: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  add(claims: readonly Claim[]): void;
  /** What was added, once each. */
  readonly added: ReadonlyMap<string, { readonly counter: Counter; readonly items: (string | null)[] }>;
  /** Seconds until the oldest of what is counted leaves the window. */
  retryAfter(counter: Counter): number;
}

type Needed = Pick<Claim, 'quota' | 'subject' | 'items'>;

/** One statement, whatever is asked; without anything to ask it still tells the time. */
export async function readUsage(pool: Pool, needed: readonly Needed[]): Promise<ReadUsage> {
  const counters = new Map<string, Counter>();
  const asked = new Map<string, { readonly key: string; readonly item: string }>();
  for (const { quota, subject, items } of needed) {
    const key = keyOf({ quota, subject });
    counters.set(key, { quota, subject });
    for (const item of items) if (item !== null) asked.set(`${key} ${item}`, { key, item });
  }
  const keys = [...counters.keys()];
  const places = new Map(keys.map((key, index) => [key, index + 1]));
  const items = [...asked.values()];
  const { rows } = await pool.query<{ now: string; counts: number[]; oldest: number[]; known: number[] }>({
    name: 'read-usage',
    text: usageText,
    values: [
      [...counters.values()].map(({ quota }) => quota),
      [...counters.values()].map(({ subject }) => subject),
      [...counters.values()].map(({ quota }) => quotas[quota].windowSeconds),
      items.map(({ key }) => places.get(key)),
      items.map(({ item }) => item),
    ],
  });
  const [row] = rows;
  if (row === undefined) throw new HubError('internal', 'The usage has one row.');
  const askedKeys = [...asked.keys()];
  return usageOf(row, {
    counts: new Map(keys.map((key, index) => [key, row.counts[index] ?? 0])),
    oldest: new Map(keys.map((key, index) => [key, row.oldest[index] ?? 0])),
    known: new Set(row.known.map((place) => askedKeys[place - 1] ?? '')),
  });
}

// Each look-up is a scalar query, so that it goes by the primary key whatever the planner thinks of the arrays: `exists`
// it would make a join, and read the whole table for it.
const usageText = `
  with counter as materialized (
    select place, quota, subject, clock_timestamp() - seconds * interval '1 second' as cut
    from unnest($1::text[], $2::text[], $3::int[]) with ordinality as asked (quota, subject, seconds, place)),
  counted as materialized (
    select place, (select array[sum(n.count)::int, extract(epoch from min(n.slot) - c.cut)::int] from access.quota_count n
      where n.quota = c.quota and n.subject = c.subject and n.slot > c.cut) as found
    from counter c)
  select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now,
    array(select coalesce(found[1], 0) from counted order by place) as counts,
    array(select coalesce(found[2], 0) from counted order by place) as oldest,
    array(select asked.place::int
      from unnest($4::int[], $5::uuid[]) with ordinality as asked (counter, item, place)
      join counter c on c.place = asked.counter
      where (select true from access.quota_item i
        where i.quota = c.quota and i.subject = c.subject and i.item = asked.item and i.slot > c.cut)) as known`;

interface Found {
  readonly counts: Map<string, number>;
  readonly oldest: ReadonlyMap<string, number>;
  readonly known: Set<string>;
}

function usageOf({ now }: { readonly now: string }, { counts, oldest, known }: Found): ReadUsage {
  const added = new Map<string, { readonly counter: Counter; readonly items: (string | null)[] }>();
  return {
    now,
    nowMs: Date.parse(now),
    added,
    count: (counter) => counts.get(keyOf(counter)) ?? 0,
    has: (counter, item) => known.has(`${keyOf(counter)} ${item}`),
    retryAfter: (counter) => Math.max(1, oldest.get(keyOf(counter)) ?? 0) + quotas[counter.quota].slotSeconds,
    add: (claims) => {
      for (const { quota, subject, items } of claims) {
        const counter = { quota, subject };
        const key = keyOf(counter);
        counts.set(key, (counts.get(key) ?? 0) + items.length);
        for (const item of items) if (item !== null) known.add(`${key} ${item}`);
        const together = added.get(key) ?? { counter, items: [] };
        together.items.push(...items);
        added.set(key, together);
      }
    },
  };
}

/** What is to be written of what was added, as columns; in one order, so that two processes wait for no row crosswise. */
export function countedColumns({ added, nowMs }: ReadUsage) {
  const counters = [...added.values()].sort((a, b) => (keyOf(a.counter) < keyOf(b.counter) ? -1 : 1));
  const counts = counters.map(({ counter, items }) => ({
    ...counter,
    slot: slotOf(counter.quota, nowMs),
    count: items.length,
  }));
  const items = counters.flatMap(({ counter, items: all }) =>
    all
      .filter((item) => item !== null)
      .sort()
      .map((item) => ({ ...counter, slot: slotOf(counter.quota, nowMs), item })),
  );
  return { counts, items };
}

function slotOf(quota: QuotaName, nowMs: number): string {
  const widthMs = quotas[quota].slotSeconds * 1_000;
  return new Date(Math.floor(nowMs / widthMs) * widthMs).toISOString();
}

function keyOf({ quota, subject }: Counter): string {
  return `${quota} ${subject}`;
}
