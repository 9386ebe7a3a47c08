import type { Rules } from '@hub/core';
import { loadRules, migrateProjection, rowShape } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rich, storeRichLife } from './query-rich-life.ts';
import { ask, logEpoch, openStage, type Stage } from './query-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await storeRichLife(stage);
  const { pool } = stage.database;
  const rules = loadRules();
  await addVersion('other', rules);
  await addVersion('lenient', { ...rules, authority: { ...rules.authority, rows: [] } });
  for (const table of ['dossier', 'stay', 'trainee', 'session']) {
    await pool.query(`insert into projection_lenient.${table} select * from projection_stage.${table}`);
  }
});
afterAll(() => stage?.close());

async function addVersion(name: string, rules: Rules): Promise<void> {
  const { pool } = stage.database;
  await migrateProjection(pool, `projection_${name}`);
  await pool.query(
    `insert into projection.version (version, rules_hash, rules, schema_name, shape) values ($1, $2, $3, $4, $5)`,
    [`${name}.1`, name, JSON.stringify(rules), `projection_${name}`, rowShape],
  );
  await pool.query(
    `insert into projection.lease (version, kind, slice, log_epoch)
     select $2, kind, slice, $1 from projection.lease where version = 'stage.1'`,
    [logEpoch, `${name}.1`],
  );
}

const read = () => ask(stage, 'cdc', `/v1/dossiers/${rich.number}`, { headers: { 'hub-purpose': 'control' } });
const promote = (version: string) => stage.database.pool.query('update projection.active set version = $1', [version]);

describe('the version that a read is of', () => {
  it('is the active one from the very next read on', async () => {
    expect((await read()).json().freshness.projectionVersion).toBe('stage.1');
    await promote('other.1');
    expect((await read()).statusCode).toBe(404);
    await promote('stage.1');
    expect((await read()).json().freshness.projectionVersion).toBe('stage.1');
  });

  it('describes what was reported by its own rules, whatever the process was started with', async () => {
    const standing = async () => {
      const { freshness, stays } = (await read()).json();
      return [freshness.rulesVersion, stays[0].entry.standing];
    };
    expect(await standing()).toEqual(['stage', 'authoritative']);
    await promote('lenient.1');
    expect(await standing()).toEqual(['lenient', 'no-authority']);
    await promote('stage.1');
    expect(await standing()).toEqual(['stage', 'authoritative']);
  });

  it('may have been retired since the last read', async () => {
    await promote('other.1');
    expect((await read()).statusCode).toBe(404);
    await promote('stage.1');
    await stage.database.pool.query('drop schema projection_other cascade');
    expect((await read()).statusCode).toBe(200);
  });

  it('is answered 503 with the progress of ours while its rows are of another shape', async () => {
    await stage.database.pool.query(
      `insert into projection.version (version, rules_hash, schema_name) values ('old.1', 'stage', 'projection_old')`,
    );
    await promote('old.1');
    const answer = await read();
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ type: 'urn:hub:problem:projection-building' });
    expect(answer.json().detail).toMatch(/\d+ of \d+ events are projected \(\d+ %\)/);
    await promote('stage.1');
    expect((await read()).statusCode).toBe(200);
  });
});
