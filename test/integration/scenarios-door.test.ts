import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Receipt } from '@hub/client';
import { addDays, parisDay, recordHash } from '@hub/core';
import { demoPartners, readReceipt, sealReceipt } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import type { AnsweredDossier } from '../scenarios/expect-answer.ts';
import type { ReportedEvent } from '../scenarios/index.ts';
import { newPerson } from '../scenarios/people.ts';
import { about, accepted, codesOf, readWith } from '../scenarios/report-and-read.ts';
import { entry, exit, positioned, retraction } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub, startDyingGateway } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

async function toldOf(partner: string, { receipt }: Receipt) {
  const answer = await hub.client(partner).fetch(`/v1/receipts/${receipt}`);
  return (await answer.json()) as { readonly state: string; readonly fact: { readonly state: string } | null };
}

it('F5 le même événement renvoyé après une réponse perdue : même numéro, un seul fait, même empreinte', async () => {
  const event = cloudEvent(entry('eos', 'e1', '2026-04-01'), newPerson());
  const first = await accepted(hub, 'eos', event);
  const before = await readWith(hub, [first]);
  const again = await Promise.all([
    accepted(hub, 'eos', event, 1),
    accepted(hub, 'eos', event),
    accepted(hub, 'eos', event, 1),
  ]);
  expect(again.map(({ dossier }) => dossier)).toEqual([first.dossier, first.dossier, first.dossier]);
  const after = await readWith(hub, [first, ...again]);
  expect(after.facts?.filter(({ source }) => source === 'eos')).toHaveLength(1);
  expect(recordHash(after)).toEqual(recordHash(before));
  expect(codesOf(after)).not.toContain('id-reused');
});

it('F6 le même identifiant avec une autre date : le premier reçu est retenu, le partenaire le voit à son reçu', async () => {
  const person = newPerson();
  const first = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-01'), person));
  const second = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-02'), person), 1);
  const answer = await readWith(hub, [first, second]);
  expect(answer.stays[0]?.entry).toMatchObject({ value: '2026-04-01', eventId: 'e1' });
  expect(answer.facts?.map(({ state }) => state).filter((state) => state === 'variant')).toHaveLength(1);
  for (const receipt of [first, second]) {
    const own = await hub.client('eos').fetch(`/v1/receipts/${receipt.receipt}`);
    const { state, anomalies } = (await own.json()) as { state: string; anomalies: object[] };
    expect(state).toBe('visible');
    expect(anomalies).toContainEqual(
      expect.objectContaining({
        code: 'id-reused',
        facts: [{ source: 'eos', eventId: 'e1' }],
        about: { variants: 2 },
        sentence: expect.stringContaining('le premier reçu est retenu'),
      }),
    );
    expect((await hub.client('kairos').fetch(`/v1/receipts/${receipt.receipt}`)).status).toBe(404);
  }
});

it('un identifiant annulé puis renvoyé : accepté, annulé, et le reçu le dit ; un nouvel identifiant compte', async () => {
  const person = newPerson();
  const entered = entry('eos', 'e1', '2026-04-01');
  const first = await accepted(hub, 'eos', cloudEvent(entered, person));
  const retracted = await accepted(hub, 'eos', cloudEvent(retraction('eos', 'r1', '2026-04-02', entered), person));
  const again = [
    await accepted(hub, 'eos', cloudEvent(entered, person), 1),
    await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-03'), person)),
  ];
  const anew = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e2', '2026-04-03'), person));
  const answer = await readWith(hub, [first, retracted, ...again, anew]);
  expect(answer.stays[0]?.entry).toMatchObject({ value: '2026-04-03', eventId: 'e2' });
  const removed = { state: 'visible', fact: { state: 'removed', by: [{ source: 'eos', eventId: 'r1' }] } };
  for (const receipt of [first, ...again]) expect(await toldOf('eos', receipt)).toMatchObject(removed);
  const live = { state: 'visible', fact: { state: 'live', by: [] } };
  for (const receipt of [retracted, anew]) expect(await toldOf('eos', receipt)).toMatchObject(live);
});

it('une session annulée par erreur, puis un identifiant utilisé deux fois : chaque reçu dit ce qui compte', async () => {
  const [training, nobody] = [['session:07:R1'], newPerson()];
  const published = (id: string, title: string): ReportedEvent => ({
    ...{ type: 'session-published', source: 'ofeli', id, day: '2026-04-01', training },
    data: { title },
  });
  const first = await accepted(hub, 'ofeli', cloudEvent(published('s1', 'Soudeur'), nobody));
  const other = await accepted(hub, 'ofeli', cloudEvent(published('s1', 'Soudeuse'), nobody));
  const retracts = retraction('ofeli', 'r1', '2026-04-02', published('s2', ''), { training });
  const second = await accepted(hub, 'ofeli', cloudEvent(published('s2', 'Boulanger'), nobody));
  const taken = await accepted(hub, 'ofeli', cloudEvent(retracts, nobody));
  const states = async () => {
    const answers = await Promise.all([first, other, second, taken].map((each) => toldOf('ofeli', each)));
    return answers.map(({ state, fact }) => [state, fact?.state]);
  };
  await eventually(async () =>
    expect(await states()).toEqual([
      ['visible', 'live'],
      ['visible', 'variant'],
      ['visible', 'removed'],
      ['visible', 'live'],
    ]),
  );
});

it('les références reviennent telles que leur source les écrit, et se trouvent par toutes leurs écritures', async () => {
  const [person, other] = [newPerson(), newPerson()];
  const training = ['session:07:07_r2a', 'file:eos:a1'];
  const first = await accepted(
    hub,
    'kairos',
    cloudEvent(positioned('p1', '2026-03-20', { training: ['SESSION:07:R2A', 'file:EOS:A1'] }), person),
  );
  const entered = entry('eos', 'e1', '2026-04-01', { training });
  const second = await accepted(hub, 'eos', cloudEvent(entered, person), 1);
  // In other letters it is the same fact, and its first letters stay.
  const again = await accepted(
    hub,
    'eos',
    cloudEvent({ ...entered, training: ['session:07:R2A', 'file:eos:A1'] }, person),
  );
  const exited = cloudEvent(exit('eos', 'x1', '2026-04-02'), person) as { data: object };
  const byNumber = { ...exited, data: { ...exited.data, training: undefined, dossier: first.dossier } };
  const third = await accepted(hub, 'eos', byNumber);
  expect([second, again, third].map(({ dossier }) => dossier)).toEqual(Array(3).fill(first.dossier));
  const answer = await readWith(hub, [first, second, again, third]);
  expect(answer).toMatchObject({
    trainingRefs: ['file:eos:a1', 'SESSION:07:R2A'],
    partnerRefs: ['file:eos:a1'],
    session: { unresolved: true, references: ['SESSION:07:R2A'] },
    status: 'exited',
  });
  expect(codesOf(answer)).not.toContain('id-reused');
  expect(answer.anomalies.find(({ code }) => code === 'session-unresolved')).toMatchObject({
    about: { reference: 'SESSION:07:R2A' },
  });
  const offer = {
    type: 'session-published',
    source: 'ofeli',
    id: 'sR2',
    day: '2026-04-01',
    data: { title: 'Soudeur' },
  };
  const published = await accepted(
    hub,
    'ofeli',
    cloudEvent({ ...offer, training: ['session:07:07_r2a'] } as ReportedEvent, other),
  );
  await eventually(async () => {
    const found = await Promise.all(
      ['07/07_r2a', '07/R2A', '07/r2a'].map((path) => hub.client('kairos').fetch(`/v1/sessions/${path}`)),
    );
    expect(await Promise.all(found.map((each) => each.json()))).toMatchObject(
      Array(3).fill({ references: ['session:07:07_r2a'], published: { value: { title: 'Soudeur' } } }),
    );
  });
  expect(await readWith(hub, [first, published])).toMatchObject({
    session: { unresolved: false, references: ['SESSION:07:R2A'] },
  });
});

it('F6 par deux passerelles au même moment : un seul état, le même partout', async () => {
  const people = Array.from({ length: 10 }, newPerson);
  await Promise.all(
    people.map(async (person) => {
      const receipts = await Promise.all(
        ['2026-04-01', '2026-04-02'].map((day, at) =>
          accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', day), person), at),
        ),
      );
      const [one, two] = await Promise.all([readWith(hub, receipts), readWith(hub, receipts, { at: 1 })]);
      expect(codesOf(one)).toContain('id-reused');
      expect(recordHash(two)).toEqual(recordHash(one));
    }),
  );
});

it("F11 Kairos annule l'entrée d'EOS : 403 sur cet événement seul, l'état ne change pas", async () => {
  const person = newPerson();
  const entered = entry('eos', 'e1', '2026-04-01');
  const receipts = [
    await accepted(hub, 'eos', cloudEvent(entered, person)),
    await accepted(hub, 'kairos', cloudEvent(positioned(), person)),
  ];
  const before = await readWith(hub, receipts);
  const answer = await hub.report('kairos', [
    cloudEvent(retraction('kairos', 'a1', '2026-04-02', entered), person),
    cloudEvent(entry('kairos', 'k1', '2026-04-02', { data: { corrects: [{ source: 'eos', id: 'e1' }] } }), person),
    cloudEvent(positioned(), person),
  ]);
  expect(answer.results.map(({ status, problem }) => [status, problem?.status, problem?.errors[0]])).toMatchObject([
    ['refused', 403, { pointer: '/data/target/source', rule: 'target-not-owned' }],
    ['refused', 403, { pointer: '/data/corrects/0/source', rule: 'target-not-owned' }],
    ['accepted', undefined, undefined],
  ]);
  const after = await readWith(hub, [...receipts, answer.results[2]?.receipt as Receipt]);
  expect(recordHash(after)).toEqual(recordHash(before));
  expect(after.status).toBe('entered');
});

it("F12 la passerelle meurt entre les deux écritures d'une correction ; renvoyée, une seule session garde l'entrée", async () => {
  const person = newPerson();
  const moved = entry('eos', 'e1', '2026-04-01', { training: ['session:eos:F12-1'] });
  const corrects = [{ source: 'eos', id: 'e1', training: moved.training }];
  const there = cloudEvent(
    entry('eos', 'e2', '2026-04-01', { training: ['session:eos:F12-2'], data: { corrects } }),
    person,
  );
  const wrong = await accepted(hub, 'eos', cloudEvent(moved, person));
  const dying = await startDyingGateway(hub);
  const lost = hub.clientAt(dying.url, 'eos').fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(there),
  });
  await expect(lost).rejects.toThrow();
  expect(await dying.signal).toBe('SIGKILL');
  // Half of it is on the log: the entry stands in both dossiers and is missing in none.
  expect((await readWith(hub, [wrong])).status).toBe('entered');
  const right = await accepted(hub, 'eos', there, 1);
  expect(await readWith(hub, [right])).toMatchObject({ status: 'entered', stays: [{ entry: { eventId: 'e2' } }] });
  // The one receipt answers for both dossiers: it also names the position of the retraction of the old entry.
  const claims = readReceipt(hub.secrets, right.receipt);
  expect(claims?.also).toContainEqual(
    expect.objectContaining({ topic: 'entry', offset: expect.toSatisfy((offset) => offset > (claims?.offset ?? 0)) }),
  );
  const { stays, facts } = await readWith(hub, [wrong, right]);
  expect(stays).toEqual([]);
  expect(facts).toContainEqual(expect.objectContaining({ id: 'e1', state: 'removed' }));
  expect((await readWith(hub, [right])).facts?.filter(({ id }) => id === 'e2')).toHaveLength(1);
});

it('F28 entrée puis financement, lus aussitôt avec les deux reçus : les deux, ou 503 et quand revenir', async () => {
  const region = demoPartners.find(({ clientId }) => clientId === 'region-centre-val-de-loire');
  for (let turn = 0; turn < 8; turn += 1) {
    const person = newPerson();
    const line: ReportedEvent = {
      source: 'region-cvl',
      id: 'f1',
      type: 'financing-engaged',
      day: '2026-03-25',
      data: { line: 'L1', financerSiret: region?.siret, funding: 'prf', device: 'prf', from: '2026-04-01' },
    };
    const receipts = [
      await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-01'), person)),
      await accepted(hub, 'region-centre-val-de-loire', cloudEvent(line, person), 1),
    ];
    const response = await hub
      .client('region-centre-val-de-loire', turn % 2)
      .fetch(`/v1/dossiers/${receipts[0]?.dossier}`, {
        headers: {
          'hub-agent': 'scenarios',
          'hub-purpose': 'funding-follow-up',
          'hub-at-least': receipts.map(({ receipt }) => receipt).join(', '),
        },
      });
    if (response.status === 503) expect(response.headers.get('retry-after')).toBe('1');
    else {
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        status: 'entered',
        financing: [{ line: 'L1', engaged: { value: { financerSiret: region?.siret } } }],
        parked: [],
      });
    }
  }
});

it('F28 un événement mis de côté ne retient pas la lecture, qui le nomme', async () => {
  const first = await accepted(hub, 'eos', cloudEvent(entry('eos', 'e1', '2026-04-01'), newPerson()));
  const { trainee } = await readWith(hub, [first]);
  const dataschema = 'urn:hub:dictionary:entry-attested:99';
  const event = { type: 'hub.entry-attested', dataschema, trainee, dossier: first.dossier };
  const value = Buffer.from(JSON.stringify(event));
  const [position] = await hub.log.append([{ topic: 'entry', key: trainee, value }]);
  if (position === undefined) throw new Error('nothing was appended');
  const named = { dossier: first.dossier, source: 'eos', id: 'e9' };
  const logEpoch = await hub.log.epoch();
  const receipt = sealReceipt(hub.secrets, { ...position, ...named, logEpoch, trainee, partner: 'eos' });
  const parked = { ...first, ...position, ...named, receipt };
  const answer = (await readWith(hub, [parked])) as AnsweredDossier & { parked: readonly object[] };
  expect(answer.status).toBe('entered');
  expect(answer.parked).toContainEqual({ receipt, reason: 'event-unreadable' });
  const own = await hub.client('eos').fetch(`/v1/receipts/${receipt}`);
  expect(await own.json()).toMatchObject({ state: 'parked', reason: 'event-unreadable' });
});

it('F30 un lot de 1 000 avec de mauvais événements : les bons entrent, chacun des autres sait pourquoi', async () => {
  const people = Array.from({ length: 10 }, newPerson);
  const { nir, nirWithKey } = newPerson();
  const event = (id: string, change: Record<string, unknown> = {}, data: Record<string, unknown> = {}) => {
    const event = about(entry('eos', id, '2026-04-01'), { nir: nirWithKey, birthName: 'Quillfeather' }) as {
      data: object;
    };
    return { ...event, ...change, data: { ...event.data, ...data } };
  };
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as object;
  const situation = { type: 'hub.situation-declared' };
  const tomorrow = addDays(parisDay(Date.now()), 2);
  const bad: readonly [event: unknown, status: number, rule: string, pointer: string][] = [
    [event('b1', {}, { effectiveDate: 20260401 }), 422, 'type-wrong', '/data/effectiveDate'],
    [event('b2', {}, { hoursDone: 7 }), 422, 'property-unknown', '/data/hoursDone'],
    [event('b3', {}, { effectiveDate: tomorrow }), 422, 'date-in-future', '/data/effectiveDate'],
    [event(`b4-${nirWithKey}`), 422, 'nir-in-clear', '/id'],
    [event('b5', {}, { training: [`session:eos:${nir}`] }), 422, 'nir-in-clear', '/data/training/0'],
    [event('b6', {}, { [nirWithKey]: true }), 422, 'property-unknown', '/data/…'],
    [event('b7', {}, { module: 'x'.repeat(70 * 1024) }), 413, 'item-too-large', ''],
    [event('b8', {}, { deep }), 422, 'json-too-deep', ''],
    [event('b9', { source: 'urn:hub:source:kairos' }), 403, 'source-not-owned', '/source'],
    [event('b10', situation, { level: { code: '5' } }), 422, 'property-missing', '/data/level/nomenclature'],
    [event('b11', {}, { effectiveDate: '9999-12-31' }), 422, 'date-impossible', '/data/effectiveDate'],
    ['an event', 400, 'type-wrong', ''],
    [null, 400, 'type-wrong', ''],
  ];
  const batch: unknown[] = Array.from({ length: 1_000 - bad.length }, (_, index) =>
    cloudEvent(entry('eos', `e${index}`, '2026-04-01'), people[index % people.length] as (typeof people)[0]),
  );
  // Spread over the batch, so that what stands beside each is a good one.
  const places = bad.map(([item], index) => {
    const place = (index + 1) * 70;
    batch.splice(place, 0, item);
    return place;
  });
  const from = hub.lines.length;
  const answer = await hub.report('eos', batch as object[]);
  expect(answer.status).toBe(200);
  expect(answer.results.filter(({ status }) => status === 'accepted')).toHaveLength(1_000 - bad.length);
  for (const [index, [, status, rule, pointer]] of bad.entries()) {
    const { problem } = answer.results[places[index] ?? 0] ?? {};
    expect(problem, `item ${index}`).toMatchObject({ status, detail: expect.stringMatching(/\w{3}/) });
    expect(problem?.errors, `item ${index}`).toContainEqual(expect.objectContaining({ rule, pointer }));
  }
  const receipts = answer.results.flatMap(({ receipt }) => receipt ?? []);
  const { facts } = await readWith(
    hub,
    receipts.filter(({ dossier }) => dossier === receipts[0]?.dossier),
  );
  expect(facts?.filter(({ source }) => source === 'eos').length).toBeGreaterThan(90);
  const metrics = await (await hub.client('operator').fetch('/metrics')).text();
  const trace = answer.headers.get('traceparent') ?? '';
  for (const text of [answer.text, hub.lines.slice(from).join(''), metrics, trace]) {
    for (const secret of [nir, 'Quillfeather']) expect(text.includes(secret), secret).toBe(false);
  }
});

it('F30 une bombe gzip : 413, rien n’est gardé', async () => {
  const body = gzipSync(Buffer.concat([Buffer.from('['), Buffer.alloc(64 * 1024 * 1024, ' ')]));
  expect(body.length).toBeLessThan(100_000);
  const before = (await hub.log.endOffsets(['entry'])).map(({ offset }) => offset);
  const answer = await hub.client('eos').fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', 'content-encoding': 'gzip' },
    body,
  });
  expect(answer.status).toBe(413);
  expect((await hub.log.endOffsets(['entry'])).map(({ offset }) => offset)).toEqual(before);
});

it('par le numéro, une Région agit où la session la dit financeur et où un autre organisme le confirme, et nulle part ailleurs', async () => {
  const number = `C2-${randomUUID().slice(0, 8)}`;
  const session = {
    ...(cloudEvent(entry('eos', 's1', '2026-02-02'), newPerson()) as object),
    type: 'hub.session-published',
    data: {
      training: [`session:eos:${number}`],
      effectiveDate: '2026-02-02',
      title: 'Plaquiste',
      start: '2026-03-02',
      end: '2026-06-30',
      entryMode: 'fixed-dates',
      mandataireSiret: '82422814201874',
      financerCodes: ['2'],
    },
  };
  await accepted(hub, 'eos', session);
  const { nir } = newPerson();
  const training = { training: [`session:eos:${number}`], effectiveDate: '2026-02-10' };
  const candidature = cloudEvent(positioned('p1', '2026-02-10'), newPerson()) as { data: object };
  const told = { ...candidature, data: { ...candidature.data, ...training, trainee: { nir }, funding: 'prf' } };
  const { dossier, ...receipt } = await accepted(hub, 'kairos', told);
  await readWith(hub, [{ dossier, ...receipt }]);
  const lineOf = (source: string, financerSiret: string) => ({
    ...candidature,
    ...{ id: `line-${randomUUID()}`, source: `urn:hub:source:${source}`, type: 'hub.financing-engaged' },
    data: {
      ...{ trainee: { nir }, dossier, funding: 'prf', line: 'L-1', financerSiret, device: 'PRF' },
      ...{ from: '2026-03-02', to: '2026-06-30', amount: 100_000 },
    },
  });
  const bretagne = await hub.report('region-bretagne', [lineOf('region-bretagne', '99000107500011')]);
  expect(bretagne.results[0]?.problem?.errors[0]?.rule).toBe('dossier-unknown');
  // The session may be projected after the dossier.
  const line = lineOf('region-cvl', '99000106700018');
  await eventually(async () => {
    expect((await accepted(hub, 'region-centre-val-de-loire', line)).dossier).toBe(dossier);
  });
});
