import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { formTokenIn, pageVisitor, purposePage, signInAs } from '../support/page-visitor.ts';

let here: HubHere;
let hub: RunningHub;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
});

afterAll(async () => {
  await hub?.close();
  await here?.close();
});

describe('whoever comes to the pages of a demo', () => {
  it('chooses a person, is led back to the page that was asked for, and sees for whom they act', async () => {
    const visitor = pageVisitor();
    const shown = await signInAs(visitor, hub.url, 'demo-region', '/console/agent?a=1');
    expect([shown.status, shown.url]).toEqual([200, purposePage(hub.url, '/console/agent?a=1')]);
    expect(shown.text).toContain('Camille Martin, Région Centre-Val de Loire (démonstration)');
    expect(shown.text).toContain('href="/console/pilotage"');
    expect(shown.text).not.toContain('href="/console/exploitation"');
    expect((await visitor.get(`${hub.url}/console/exploitation`)).status).toBe(403);
    expect((await visitor.get(`${hub.url}/`)).text).toContain('Camille Martin');
  });

  it('is asked again each time, and is whoever is chosen then', async () => {
    const visitor = pageVisitor();
    await signInAs(visitor, hub.url, 'demo-region');
    const page = await visitor.get(`${hub.url}/console/agent`);
    const out = await visitor.post(`${hub.url}/console/deconnexion`, { _csrf: formTokenIn(page) });
    expect([out.status, out.url]).toEqual([200, `${hub.url}/`]);
    expect(out.text).toContain('Se connecter');
    const next = await signInAs(visitor, hub.url, 'demo-exploitant-2');
    expect(next.url).toBe(`${hub.url}/console/exploitation`);
    expect(next.text).toContain('Charlie Simon');
  });

  it('signs in by either name of this machine', async () => {
    const visitor = pageVisitor();
    const shown = await signInAs(visitor, hub.url.replace('127.0.0.1', 'localhost'), 'demo-cep', '/console/agent');
    expect([shown.status, shown.url]).toEqual([200, purposePage(hub.url, '/console/agent')]);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/v1/dossiers'])(
    'is led nowhere else: %s',
    async (to) => {
      const visitor = pageVisitor();
      const shown = await signInAs(visitor, hub.url, 'demo-cep', `/console/connexion?retour=${encodeURIComponent(to)}`);
      expect(shown.url).toBe(purposePage(hub.url, '/console/agent'));
      expect(visitor.went.every((url) => url.startsWith(hub.url))).toBe(true);
    },
  );
});
