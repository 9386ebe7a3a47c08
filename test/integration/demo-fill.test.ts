import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readConfig } from '../../services/hub/src/config.ts';
import { playDemo } from '../../services/hub/src/start/demo.ts';
import { eventually } from '../support/eventually.ts';
import { activeSchema } from '../support/projection.ts';
import { clientOf, scenarioHub } from '../support/scenario-hub.ts';

const region = { clientId: 'region-centre-val-de-loire', siret: '99000106700018' };

interface Told {
  readonly weeks: readonly { readonly closed: readonly object[] }[];
}

const streams = () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  return { stdin, stdout, stderr, ownsProcess: false };
};

it('the demo asks for its first steering figures once what it told is shown, as an operator does', async () => {
  const hub = await scenarioHub();
  const ended = new AbortController();
  try {
    const running = await hub.startAlso({});
    const dataDir = await mkdtemp(join(tmpdir(), 'hub-demo-'));
    const config = readConfig({ HUB_DATA_DIR: dataDir, HUB_DEMO: 'full' });
    const context = { config, environment: {}, ...streams() };
    let said = '';
    context.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const playing = playDemo(context, config, running, ended.signal, 300);
    const headers = { 'hub-agent': 'me', 'hub-purpose': 'statistics' };
    const read = async (path: string) =>
      (await clientOf(running, 'ministry').fetch(`/v1/statistics${path}`, { headers })).json() as Promise<Told>;
    const weeks = await eventually(
      async () => {
        const found = (await read('')).weeks;
        expect(found).toHaveLength(1);
        return found;
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    expect(weeks[0]?.closed).toContainEqual(expect.objectContaining({ measure: 'entries' }));
    const { rows } = await hub.database.pool.query(
      `select what, client_id as client from admin.audit where what = 'statistics-asked'`,
    );
    expect(rows).toEqual([{ what: 'statistics-asked', client: 'operator' }]);
    await eventually(() => expect(said).toContain('The steering figures are made: '), { timeoutMs: 30_000 });
    const places = ['The demo is complete: ', 'A fictitious person', 'The steering figures are being made'].map(
      (line) => said.indexOf(line),
    );
    expect(places).toEqual(places.filter((place) => place >= 0).sort((a, b) => a - b));
    ended.abort();
    await playing;
    await rm(dataDir, { recursive: true });
  } finally {
    ended.abort();
    await hub.close();
  }
});

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
    const filling = playDemo(
      { config, environment: {}, ...streams() },
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
