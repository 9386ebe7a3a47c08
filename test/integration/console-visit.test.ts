import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

describe('the pages of a trade', () => {
  let here: HubHere;
  let hub: RunningHub;
  let pages: ConsoleHere;

  beforeAll(async () => {
    here = await hubHere({ HUB_DEMO: 'partners' });
    hub = await here.start();
    pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
  });

  afterAll(async () => {
    await pages?.close();
    await hub?.close();
    await here?.close();
  });

  it('are asked for in the name of the organisation, which has its own rights and no more', async () => {
    const region = visitorOf('region-centre-val-de-loire');
    expect(await pages.api.ask(region, '/v1/dossiers')).toMatchObject({ items: [] });
    const refused = pages.api.ask(region, '/v1/admin/versions');
    await expect(refused).rejects.toMatchObject({ problem: { status: 403 } });
    const operator = visitorOf('operator', { trades: ['operator'] });
    expect(await pages.api.ask(operator, '/v1/admin/versions')).toMatchObject({ versions: [{ active: true }] });
    const nobody = visitorOf('operator', { siret: '99000199900011' });
    await expect(pages.api.ask(nobody, '/v1/dossiers')).rejects.toMatchObject({ problem: { status: 401 } });
  });

  it('are for those of the trade, and lead whoever has not signed in there and back', async () => {
    const get = (path: string) => fetch(`${pages.url}${path}`, { redirect: 'manual' });
    pages.become(null);
    const led = await get('/console/agent?a=1');
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toBe('/console/connexion?retour=%2Fconsole%2Fagent%3Fa%3D1');
    pages.become(visitorOf('region-centre-val-de-loire'));
    expect((await get('/console/agent')).status).toBe(200);
    expect((await get('/console/exploitation')).status).toBe(403);
  });
});
