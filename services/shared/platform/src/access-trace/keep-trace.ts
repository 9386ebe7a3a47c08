import type { EventLog } from '@hub/core';
import type { Pool } from 'pg';
import { type FaultLine, faultLine } from '../observability/fault-line.ts';
import type { Logger } from '../observability/logger.ts';
import { anchorOf, type MonthAnchor, tellAnchors } from './trace-anchors.ts';
import { openingLink } from './trace-links.ts';
import type { WriterEnd } from './write-group.ts';

interface Kept {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly key: Buffer;
}

/** A writer that was not heard of for so long has died: whatever it sent was written or given up long ago. */
const silentSeconds = 90;
const monthsEveryMs = 3_600_000;

/**
 * Every few seconds: says that this writer lives and closes those that died. Every hour: makes the partition of the month
 * to come, drops what is kept no longer, and forgets what counts against no limit any more.
 */
export function keepTrace(kept: Kept, end: () => WriterEnd | null, everyMs: number) {
  const fault = faultLine(kept.logger, {
    began: 'the access trace is not kept in order',
    ended: 'the access trace is kept in order again',
  });
  let running: Promise<void> | null = null;
  let monthsAt = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    running ??= keep(kept, end()?.writer ?? null, fault, performance.now() - monthsAt >= monthsEveryMs).then((all) => {
      if (all) monthsAt = performance.now();
      running = null;
    });
  }, everyMs).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** Whether the hourly part was done too. */
async function keep(kept: Kept, writer: string | null, fault: FaultLine, hourly: boolean): Promise<boolean> {
  try {
    await kept.pool.query('update access.trace_writer set seen_at = clock_timestamp() where writer = $1', [writer]);
    await closeOrphans(kept);
    if (hourly) {
      await kept.pool.query(`select access.make_trace_month(now() + interval '10 days')`);
      await dropMonthsOver(kept);
      await forgetCounts(kept.pool);
    }
    fault.worked();
    return hourly;
  } catch (error) {
    fault.failed(error);
    return false;
  }
}

/** Closes the writers that died, and says on the log where it found their last rows. */
export async function closeOrphans({ pool, log, key }: Omit<Kept, 'logger'>, silent = silentSeconds): Promise<number> {
  const { rows } = await pool.query<{ writer: string; sequence: string | null; link: Buffer | null }>(
    `select w.writer, t.sequence, t.link from access.trace_writer w
     left join lateral (select sequence, link from access.trace where writer = w.writer
       order by sequence desc limit 1) t on true
     where w.closed_at is null and w.seen_at < clock_timestamp() - $1 * interval '1 second' limit 100`,
    [silent],
  );
  for (const { writer, sequence, link } of rows) {
    const end = { writer, sequence: Number(sequence ?? 0), link: link ?? openingLink(key, writer) };
    // Two survivors may both say so: it is the same word twice.
    await tellAnchors(log, key, [anchorOf('orphaned', end)]);
    await pool.query('update access.trace_writer set closed_at = clock_timestamp() where writer = $1', [writer]);
  }
  return rows.length;
}

/** Drops the months whose year is over and that nobody holds, each once the log knows where its rows ended. */
export async function dropMonthsOver({ pool, log, key }: Omit<Kept, 'logger'>): Promise<readonly string[]> {
  const { rows } = await pool.query<{ month: string }>(
    `select month::text from access.trace_months_over() as month order by 1`,
  );
  for (const { month } of rows) {
    await tellAnchors(log, key, [await monthAnchor(pool, month)]);
    await pool.query('select access.drop_trace_month($1)', [month]);
  }
  return rows.map(({ month }) => month);
}

async function monthAnchor(pool: Pool, month: string): Promise<MonthAnchor> {
  const { rows } = await pool.query<{ writer: string; sequence: string; link: Buffer }>(
    `select distinct on (writer) writer, sequence, link from access.trace
     where read_at >= ($1 || ' 00:00:00+00')::timestamptz
       and read_at < ($1 || ' 00:00:00+00')::timestamptz + interval '1 month'
     order by writer, sequence desc`,
    [month],
  );
  const ends = rows.map(({ writer, sequence, link }) => {
    return { writer, sequence: Number(sequence), link: link.toString('base64url') };
  });
  return { kind: 'month-dropped', month, ends };
}

/** Windows are at most 32 days long. */
async function forgetCounts(pool: Pool): Promise<void> {
  await pool.query(`with items as (delete from access.quota_item where slot < now() - interval '33 days')
    delete from access.quota_count where slot < now() - interval '33 days'`);
}
