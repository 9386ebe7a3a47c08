import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readConfig } from '../../services/hub/src/config.ts';
import { playDemo } from '../../services/hub/src/start/demo.ts';
import { eventually } from '../support/eventually.ts';
import { activeSchema } from '../support/projection.ts';
import { clientOf, scenarioHub } from '../support/scenario-hub.ts';

const region = { clientId: 'region-centre-val-de-loire', siret: '99000106700018' };

it('the demo loads its lives under a takeover: whoever reads them on the first day is not stopped for having told of them', async () => {
  const hub = await scenarioHub();
  try {
    const { pool } = hub.database;
    const terms = 'update access.convention set limits = limits || $2 where siret = $1';
    await pool.query(terms, [region.siret, { readsAfterLineADay: 1 }]);
    const running = await hub.startAlso({});
    const told = new AbortController();
    const writeExamples = async () => told.abort();
    const config = readConfig({ HUB_DATA_DIR: join(hub.settings.secretsFile, '..'), HUB_DEMO: 'full' });
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const filling = playDemo(
      { config, environment: {}, ...streams },
      config,
      { ...running, writeExamples },
      told.signal,
      300,
    );
    const takeovers = async () => {
      const { rows } = await pool.query('select distinct takeover from access.convention');
      return rows.map(({ takeover }) => takeover);
    };
    await eventually(async () => expect(await takeovers()).toEqual([true]));
    await filling;
    expect(await takeovers()).toEqual([false]);

    const counted = `select from access.quota_item where quota = 'organisation-new-persons'`;
    expect((await pool.query(counted)).rows).toEqual([]);
    // Not of those of which everything was taken back.
    const rows = await eventually(async () => {
      const found = await pool.query<{ number: number }>(
        `select min(number) as number from ${await activeSchema(hub.database)}.dossier where $1 = any(watchers)
         group by trainee_id limit 5`,
        [region.siret],
      );
      expect(found.rows).toHaveLength(5);
      return found.rows;
    });
    const client = clientOf(running, region.clientId);
    const headers = { 'hub-agent': 'me', 'hub-purpose': 'funding-follow-up' };
    for (const { number } of rows) {
      await eventually(async () =>
        expect((await client.fetch(`/v1/dossiers/${number}`, { headers })).status).toBe(200),
      );
    }
  } finally {
    await hub.close();
  }
});
