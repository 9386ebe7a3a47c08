import { randomUUID } from 'node:crypto';
import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { importEos } from '@hub/eos';
import { importLheo } from '@hub/ofeli';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { asOperator } from '../scenarios/operators.ts';
import { newPerson } from '../scenarios/people.ts';
import { accepted, receiptsOf } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

const siret = '82422814201874';
const now = new Date('2026-04-20T08:00:00Z');

/** One export of EOS: a session of PRF in Tours, with its number in the CARIF's offer where it has one. */
function eosExport(numero: string, dateMiseAJour: string, more: object = {}): string {
  return JSON.stringify({
    ...{ typeObjet: 'SESSION', numero, version: 1, dateMiseAJour, intitule: 'SE FORMER AU METIER DE SOUDEUR' },
    ...{ dateDebut: '30/03/2026', dateFin: '06/11/2026', entreesSorties: 'FIXES', siretMandataire: siret },
    ...{ lieu: { codeInsee: '37261', codePostal: '37000', ville: 'TOURS' }, financeurs: ['2'], etat: 'OUVERTE' },
    ...more,
  });
}

/** The same session as a CARIF exports it. */
function lheoExport(numero: string, datemaj: string, extras = '', financer = ''): string {
  return `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="07_1"><intitule-formation>Soudeur</intitule-formation>
<action numero="07_${numero}"><lieu-de-formation><coordonnees><adresse><codepostal>37000</codepostal><ville>Tours</ville>
<code-INSEE-commune>37261</code-INSEE-commune></adresse></coordonnees></lieu-de-formation>
<modalites-entrees-sorties>0</modalites-entrees-sorties><session numero="${numero}" datemaj="${datemaj}">
<periode><debut>20260330</debut><fin>20261106</fin></periode>${extras}</session>${financer}</action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation>
</organisme-formation-responsable></formation></offres></lheo>`;
}

const ofRegion = '<organisme-financeur><code-financeur>2</code-financeur></organisme-financeur>';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Imports a file as its source does, and gives the receipts. */
async function imported(source: 'eos' | 'ofeli', text: string): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  const report = async (events: readonly CloudEvent[]) => {
    const answered = receiptsOf(await hub.report(source, events));
    receipts.push(...answered);
    return answered.map((_, index) => ({ index, status: 'accepted' as const }));
  };
  const options = { stream: bytesOf(text), now, report };
  const result = await (source === 'eos' ? importEos(options) : importLheo(options));
  expect(result).toMatchObject({ complete: true, rejected: 0 });
  return receipts;
}

interface Answer {
  readonly number: number;
  readonly alsoKnownAs: readonly number[];
  readonly status: string;
  readonly attempts: readonly object[];
  readonly stays: readonly object[];
  readonly session: { readonly identified: readonly object[] };
}

/** A dossier as the Région reads it; null where it sees none. */
async function asRegion(dossier: number | null, receipts: readonly Receipt[]): Promise<Answer | null> {
  const purpose = { 'hub-agent': 'region', 'hub-purpose': 'funding-follow-up' };
  const headers = { ...purpose, 'hub-at-least': receipts.map(({ receipt }) => receipt).join(',') };
  let answer: Answer | null = null;
  await eventually(async () => {
    const response = await hub.client('region-centre-val-de-loire').fetch(`/v1/dossiers/${dossier}`, { headers });
    expect([200, 404]).toContain(response.status);
    answer = response.status === 200 ? ((await response.json()) as Answer) : null;
  });
  return answer;
}

it('one life through both numbers meets where EOS and the CARIF name each other, and parts where that was wrong', async () => {
  const person = newPerson();
  const [eos, carif] = ['66001', '660010'];
  const first = await imported('eos', eosExport(eos, '2026-03-01T09:00:00+01:00'));
  const offered = await imported('ofeli', lheoExport(carif, '20260302'));
  const candidature = await accepted(
    hub,
    'kairos',
    cloudEvent(positioned(randomUUID(), '2026-03-20', { training: [`session:07:${carif}`] }), person),
  );
  const entered = await accepted(
    hub,
    'eos',
    cloudEvent(entry('eos', randomUUID(), '2026-04-01', { training: [`session:eos:${eos}`] }), person),
  );
  const known: Receipt[] = [...first, ...offered, candidature, entered];
  const both = async () => {
    const answers = await Promise.all([asRegion(entered.dossier, known), asRegion(candidature.dossier, known)]);
    return answers.map((answer) => (answer === null ? null : [answer.number, ...answer.alsoKnownAs].sort()));
  };
  const numbers = [candidature.dossier, entered.dossier].sort();
  const apart = [[entered.dossier], null];
  expect(await both()).toEqual(apart);

  // EOS acts for the Région: its word shows the authority one dossier, and opens to the Région itself no dossier that only
  // the offer of the CARIF, which names no financer here, would have to open.
  const offreCarif = { numero: `07_${carif}` };
  const noted = { version: 2, offreCarif };
  known.push(...(await imported('eos', eosExport(eos, '2026-04-02T09:00:00+02:00', noted))));
  expect((await both())[1]).toBeNull();
  const authority = await hub.read<Answer>(entered.dossier ?? 0, { receipts: known });
  expect([authority.number, ...authority.alsoKnownAs].sort()).toEqual(numbers);

  const extras = `<extras info="EOS"><extra info="numero-EOS">${eos}</extra></extras>`;
  known.push(...(await imported('ofeli', lheoExport(carif, '20260403', extras))));
  expect(await both()).toEqual([numbers, numbers]);
  expect(await asRegion(candidature.dossier, known)).toMatchObject({
    status: 'entered',
    attempts: [{ state: 'positioned' }],
    stays: [{ state: 'entered' }],
    session: { identified: [{ source: 'ofeli' }, { source: 'eos' }] },
  });

  // Again and again the same: nothing more is said of the pair.
  known.push(...(await imported('ofeli', lheoExport(carif, '20260404', extras))));
  known.push(...(await imported('eos', eosExport(eos, '2026-04-04T09:00:00+02:00', { version: 3, offreCarif }))));
  expect((await asRegion(entered.dossier, known))?.session.identified).toHaveLength(2);

  // The CARIF notes another number of EOS: its word on this one is taken back, and that of EOS stands for others only.
  const wrong = extras.replace(eos, '66002');
  known.push(...(await imported('ofeli', lheoExport(carif, '20260405', wrong))));
  expect((await both())[1]).toBeNull();
  known.push(...(await imported('ofeli', lheoExport(carif, '20260406', extras))));
  expect(await both()).toEqual([numbers, numbers]);

  const judged = (id: string, verdict: 'same' | 'different', day: string) =>
    accepted(hub, 'operator', {
      ...{ specversion: '1.0', type: 'hub.session-identified', source: 'urn:hub:source:operator', id },
      recordedtime: `${day}T10:00:00+02:00`,
      data: { training: [`session:eos:${eos}`, `session:07:${carif}`], verdict },
    });
  known.push(await judged(randomUUID(), 'different', '2026-04-05'));
  expect(await both()).toEqual(apart);
  known.push(await judged(randomUUID(), 'same', '2026-04-07'));
  expect(await both()).toEqual([numbers, numbers]);
});

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
interface Proposal {
  readonly references: readonly string[];
  readonly likeness: readonly { readonly field: string; readonly agrees: boolean }[];
}

async function listed<Item>(path: string, receipts: readonly Receipt[], limit = 500): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor === '' ? {} : { cursor }) });
    const response = await hub.client('operator').fetch(`${path}${path.includes('?') ? '&' : '?'}${query}`, {
      headers: { 'hub-at-least': receipts.map(({ receipt }) => receipt).join(',') },
    });
    const body = (await response.json()) as Page<Item>;
    expect(response.status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.next;
  }
  return items;
}

it('operators are proposed what is alike under two numbers, judge it, and see what is known by one number only', async () => {
  const [eos, carif] = ['session:eos:77001', 'session:07:770010'];
  const known: Receipt[] = [
    ...(await imported('eos', eosExport('77001', '2026-03-01T09:00:00+01:00', { dateDebut: '31/03/2026' }))),
    ...(await imported('ofeli', lheoExport('770010', '20260302', '', ofRegion).replace('20260330', '20260331'))),
    ...(await imported('ofeli', lheoExport('770011', '20260302', '', ofRegion).replace('20260330', '20260401'))),
  ];
  const proposals = async () => {
    const items = await listed<Proposal>('/v1/links/sessions', known, 1);
    return items.filter(({ references }) => references.some((reference) => /77001/.test(reference)));
  };
  const unlinked = async (territory: string) => {
    const path = `/v1/links/sessions/unlinked?territory=${territory}`;
    const items = await listed<{ readonly reference: string }>(path, known, 2);
    return items.map(({ reference }) => reference).filter((reference) => /77001/.test(reference));
  };
  expect(await proposals()).toMatchObject([
    {
      references: [carif, eos],
      likeness: [
        { field: 'organisation', agrees: true },
        { field: 'place', agrees: true },
        { field: 'days', agrees: true },
        { field: 'title', agrees: false },
      ],
    },
  ]);
  expect(await unlinked('centre-val-de-loire')).toEqual([carif, 'session:07:770011', eos]);
  expect(await unlinked('bretagne')).toEqual([]);
  const verdict = (day: string, said: string) =>
    accepted(hub, 'operator', {
      ...{ specversion: '1.0', type: 'hub.session-identified', source: 'urn:hub:source:operator', id: randomUUID() },
      recordedtime: `2026-04-${day}T10:00:00+02:00`,
      data: { training: [carif, eos], verdict: said },
    });
  known.push(await verdict('02', 'different'));
  expect(await proposals()).toEqual([]);
  known.push(await verdict('03', 'same'));
  expect([await proposals(), await unlinked('centre-val-de-loire')]).toEqual([[], ['session:07:770011']]);
  const refused = await asOperator(hub, '/v1/links/sessions', undefined, { client: 'eos' });
  expect(refused.status).toBe(403);
});
