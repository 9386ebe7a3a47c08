import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isSiret } from '@hub/core';
import { addConvention, createSecrets, loadSigningSecrets, putOrganisation, type SigningSecrets } from '@hub/platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { clientOfLiar, type LyingIssuer, lyingIssuer } from '../support/lying-issuer.ts';
import { formTokenIn, type PageVisitor, pageVisitor, purposePage, signInAs } from '../support/page-visitor.ts';
import { type PagesHere, type PagesOptions, pagesHere } from '../support/pages-here.ts';

const region = '99000106700018';
const minute = 60_000;

let here: HubHere;
let hub: RunningHub;
let secrets: SigningSecrets;
const opened: PagesHere[] = [];

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
  secrets = await loadSigningSecrets(join(here.dataDir, 'secrets.json'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

afterAll(async () => {
  await hub?.close();
  await here?.close();
});

async function open(more: Partial<PagesOptions> = {}): Promise<PagesHere> {
  const pages = await pagesHere({ hub, secrets, ...more });
  opened.push(pages);
  return pages;
}

/** Whether this browser is somebody there. */
async function isIn(visitor: PageVisitor, { url }: PagesHere): Promise<boolean> {
  const { status, headers } = await visitor.step(`${url}/console`);
  return status === 303 && headers.get('location') === '/console/agent';
}

/** The same cookies at another address of the same machine. */
function carriedTo({ cookies }: PageVisitor, from: PagesHere, to: PagesHere): PageVisitor {
  const [before, after] = [from, to].map(({ url }) => new URL(url).host);
  return pageVisitor(new Map([...cookies].map(([name, value]) => [name.replace(before ?? '', after ?? ''), value])));
}

describe('a cookie of a visit', () => {
  it('is for no script, and comes with no form of elsewhere', async () => {
    const pages = await open();
    const visitor = pageVisitor();
    await signInAs(visitor, pages.url, 'demo-region');
    const own = visitor.given.filter((line) => line.startsWith('hub-'));
    expect(own.length).toBeGreaterThan(2);
    for (const line of own) expect(line).toMatch(/^hub-(visite|connexion)=[^;]*;.*Path=\/;.* HttpOnly; SameSite=Lax$/);
    expect(own.join()).not.toMatch(/Martin|demo-region|99000106700018/);
  });

  it('is for this host and https alone, where the hub is under https', async () => {
    const pages = await open({ isSecure: true });
    const visitor = pageVisitor();
    await visitor.step(`${pages.url}/console/connexion`);
    expect(visitor.given).toEqual([
      expect.stringMatching(/^__Host-hub-connexion=[^;]*; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it('opens nothing once somebody signed out, whoever kept it, in every process of the hub', async () => {
    const [pages, others] = [await open(), await open()];
    const visitor = pageVisitor();
    const page = await signInAs(visitor, pages.url, 'demo-region');
    const thief = pageVisitor(visitor.cookies);
    const elsewhere = carriedTo(visitor, pages, others);
    expect([await isIn(thief, pages), await isIn(elsewhere, others)]).toEqual([true, true]);
    await visitor.post(`${pages.url}/console/deconnexion`, { _csrf: formTokenIn(page) });
    expect(await isIn(visitor, pages)).toBe(false);
    expect(await isIn(pageVisitor(thief.cookies), pages)).toBe(false);
    expect(await isIn(carriedTo(thief, pages, others), others)).toBe(false);
  });

  it('opens nothing when it was changed, or is of another hub', async () => {
    const pages = await open();
    const visitor = pageVisitor();
    await signInAs(visitor, pages.url, 'demo-region');
    expect(await isIn(pageVisitor(visitor.cookies), pages)).toBe(true);
    for (const change of [
      (value: string) => `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`,
      (value: string) => value.slice(0, 40),
      () => '%00;;;',
      () => randomBytes(60).toString('base64url'),
    ]) {
      const changed = new Map([...visitor.cookies].map(([name, value]) => [name, change(value)]));
      expect(await isIn(pageVisitor(changed), pages)).toBe(false);
    }
    const sameSecrets = await open({ publicUrl: 'https://other.example' });
    expect(await isIn(carriedTo(visitor, pages, sameSecrets), sameSecrets)).toBe(false);
    const { tokenKey } = await createSecrets(join(here.dataDir, 'other.json'));
    const rotated = await open({ secrets: { ...secrets, tokenKey } });
    expect(await isIn(carriedTo(visitor, pages, rotated), rotated)).toBe(false);
  });

  it('opens nothing after half an hour without a look, nor after ten hours of them', async () => {
    let ahead = 0;
    const pages = await open({ aheadMs: () => ahead });
    const visitor = pageVisitor();
    await signInAs(visitor, pages.url, 'demo-region');
    const idle = pageVisitor(visitor.cookies);
    const script = pageVisitor(visitor.cookies);
    for (; ahead < 9.9 * 60 * minute; ahead += 25 * minute) {
      expect(await isIn(visitor, pages), `${ahead / minute}`).toBe(true);
      if (ahead === 25 * minute) {
        // What a page asks for by itself is no look.
        const asked = await script.get(`${pages.url}/console/agent/finalite`, { 'sec-fetch-dest': 'empty' });
        expect(asked.status).toBe(200);
      }
      if (ahead === 50 * minute) expect([await isIn(idle, pages), await isIn(script, pages)]).toEqual([false, false]);
    }
    ahead = 10 * 60 * minute + 1_000;
    expect(await isIn(visitor, pages)).toBe(false);
  });
});

describe('a form', () => {
  it('is refused without the token of its visit, with that of another, and from elsewhere', async () => {
    const pages = await open();
    const [visitor, other] = [pageVisitor(), pageVisitor()];
    const [page, another] = [
      await signInAs(visitor, pages.url, 'demo-region'),
      await signInAs(other, pages.url, 'demo-cep'),
    ];
    const out = `${pages.url}/console/deconnexion`;
    const _csrf = formTokenIn(page);
    const sent = [
      await visitor.post(out, {}),
      await visitor.post(out, { _csrf: '' }),
      await visitor.post(out, { _csrf: formTokenIn(another) }),
      await visitor.post(out, { _csrf }, {}),
      await visitor.post(out, { _csrf }, { origin: 'null' }),
      await visitor.post(out, { _csrf }, { origin: 'https://evil.example' }),
      await visitor.post(out, { _csrf }, { origin: pages.url.replace('http:', 'https:') }),
    ];
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 403));
    expect(await isIn(visitor, pages)).toBe(true);
    expect((await visitor.post(out, { _csrf })).status).toBe(200);
    expect(await isIn(visitor, pages)).toBe(false);
  });
});

describe('with an outside issuer', () => {
  let liar: LyingIssuer;
  let settings: Record<string, string>;

  beforeEach(async () => {
    liar = await lyingIssuer();
    settings = {
      HUB_OIDC_ISSUER: liar.url,
      HUB_OIDC_CLIENT_ID: clientOfLiar.clientId,
      HUB_OIDC_CLIENT_SECRET: clientOfLiar.clientSecret,
    };
    liar.says = { siret: region, name: 'Camille Martin' };
  });

  afterEach(() => liar.close());

  it('a person acts for the organisation that is claimed, by the name that the hub has for it, and no other', async () => {
    const pages = await open({ settings });
    liar.says = { siret: region, name: '<b>Camille</b>', organisation: 'Ministère', hub_trades: ['agent', 'operator'] };
    const shown = await pageVisitor().get(`${pages.url}/console`);
    expect([shown.status, shown.url]).toEqual([200, purposePage(pages.url, '/console/agent')]);
    expect(shown.text).toContain('&lt;b&gt;Camille&lt;/b&gt;, Région Centre-Val de Loire (démonstration)');
    // An operator is one of the organisation that operates the hub.
    expect(shown.text).not.toContain('/console/exploitation');
  });

  it.each<[what: string, lie: Record<string, unknown>]>([
    ['for another client', { aud: 'another' }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['for another journey', { nonce: 'another' }],
    ['that has ended', { iat: 1_000_000, exp: 1_000_060 }],
    ['of nobody', { sub: undefined }],
  ])('an identity %s lets nobody in', async (_what, lie) => {
    const pages = await open({ settings });
    liar.says = { ...liar.says, ...lie };
    const shown = await pageVisitor().get(`${pages.url}/console`);
    expect([shown.status, new URL(shown.url).pathname]).toEqual([400, '/console/retour']);
    expect(shown.text).toContain('La connexion n’a pas abouti');
  });

  it('an identity that another key signed, or that the user info contradicts, lets nobody in', async () => {
    const pages = await open({ settings });
    liar.signsByAnother = true;
    expect((await pageVisitor().get(`${pages.url}/console`)).status).toBe(400);
    liar.signsByAnother = false;
    liar.info = { sub: 'another' };
    expect((await pageVisitor().get(`${pages.url}/console`)).status).toBe(400);
    liar.info = null;
    expect((await pageVisitor().get(`${pages.url}/console`)).status).toBe(200);
  });

  it('a way back is gone once, by the browser that began it', async () => {
    const pages = await open({ settings });
    const visitor = pageVisitor();
    const to = (await visitor.step(`${pages.url}/console/connexion`)).headers.get('location') ?? '';
    const back = (await visitor.step(to)).headers.get('location') ?? '';
    const before = new Map(visitor.cookies);
    expect((await pageVisitor().get(back)).status).toBe(400);
    const other = pageVisitor();
    await other.step(`${pages.url}/console/connexion`);
    expect((await other.get(back)).status).toBe(400);
    expect((await visitor.get(back)).status).toBe(200);
    expect((await visitor.get(back)).status).toBe(400);
    // Whoever copied the cookie of the journey has a code that was used.
    expect((await pageVisitor(before).get(back)).status).toBe(400);
    const wrongState = await pageVisitor(before).get(back.replace(/state=[^&]*/, 'state=another'));
    expect(wrongState.status).toBe(400);
    expect((await pageVisitor(before).get(`${pages.url}/console/retour?error=access_denied`)).status).toBe(400);
  });

  it('who it is for no organisation of this hub is told so in French, and is not in', async () => {
    const pages = await open({ settings });
    const { pool } = here.database;
    const [bare, ended, unknown] = ['9900020100001', '9900020200001', '9900020300001'].map(siretOf) as Sirets;
    await putOrganisation(pool, { siret: bare, name: 'Sans convention', kinds: ['opco'] });
    await putOrganisation(pool, { siret: ended, name: 'Convention finie', kinds: ['opco'] });
    await addConvention(pool, ended, { from: '2020-01-01', to: '2020-12-31', purposes: [] });
    const told: [Record<string, unknown>, string][] = [
      [{ siret: undefined }, 'Votre organisme n’est pas indiqué'],
      [{ siret: '12345678901234' }, 'Votre organisme n’est pas indiqué'],
      [{ siret: unknown }, 'Le hub ne connaît pas votre organisme'],
      [{ siret: bare }, 'Votre organisme n’a pas de convention en vigueur'],
      [{ siret: ended }, 'Votre organisme n’a pas de convention en vigueur'],
      [{ siret: region, hub_trades: 'operator' }, 'Aucun métier ne vous est ouvert ici'],
    ];
    for (const [says, title] of told) {
      liar.says = { name: 'Camille Martin', ...says };
      const visitor = pageVisitor();
      const shown = await visitor.get(`${pages.url}/console`);
      expect([shown.status, /<h1>([^<]*)/.exec(shown.text)?.[1]]).toEqual([403, title]);
      expect(await isIn(visitor, pages)).toBe(false);
    }
  });

  it('that is away nobody enters, who is in stays, and it is found again when it comes back', async () => {
    const pages = await open({ settings });
    const visitor = pageVisitor();
    await visitor.get(`${pages.url}/console`);
    const port = await freePort();
    const away = await open({ settings: { ...settings, HUB_OIDC_ISSUER: `http://127.0.0.1:${port}` } });
    const refused = await pageVisitor().get(`${away.url}/console`);
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('ne répond pas')]);
    const back = await lyingIssuer(port);
    back.says = liar.says;
    expect((await pageVisitor().get(`${away.url}/console`)).status).toBe(200);
    await back.close();
    await liar.close();
    expect(await isIn(visitor, pages)).toBe(true);
  });

  it('neither who somebody is nor what lets them in stands in the log', async () => {
    const pages = await open({ settings });
    liar.says = { ...liar.says, sub: 'subject-of-camille' };
    const visitor = pageVisitor();
    const page = await visitor.get(`${pages.url}/console`);
    liar.says = { aud: 'another', sub: 'subject-of-camille', name: 'Camille Martin' };
    await pageVisitor().get(`${pages.url}/console`);
    await visitor.post(`${pages.url}/console/deconnexion`, {});
    const log = pages.lines.join('');
    expect(log).toContain('somebody was not signed in');
    const held = [...visitor.cookies.values()].flatMap((value) => [value, decodeURIComponent(value)]);
    const secret = [
      'Camille',
      'Martin',
      'subject-of-camille',
      region,
      'of-the-issuer',
      'of-the-hub',
      'code-',
      'state=',
    ];
    for (const each of [...secret, formTokenIn(page), ...held]) expect(log).not.toContain(each);
  });
});

type Sirets = [string, string, string];

/** With the check digit that is right. */
function siretOf(digits: string): string {
  return [...'0123456789'].map((digit) => `${digits}${digit}`).find(isSiret) ?? '';
}

async function freePort(): Promise<number> {
  const taken = await lyingIssuer();
  await taken.close();
  return Number(new URL(taken.url).port);
}
