import { crossingNames, crossings } from '@hub/core';
import { activeVersion, createLogger, openPool } from '@hub/platform';
import { makeStatistics } from '@hub/projector';
import type { Pool } from 'pg';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { httpConnection, requestText } from './processes/http-connection.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * The weekly figures of dossiers of two years in 18 territories, 11 fundings and 30 domains, a tenth of them reported by one
 * of eight organisations alone; then every figure by every crossing over HTTP, a year each.
 */
const { values, measure } = openBench({
  name: 'statistics',
  says: 'Making the weekly figures, and reading each of them by each crossing, a year each',
  options: { dossiers: { type: 'string', default: '1000000' }, reads: { type: 'string', default: '10' } },
});
const dossiers = Number(values.dossiers);
const now = Date.parse('2026-07-06T10:00:00Z');

await withHub({}, async (hub) => {
  const pool = openPool(hub.databaseUrl, {
    applicationName: 'bench',
    logger: createLogger('warn', 'bench'),
    timeoutMs: 600_000,
  });
  try {
    await fill(pool);
    await measure(async () => {
      await pool.query('truncate statistics.week, statistics.closed_month, statistics.cell');
      const from = performance.now();
      await makeStatistics({ pool, now });
      const seconds = (performance.now() - from) / 1_000;
      return [
        { name: 'all months, for 100,000 dossiers', value: (seconds * 100_000) / dossiers, unit: 's' },
        ...(await readAll(hub)),
      ];
    });
  } finally {
    await pool.end();
  }
});

/** Rows as a projector would write them, without facts: figures read columns alone. */
async function fill(pool: Pool): Promise<void> {
  const version = await activeVersion(pool);
  if (version === null) throw new Error('no version is active');
  const schema = version.schemaName;
  await pool.query(
    `insert into ${schema}.session (reference, slice, facts, fact_count, hash, refs, state, missing, publishers, identified,
       deleted_slots, territory, domain, financers, financer_sirets, organisations, meeting_keys)
     select 'session:07:' || n, 0, '', 1, '', array['session:07:' || n], 'open', '{}', '{}', false, '{}', 'a',
       (100 + n % 30)::text || '54', '{}', '{}', '{}', '{}' from generate_series(1, 3000) n`,
  );
  await pool.query(
    `insert into ${schema}.trainee (trainee_id, slice, facts, fact_count, hash, linked, restricted, moved, anomalies, followers,
       has_nir, destroyed, employed)
     select md5(n::text)::uuid, 0, '', 1, '', '{}', false, false, '{}', '{}', true, false,
       case when n % 2 = 0 then array[(date '2025-09-01' + n % 300)::text || '/'] else '{}' end
     from generate_series(1, $1) n`,
    [dossiers],
  );
  await pool.query(
    `insert into ${schema}.dossier (number, trainee_id, slice, facts, fact_count, hash, status, territory, funding, financers,
       sessions, files, sources, awaited_sources, watchers, anomalies, expected, undated, evidence, named, line_fundings,
       sole_reporter, candidature_on, registered_on, organisations)
     select n, md5(n::text)::uuid, 0, '', 8, '', 'exited', 'territory-' || floor(18 * random() * random()),
       (array['prf','prf-direct','health-social','france-travail','cpf-topped-up','cpf','beneficiary','opco',
         'transitions-pro','agefiph','other'])[1 + floor(11 * random() * random())],
       '{}', array['session:07:' || 1 + n % 3000], '{}', '{}', '{}', '{}', '{}', '{}', false, '', '{}', array['prf'],
       case when n % 10 = 0 then '99000' || (1000 + n / 10 % 8) end, day, day + 10, '{}'
     from generate_series(1, $1) n, lateral (select date '2024-05-01' + floor(730 * random())::int + 0 * n as day) d`,
    [dossiers],
  );
  await pool.query(
    `insert into ${schema}.stay (number, place, state, entered_on, left_on, abandoned, interrupted_on, told_after,
       told_by, declarer)
     select number, 0, 'exited', candidature_on + 20, candidature_on + 110, number % 9 = 0,
       case when number % 7 = 0 then candidature_on + 40 end, number % 40,
       (array['eos','kairos','kairos-ng','cdc','ofeli','opco'])[1 + number % 6], '99000' || (2000 + number % 6)
     from ${schema}.dossier`,
  );
  await pool.query(`analyze ${schema}.dossier, ${schema}.stay, ${schema}.trainee, ${schema}.session`);
}

async function readAll(hub: BenchedHub): Promise<readonly Figure[]> {
  const headers = {
    authorization: `Bearer ${await hub.token('cdc')}`,
    'hub-agent': 'bench',
    'hub-purpose': 'statistics',
  };
  const connection = await httpConnection(hub.url);
  const times: number[] = [];
  for (let read = 0; read < Number(values.reads); read += 1) {
    for (const by of crossingNames) {
      for (const name of crossings[by].measures) {
        const path = `/v1/statistics/${name}?by=${by}&from=2025-05&to=2026-04`;
        const { status, body, ms } = await connection.ask(requestText('GET', path, headers, ''));
        if (status !== 200) throw new Error(`${path} answered ${status}: ${body.slice(0, 300)}`);
        times.push(ms);
      }
    }
  }
  connection.close();
  return timeFigures('an answer', times);
}
