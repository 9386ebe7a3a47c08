import type { FactSet } from '@hub/core';
import pg from 'pg';
import type { StoredFacts } from '../app/correction.ts';

/**
 * What readers are shown of a trainee, from the active projection: an operator moves what can be seen, by its number or
 * its (source, id). Null where no version is active.
 */
export async function storedFacts(pool: pg.Pool, trainee: string): Promise<StoredFacts | null> {
  const { rows: versions } = await pool.query<{ schemaName: string }>(
    'select schema_name as "schemaName" from projection.active join projection.version using (version)',
  );
  const [active] = versions;
  if (active === undefined) return null;
  const schema = pg.escapeIdentifier(active.schemaName);
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
