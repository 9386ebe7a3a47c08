import type { FactSet } from '@hub/core';
import pg from 'pg';

/** The facts of one trainee, as the active projection has them. */
export interface ProjectedFacts {
  readonly dossiers: readonly { readonly number: number; readonly facts: FactSet }[];
  readonly own: FactSet;
}

/** An event of a dossier, by the number of the one and the identity of the other. */
export interface NamedEvent {
  readonly number: number;
  readonly source: string;
  readonly id: string;
}

/**
 * What readers are shown of a trainee: an operator moves what can be seen, by its number or its (source, id). Null where
 * no version is active.
 */
export async function projectedFacts(pool: pg.Pool, trainee: string): Promise<ProjectedFacts | null> {
  const schema = await activeSchema(pool);
  if (schema === null) return null;
  const { rows } = await pool.query<{ number: number | null; facts: string }>(
    `select number, facts from ${schema}.dossier where trainee_id = $1
     union all select null, facts from ${schema}.trainee where trainee_id = $1`,
    [trainee],
  );
  const parsed = rows.map(({ number, facts }) => ({ number, facts: JSON.parse(facts) as FactSet }));
  return {
    dossiers: parsed.flatMap(({ number, facts }) => (number === null ? [] : [{ number, facts }])),
    own: parsed.find(({ number }) => number === null)?.facts ?? [],
  };
}

/** Those of these events that readers find in their dossier; each dossier is taken apart once. */
export async function projectedEvents(pool: pg.Pool, events: readonly NamedEvent[]): Promise<readonly NamedEvent[]> {
  const schema = await activeSchema(pool);
  if (schema === null) return [];
  const { rows } = await pool.query<NamedEvent>(
    `with stored as materialized (
       select number, source, id
       from ${schema}.dossier cross join lateral json_to_recordset(facts::json) as fact (source text, id text)
       where number = any($1::int[]))
     select distinct number, source, id
     from stored join unnest($1::int[], $2::text[], $3::text[]) as asked (number, source, id) using (number, source, id)`,
    [events.map(({ number }) => number), events.map(({ source }) => source), events.map(({ id }) => id)],
  );
  return rows;
}

/** Quoted; null where no version is active. */
async function activeSchema(pool: pg.Pool): Promise<string | null> {
  const { rows } = await pool.query<{ schemaName: string }>(
    'select schema_name as "schemaName" from projection.active join projection.version using (version)',
  );
  return rows[0] === undefined ? null : pg.escapeIdentifier(rows[0].schemaName);
}
