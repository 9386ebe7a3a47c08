import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecrets } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

let here: HubHere;
let hub: RunningHub;
beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start({}, ['gateway', 'projector', 'query']);
});
afterAll(async () => {
  await hub?.close();
  await here?.close();
});

/** A dispatcher in a process of its own, with what its service has of a file of secrets, where no broker answers. */
async function dispatcherWith(file: string) {
  const { receiptKey, tokenKey } = JSON.parse(await readFile(file, 'utf8'));
  const own = join(here.dataDir, 'dispatcher.json');
  await writeFile(own, JSON.stringify({ receiptKey, tokenKey }), { mode: 0o600 });
  const settings = { HUB_PUBLIC_URL: hub.url, HUB_SECRETS_FILE: own, HUB_KAFKA_BROKERS: '127.0.0.1:1' };
  return here.start(settings, ['dispatcher']);
}

it('a dispatcher alone asks no broker, is ready, and says which secrets it holds', async () => {
  const alone = await dispatcherWith(join(here.dataDir, 'secrets.json'));
  try {
    expect((await fetch(`${alone.url}/readyz`)).status).toBe(200);
    const run = JSON.parse(await readFile(join(here.dataDir, 'run-dispatcher.json'), 'utf8'));
    expect(run).toMatchObject({ services: ['dispatcher'], log: 'kafka', keysUrl: null });
    const { rows } = await here.database.pool.query<{ secrets: string[] }>(
      `select secrets from health.process where services = '{dispatcher}'`,
    );
    expect(rows[0]?.secrets.map((name) => name.split(' ')[0])).toEqual(['receipt', 'token']);
  } finally {
    await alone.close();
  }
});

it('with secrets of another hub it does not start, and says what to do', async () => {
  const foreign = join(here.dataDir, 'foreign.json');
  await createSecrets(foreign);
  await expect(dispatcherWith(foreign)).rejects.toMatchObject({
    code: 'secrets-unusable',
    message: expect.stringMatching(/the database knows others under receipt 1.*Put the file of this hub back/),
  });
});
