import type { Pool } from 'pg';
import { type Alarm, raiseAlarm } from '../alarms/alarms.ts';
import { countedColumns, type ReadUsage, readUsage } from './quota-usage.ts';
import { claimsOf, type Hit, judgeQuotas, neededFor, quotas } from './quotas.ts';
import { rowsOf, type TraceEntry, type TraceRow } from './trace-entry.ts';
import { linkOf, type TracePlace } from './trace-links.ts';

/** Where a writer stands: the number and the link of its last row. */
export interface WriterEnd {
  readonly writer: string;
  readonly sequence: number;
  readonly link: Buffer;
}

/** What became of an entry. */
export type Written = { readonly stoppedBy: null } | { readonly stoppedBy: Hit; readonly retryAfterSeconds: number };

export interface WrittenGroup {
  readonly end: WriterEnd;
  /** In the order of the entries. */
  readonly written: readonly Written[];
  readonly hits: readonly Alarm[];
}

/**
 * Writes entries that came together, in two statements and one commit: what is counted against whom is read, then rows and
 * counts are written at once. Processes that decide at the same moment do not see each other: a limit may be passed by as
 * many persons as are under way then.
 */
export async function writeGroup(
  pool: Pool,
  key: Buffer,
  from: WriterEnd,
  entries: readonly TraceEntry[],
): Promise<WrittenGroup> {
  const judged = entries.map((entry) => ({ entry, claims: claimsOf(entry) }));
  const needed = judged.flatMap(({ entry, claims }) => neededFor(entry, claims));
  const usage = await readUsage(pool, needed);
  const rows: TraceRow[] = [];
  const hits: Alarm[] = [];
  const written = judged.map(({ entry, claims }): Written => {
    const verdict = judgeQuotas(entry, claims, usage);
    usage.add(verdict.counted);
    rows.push(...rowsOf(entry, verdict.stoppedBy?.quota ?? null));
    hits.push(...verdict.hits.map((hit) => alarmOf(entry, hit)));
    if (verdict.stoppedBy === null) return { stoppedBy: null };
    return { stoppedBy: verdict.stoppedBy, retryAfterSeconds: usage.retryAfter(verdict.stoppedBy) };
  });
  const linked = linkRows(key, from, usage.now, rows);
  await pool.query({ name: 'write-trace', text: writeText, values: valuesOf(from.writer, linked, usage) });
  for (const hit of hits) await raiseAlarm(pool, hit);
  const last = linked.at(-1);
  return {
    end: last === undefined ? from : { writer: from.writer, sequence: last.sequence, link: last.link },
    written,
    hits,
  };
}

function alarmOf({ reader }: TraceEntry, { quota, subject, limit, count }: Hit): Alarm {
  const { of } = quotas[quota];
  return {
    kind: quota,
    organisation: reader.organisation,
    clientId: of === 'agent' || of === 'client' ? reader.clientId : null,
    agent: of === 'agent' ? reader.agent : null,
    address: null,
    counterpart: of === 'pair' ? (subject.split(' ')[1] ?? null) : null,
    count,
    limit,
  };
}

type LinkedRow = TraceRow & TracePlace & { readonly link: Buffer };

function linkRows(key: Buffer, from: WriterEnd, readAt: string, rows: readonly TraceRow[]): readonly LinkedRow[] {
  let { link, sequence } = from;
  return rows.map((row) => {
    sequence += 1;
    const place = { writer: from.writer, sequence, readAt };
    link = linkOf(key, link, place, row);
    return { ...row, ...place, link };
  });
}

const writeText = `
  with item as (
    insert into access.quota_item as known (quota, subject, item, slot)
    select * from unnest($15::text[], $16::text[], $17::uuid[], $18::timestamptz[])
    on conflict (quota, subject, item) do update set slot = excluded.slot),
  counted as (
    insert into access.quota_count as known (quota, subject, slot, count, writer)
    select quota, subject, slot, count, $1
    from unnest($19::text[], $20::text[], $21::timestamptz[], $22::int[]) as counted (quota, subject, slot, count)
    on conflict (quota, subject, slot, writer) do update set count = known.count + excluded.count)
  insert into access.trace (writer, read_at, sequence, organisation, client_id, agent, purpose, operation, trainee_id, dossier,
    decision, reason, categories, traceparent, searched_by, link)
  select $1, $2, sequence, organisation, client_id, agent, purpose, operation, trainee_id, dossier, decision, reason,
    string_to_array(categories, ','), traceparent, searched_by, link
  from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::int[], $11::text[],
    $12::text[], $13::text[], $14::text[], $24::text[], $23::bytea[])
    as row (sequence, organisation, client_id, agent, purpose, operation, trainee_id, dossier, decision, reason, categories,
      traceparent, searched_by, link)`;

function valuesOf(writer: string, rows: readonly LinkedRow[], usage: ReadUsage): unknown[] {
  const { counts, items } = countedColumns(usage);
  return [
    writer,
    usage.now,
    rows.map((row) => row.sequence),
    rows.map((row) => row.organisation),
    rows.map((row) => row.clientId),
    rows.map((row) => row.agent),
    rows.map((row) => row.purpose),
    rows.map((row) => row.operation),
    rows.map((row) => row.trainee),
    rows.map((row) => row.dossier),
    rows.map((row) => row.decision),
    rows.map((row) => row.reason),
    rows.map((row) => row.categories.join(',')),
    rows.map((row) => row.traceparent),
    items.map(({ quota }) => quota),
    items.map(({ subject }) => subject),
    items.map(({ item }) => item),
    items.map(({ slot }) => slot),
    counts.map(({ quota }) => quota),
    counts.map(({ subject }) => subject),
    counts.map(({ slot }) => slot),
    counts.map(({ count }) => count),
    rows.map((row) => row.link),
    rows.map((row) => row.searchedBy),
  ];
}
