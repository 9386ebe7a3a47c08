import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { addDays, parisDay } from '@hub/core';
import { eosFollowing } from '@hub/eos';
import { kairosFollowing } from '@hub/kairos';
import { status } from '@hub/projector';
import { type Consumer, countWords, type Followed, followOnce, unfollowed } from '@hub/simulation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import opening from '../../services/eos/fixtures/opening.json' with { type: 'json' };
import ofDossier from '../../services/eos/fixtures/screen-dossier.json' with { type: 'json' };
import ofSession from '../../services/eos/fixtures/screen-session.json' with { type: 'json' };
import { readConsumerStates } from '../../services/hub/src/start/consumer-states.ts';
import { demoConsumers, runConsumers } from '../../services/hub/src/start/demo-consumers.ts';
import { candidatesFile } from '../../services/hub/src/start/kairos-candidates.ts';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

const region = 'region-centre-val-de-loire';
let hub: ScenarioHub;
let told = 0;

beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

type Data = Record<string, unknown>;

function event(source: string, type: string, data: Data, recordedtime = new Date().toISOString()) {
  told += 1;
  return {
    specversion: '1.0',
    type: `hub.${type}`,
    source: `urn:hub:source:${source}`,
    id: `follow-${told}`,
    recordedtime,
    data,
  };
}

async function report(client: string, ...events: readonly object[]): Promise<Receipt> {
  const { results, text } = await hub.report(client, events);
  for (const { status } of results) expect(status, text).toBe('accepted');
  return results.at(-1)?.receipt as Receipt;
}

/** Puts a value where a path of a field names it; what is there already becomes a list. */
function put(data: Data, path: string, value: unknown): void {
  const names = path.split('.');
  const holder = names.slice(0, -1).reduce<Data>((at, name) => {
    at[name] ??= {};
    return at[name] as Data;
  }, data);
  const last = names.at(-1) ?? '';
  const lists = ['lines', 'phones', 'statusesAtPositioning'];
  const before = (holder[last] as unknown[] | undefined) ?? [];
  holder[last] = lists.includes(last) ? [...new Set([...before, value])] : value;
}

const rowOf = (field: string, screen: string) =>
  field.startsWith('session:')
    ? ofSession.find((row) => `session:${row.field}` === field)
    : ofDossier.find((row) => row.field === field && row.screen === screen);

/** The data of an event by which somebody else than EOS tells what the table says it tells. */
function toldBy(by: string): Data {
  const data: Data = {};
  for (const row of opening) {
    const told = rowOf(row.field, row.screen);
    if (row.by === by && told !== undefined) put(data, told.property.replace(/^trainee\./, ''), told.told);
  }
  return data;
}

/** Every value that stands at a path of an answer. */
function valuesAt(answer: unknown, path: string): readonly unknown[] {
  const found = path
    .split('.')
    .reduce<readonly unknown[]>((at, name) => at.flatMap((each) => memberOf(each, name.replace('[]', ''))), [answer]);
  return found.map((each) => (each as { value?: unknown } | null)?.value ?? each);
}

function memberOf(holder: unknown, name: string): readonly unknown[] {
  const { value, ...members } = (holder ?? {}) as { value?: object };
  const member = ({ ...members, ...(typeof value === 'object' ? value : {}) } as Data)[name];
  return Array.isArray(member) ? member : [member];
}

async function readAs(client: string, number: number, purpose: string) {
  const answer = await hub.client(client).fetch(`/v1/dossiers/${number}`, {
    headers: { 'hub-agent': 'desk', 'hub-purpose': purpose },
  });
  return { status: answer.status, body: (await answer.json()) as Data };
}

const publish = (number: string, more: Data = {}) =>
  report(
    'eos',
    event('eos', 'session-published', {
      training: [`session:eos:${number}`],
      ...{ title: 'Soudeur', start: '2026-04-01', end: '2026-07-31', financerCodes: ['2'], ...more },
    }),
  );

/** Positioned in Kairos and registered by France Travail, on a session of PRF. */
async function registered(number: string, trainee: Data, more: Data = {}): Promise<number> {
  const training = [`session:eos:${number}`];
  const { dossier } = await report(
    'kairos',
    event('kairos', 'candidate-positioned', {
      ...{ trainee, training, effectiveDate: '2026-03-20', by: 'adviser', mode: 'appointment', funding: 'prf' },
      ...more,
    }),
  );
  await report(
    'france-travail',
    event('france-travail', 'job-seeker-period-opened', {
      trainee,
      effectiveDate: '2026-01-12',
      period: `I-${number}`,
    }),
    event(
      'france-travail',
      'enrolment-decided',
      { trainee, training, effectiveDate: '2026-03-25', decision: 'registered', validator: 'france-travail' },
      '2026-03-25T10:00:00+01:00',
    ),
  );
  return dossier ?? 0;
}

const franceTravailNumber = () => `${randomInt(1_000_000, 9_999_999)}A`;

it('shows who opens a file every field of its first two tabs of which the table says that somebody tells it', async () => {
  const training = ['session:eos:67680'];
  await publish('67680', toldBy('session-published'));
  const trainee = { nir: '2690549900157', ...toldBy('trainee') };
  const number = await registered('67680', trainee, toldBy('candidate-positioned'));
  await report(
    'france-travail',
    event('france-travail', 'situation-declared', {
      ...{ trainee, training, effectiveDate: '2026-03-25', ...toldBy('situation-declared') },
    }),
  );
  await report(
    'kairos',
    event('kairos', 'path-planned', { trainee, training, effectiveDate: '2026-03-25', ...toldBy('path-planned') }),
  );
  await report(
    'pay-body',
    event('docapost', 'remuneration-set', {
      ...{ trainee, training, effectiveDate: '2026-03-26', ...toldBy('remuneration-set') },
    }),
  );
  const body = await eventually(async () => {
    const answer = await readAs(region, number, 'open-dossier');
    expect(answer.status).toBe(200);
    expect(answer.body.remuneration).not.toBeNull();
    return answer.body;
  });
  for (const { at, field, screen } of opening) {
    if (at === undefined) continue;
    const row = rowOf(field, screen);
    const expected = field === 'agora.numero' ? number : row?.told;
    expect(valuesAt(body, at), `${field} ${at}`).toContainEqual(expected);
  }
  // Under another purpose, and to others, no identifier.
  for (const [client, purpose] of [
    [region, 'training-follow-up'],
    ['france-travail', 'job-seeker-list'],
  ] as const) {
    const other = await readAs(client, number, purpose);
    expect(other.status).toBe(200);
    expect(JSON.stringify(other.body)).not.toContain('9836675M');
  }
});

/** Follows until nothing lies behind, as if killed after the look at each page where `isKilled`. */
async function followAll(consumer: Consumer, from: Followed, { nowMs = Date.now(), isKilled = false } = {}) {
  let state = from;
  const outcomes = [];
  for (;;) {
    const client = hub.client(consumer.clientId);
    if (isKilled) await followOnce(consumer, client, state, { nowMs });
    const page = await followOnce(consumer, client, state, { nowMs });
    state = page.state;
    outcomes.push(...page.told.map(({ outcome }) => outcome));
    if (!page.more) return { state, outcomes };
  }
}

interface WithFacts extends Data {
  readonly facts: readonly { readonly type: string; readonly source: string; readonly state: string }[];
}

it('lets EOS open its file by what it reads, report under the hub’s number once, and Kairos show the entry and exit', async () => {
  await publish('67681');
  const number = franceTravailNumber();
  const anna = { nir: newPerson().nir, franceTravailNumber: number };
  const dossier = await registered('67681', anna);
  const candidates = new Map([[dossier, number]]);
  let eos: Followed = unfollowed;
  const shown = async (type: string, state: string) => {
    const { facts, ...answer } = await hub.read<WithFacts>(dossier, { query: '?facts=true' });
    expect(facts.map((fact) => `${fact.source} ${fact.type} ${fact.state}`)).toContain(`${state}`.replace('*', type));
    return { facts, answer };
  };
  await eventually(() => shown('enrolment-decided', 'france-travail * live'));
  // What is looked at twice is reported under the same ids, and kept once.
  const entered = await eventually(async () => {
    const followed = await followAll(eosFollowing, eos, { isKilled: true, nowMs: Date.parse('2026-04-20T12:00:00Z') });
    eos = followed.state;
    for (const outcome of followed.outcomes) {
      expect(outcome).toMatchObject({ status: 'accepted', receipt: { dossier } });
    }
    return shown('entry-attested', 'eos * live');
  });
  expect(entered.answer).toMatchObject({ number: dossier, alsoKnownAs: [], partnerRefs: [`file:eos:P${dossier}`] });
  // The exit waits for its day, of which the cursor's keeper reminds it.
  await eventually(async () => {
    const followed = await followAll(eosFollowing, eos, { nowMs: Date.parse('2026-08-03T12:00:00Z') });
    eos = followed.state;
    return shown('exit-declared', 'eos * live');
  });
  let kairos: Followed = unfollowed;
  const echoing = kairosFollowing(candidates, 1_000);
  // So long before its delay is over, it waits.
  const early = await followAll(echoing, kairos, { nowMs: Date.now() - 60_000 });
  expect(early.outcomes).toEqual([]);
  expect(Object.keys(early.state.waiting)).toContain(String(dossier));
  const { facts } = await eventually(async () => {
    const followed = await followAll(echoing, kairos, { isKilled: true });
    kairos = followed.state;
    for (const outcome of followed.outcomes)
      expect(outcome).toMatchObject({ status: 'accepted', receipt: { dossier } });
    return shown('exit-declared', 'kairos-ng * echo');
  });
  // And the hub has measured it.
  await eventually(async () => {
    const { echoes } = await status(hub.database.pool, null);
    expect(echoes?.pairs).toMatchObject([{ origin: 'eos', source: 'kairos-ng', echoes: 2 }]);
    expect(echoes?.pairs[0]?.p99Seconds).toBeLessThan(60);
  });
  const ids = facts.filter(({ source }) => source === 'eos' || source === 'kairos-ng').map(({ type }) => type);
  expect(ids.sort()).toEqual([
    ...['entry-attested', 'entry-attested', 'exit-declared', 'exit-declared', 'path-planned'],
  ]);
});

it('measures an echo in another dossier of the person too: one session has two numbers', async () => {
  const number = franceTravailNumber();
  const trainee = { nir: newPerson().nir, franceTravailNumber: number };
  const training = (reference: string) => ({ trainee, training: [reference], effectiveDate: '2026-04-01' });
  const entry = event('eos', 'entry-attested', { ...training('session:eos:67690'), funding: 'prf' });
  await report('eos', entry);
  const measured = async () => (await status(hub.database.pool, null)).echoes?.pairs[0]?.echoes ?? 0;
  const before = await measured();
  const origin = { source: 'eos', id: entry.id };
  await report('kairos', event('kairos-ng', 'entry-attested', { ...training('session:07:67690'), origin }));
  await eventually(async () => expect(await measured()).toBe(before + 1));
});

/** The demo's consumers on a data directory, until they are stopped. */
async function consumersOn(dataDir: string) {
  const kairos = await candidatesFile(dataDir);
  const stop = new AbortController();
  const { signal } = stop;
  const options = { dataDir, clientFor: (id: string) => hub.client(id), logger: testLogger, signal };
  const done = runConsumers(demoConsumers(kairos.candidates), options);
  return {
    kairos,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

it('notes what each partner of the demo learned, and goes on after a restart: Kairos knows whom it positioned', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-consumers-'));
  const states = async () => new Map((await readConsumerStates(dataDir)).map((state) => [state.name, state]));
  let consumers = await consumersOn(dataDir);
  try {
    const within = { timeoutMs: 40_000 };
    await eventually(async () => expect((await states()).size).toBe(6), within);
    const today = parisDay(Date.now());
    await publish('67682', { start: addDays(today, -1), end: addDays(today, 60) });
    const number = franceTravailNumber();
    const trainee = { nir: newPerson().nir, franceTravailNumber: number };
    const dossier = await registered('67682', trainee);
    consumers.kairos.note({ source: 'urn:hub:source:kairos', data: { trainee } } as unknown as CloudEvent, dossier);
    const paid = { payBodySiret: '99000118200015', sent: true, effectiveDate: addDays(today, -1) };
    await report('eos', event('eos', 'remuneration-set', { trainee, training: ['session:eos:67682'], ...paid }));
    // EOS attested the entry, which Kairos is to show later.
    await eventually(async () => {
      expect(Object.keys((await states()).get('kairos')?.waiting ?? {})).toEqual([String(dossier)]);
    }, within);
    await consumers.stop();
    consumers = await consumersOn(dataDir);
    await eventually(async () => {
      const found = await states();
      const learned = (name: string) => countWords(found.get(name)?.learned.of ?? {});
      expect(found.get('eos')?.reported).toEqual({ 'path-planned': 1, 'entry-attested': 1 });
      expect(found.get('kairos')?.reported).toEqual({ 'entry-attested': 1 });
      expect(learned('france-travail')).toEqual({ entry: 1 });
      expect(learned(region)).toEqual({ entry: 1 });
      expect(learned('pay-body')).toEqual({ payable: 1 });
      expect(learned('audef')).toEqual({ opened: 1 });
    }, within);
    await eventually(async () => {
      const { facts } = await hub.read<WithFacts>(dossier, { query: '?facts=true' });
      expect(facts.map(({ source, type, state }) => `${source} ${type} ${state}`)).toContain(
        'kairos-ng entry-attested echo',
      );
    }, within);
  } finally {
    await consumers.stop();
    await rm(dataDir, { recursive: true });
  }
});
