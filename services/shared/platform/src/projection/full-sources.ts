import type { Subject } from '@hub/contracts';
import type { SourceShare } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** A source that put into one dossier, trainee or session as much as it may: of facts, or of acts. */
export interface FullSource {
  readonly subject: Subject;
  /** Number, trainee id or session reference. */
  readonly key: string;
  readonly source: string;
  readonly acts: boolean;
}

/** Those of the shares in one subject that reach the bound. */
export function fullAmong(
  subject: Subject,
  key: string,
  shares: readonly SourceShare[],
  factsMax: number,
): readonly FullSource[] {
  return shares.flatMap(({ source, facts, acts }) => [
    ...(facts < factsMax ? [] : [{ subject, key, source, acts: false }]),
    ...(acts < factsMax ? [] : [{ subject, key, source, acts: true }]),
  ]);
}

/** Marks them: the door refuses more. Rows are written in one order by all projectors, so that two never deadlock. */
export async function markFull(client: ClientBase, full: readonly FullSource[]): Promise<void> {
  if (full.length === 0) return;
  await client.query(
    `insert into projection.full_source (subject, key, source, acts)
     select subject, key, source, acts from unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
       as full_now (subject, key, source, acts)
     order by subject, key, source, acts on conflict do nothing`,
    columnsOf(full),
  );
}

/** SQL, for statements that read numbers anyway: the marks (`fullMark`) of the dossier in this column. */
export function fullMarksOf(numberColumn: string): string {
  return `array(select source || case when acts then '/acts' else '' end from projection.full_source
    where subject = 'dossier' and key = ${numberColumn}::text)`;
}

/** How a mark of a dossier is written; no name of a source has a slash. */
export function fullMark({ source, acts }: Pick<FullSource, 'source' | 'acts'>): string {
  return acts ? `${source}/acts` : source;
}

/** Which of these are marked. */
export async function fullSources(pool: Pool, asked: readonly FullSource[]): Promise<readonly FullSource[]> {
  if (asked.length === 0) return [];
  const { rows } = await pool.query<FullSource>({
    name: 'full-sources',
    text: `select distinct subject, key, source, acts from projection.full_source
           join unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) as asked (subject, key, source, acts)
             using (subject, key, source, acts)`,
    values: columnsOf(asked),
  });
  return rows;
}

function columnsOf(full: readonly FullSource[]): unknown[][] {
  return [
    full.map(({ subject }) => subject),
    full.map(({ key }) => key),
    full.map(({ source }) => source),
    full.map(({ acts }) => acts),
  ];
}
