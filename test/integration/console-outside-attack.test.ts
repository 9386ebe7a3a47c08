import { request } from 'node:http';
import { join } from 'node:path';
import { loadSigningSecrets, type SigningSecrets } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { type PagesHere, pagesHere } from '../support/pages-here.ts';

let here: HubHere;
let hub: RunningHub;
let secrets: SigningSecrets;
let pages: PagesHere;
let visited: ConsoleHere;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
  const secretsFile = join(here.dataDir, 'secrets.json');
  secrets = await loadSigningSecrets(secretsFile);
  pages = await pagesHere({ hub, secrets });
  visited = await consoleHere(hub, secretsFile);
});

afterAll(async () => {
  await visited?.close();
  await pages?.close();
  await hub?.close();
  await here?.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The address goes as it stands: `fetch` would follow its dots. */
function ask(url: string, path: string, fields?: Readonly<Record<string, string>>): Promise<Answer> {
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: url };
  return new Promise((resolve, reject) => {
    const options = { path, method: fields === undefined ? 'GET' : 'POST', headers: fields === undefined ? {} : form };
    const sent = request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(fields && new URLSearchParams(fields).toString());
  });
}

describe('whoever has not signed in', () => {
  it.each(['/console/connexion?retour=a&retour=b', '/console/connexion?retour=269054958815780', '/console/retour?a&a'])(
    'is told that the address is none, and makes no fault of the hub: %s',
    async (path) => {
      const answer = await ask(pages.url, path);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Recommencer la connexion');
      expect(answer.text).not.toContain('269054958815780');
      expect(pages.lines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    },
  );
});

describe('whoever has signed in', () => {
  beforeAll(() => visited.become(visitorOf('region-centre-val-de-loire', { trades: ['agent', 'steering'] })));

  it.each(['%E2%82%AC', 'a%0D%0Ab', '%00', '%7F'])(
    'does not make the hub seem away by a purpose that no header holds: %s',
    async (purpose) => {
      const answer = await ask(visited.url, `/console/pilotage/fichiers?finalite=${purpose}`);
      expect(answer.status).toBe(400);
    },
  );

  it.each(['%2e', '%2e%2e', '.%2e'])('asks the hub at no other address by a step of dots: %s', async (dots) => {
    for (const path of ['agent/dossiers', 'agent/parcours'])
      expect((await ask(visited.url, `/console/${path}/${dots}`)).status, path).toBe(404);
    expect((await ask(visited.url, `/console/agent/dossiers/${dots}/rectification`, {})).status).toBe(404);
    const file = `/console/pilotage/fichiers/${dots}/${dots}?finalite=funding-follow-up`;
    expect((await ask(visited.url, file)).status).toBe(404);
  });
});

describe('a link that somebody sends an operator', () => {
  const operator = '/console/exploitation';
  beforeAll(() => visited.become(visitorOf('operator', { trades: ['operator'], purpose: null })));

  it.each([
    ['/conservation/destruction?trainees=pourvu&legalGround=que', 'trainees'],
    ['/partenaires/99000106700018/client?clientId=pourvu&sources=que&certifies.nir=on', 'clientId'],
    ['/partenaires/99000106700018/convention?from=pourvu&purposes.statistics=on&dataSets-outcomes.control=on', 'from'],
    ['/partenaires/ajouter?siret=99000106700018&name=pourvu&kinds.hub-operator=on', 'siret'],
    ['/mis-de-cote/classement?places=a&why=pourvu', 'why'],
  ])('fills in nothing of what they decide: %s', async (path, name) => {
    const { status, text } = await ask(visited.url, `${operator}${path}`);
    expect([status, text.includes(`name="${name}"`)]).toEqual([200, true]);
    const form = text.slice(text.indexOf('class="act"'));
    expect(form).not.toMatch(/pourvu|que"| checked|value="99000106700018"|value="same" selected/);
  });

  it('says every event of which it would settle, however many', async () => {
    const places = ['2/facts/1/7', '2/facts/1/8', '2/facts/3/9'];
    const asked = new URLSearchParams({ places: places.join(' ') });
    const { text } = await ask(visited.url, `${operator}/mis-de-cote/classement?${asked}`);
    const said = text.slice(0, text.indexOf('class="act"'));
    for (const place of places) expect(said).toContain(`<code>${place}</code>`);
    expect(said).toContain('Ces 3 événements');
  });

  it('names by a word of the language itself nothing that the hub knows', async () => {
    const { status, text } = await ask(visited.url, `${operator}/mis-de-cote/reprise?reason=constructor`);
    expect([status, text.includes('native code')]).toEqual([200, false]);
  });
});
