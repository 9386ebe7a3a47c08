import { gzipSync } from 'node:zlib';
import type { EventLog } from '@hub/core';
import { HubError, parseDossierNumber } from '@hub/core';
import {
  aliasOf,
  dossierNumbers,
  drawSecrets,
  embeddedEventLog,
  kafkaEventLog,
  openKeyStore,
  readReceipt,
  unseal,
} from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  type Answer,
  addDemoPartners,
  entry,
  eventsOn,
  everythingOn,
  messagesOn,
  openDoor,
  post as postTo,
  startGateway,
  type TestDoor,
  type TestGateway,
} from './gateway-harness.ts';

const makeLogs: Record<string, (database: TestDatabase) => Promise<EventLog>> = {
  'the embedded log': (database) => embeddedEventLog({ pool: database.pool, slices: 4 }),
  Kafka: () =>
    kafkaEventLog({
      brokers: testBrokers(),
      topicPrefix: testTopicPrefix(),
      slices: 4,
      replicationFactor: 1,
      logger: testLogger,
    }),
};

describe.each(Object.entries(makeLogs))('the door on %s', (_name, makeLog) => {
  const secrets = drawSecrets();
  let database: TestDatabase;
  let log: EventLog;
  const gateways: TestGateway[] = [];
  beforeAll(async () => {
    database = await testDatabase();
    await addDemoPartners(database.pool, { eos: ['nir', 'france-travail'] });
    log = await makeLog(database);
    for (let index = 0; index < 2; index++) gateways.push(await startGateway({ database, log, secrets }));
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await log.close();
    await database.drop();
  });

  const post = (body: unknown, options: Parameters<typeof postTo>[4] & { partner?: string; at?: number } = {}) => {
    const gateway = gateways[options.at ?? 0];
    if (gateway === undefined) throw new Error('no such gateway');
    return postTo(secrets, gateway, options.partner ?? 'eos', body, options);
  };
  const dossierOf = (answer: Answer) => {
    expect(answer.status, answer.text).toBe(202);
    return Number(answer.body.dossier);
  };
  const person = (number: number) => ({ partnerNumber: `person-${number}` });

  it('gives one event a receipt, and the log everything but who it is about', async () => {
    const trainee = {
      nir: '269054958815780',
      franceTravailNumber: '5836675M',
      birthName: 'Quillfeather',
      firstNames: 'Ada',
      birthDate: '1969-05-12',
      sex: 'female',
    };
    const event = entry({
      type: 'hub.exit-declared',
      data: { trainee, kind: 'planned-end', reason: 'fin-prevue-secret' },
    });
    const answer = await post(event);
    const number = dossierOf(answer);
    expect(parseDossierNumber(number)).toBe(number);
    const claims = readReceipt(secrets, String(answer.body.receipt));
    expect(claims).toMatchObject({ topic: 'exit', dossier: number, source: 'eos', id: event.id, partner: 'eos' });
    const events = (await everythingOn(log)).filter((event) => event.trainee === claims?.trainee);
    const exit = events.find(({ fact }) => fact.type === 'exit-declared');
    expect(exit).toMatchObject({
      dossier: number,
      fact: {
        id: event.id,
        partner: 'eos',
        recordedAt: '2026-04-01T07:12:00.000Z',
        effectiveDate: '2026-04-01',
        references: ['session:eos:67680'],
        data: { effectiveDate: '2026-04-01', kind: 'planned-end' },
      },
    });
    const keys = await openKeyStore({ pool: database.keysPool, secrets }).keysOf([claims?.trainee ?? '']);
    const key = keys.get(claims?.trainee ?? '') ?? Buffer.alloc(0);
    expect(JSON.parse(unseal(key, exit?.fact.sealed?.reasons ?? ''))).toEqual({ reason: 'fin-prevue-secret' });
    const known = events.find(({ fact }) => fact.type === 'trainee-known');
    expect(known?.fact.data).toEqual({ kinds: ['franceTravailNumber', 'nir'] });
    expect(JSON.parse(unseal(key, known?.fact.sealed?.identifiers ?? ''))).toEqual({
      nir: '2690549588157',
      franceTravailNumber: '5836675M',
    });
    const described = events.find(({ fact }) => fact.type === 'trainee-described');
    expect(described?.fact).toMatchObject({
      source: 'eos',
      data: { flags: { nirKeyValid: true, sexAgrees: true, birthDateAgrees: true } },
    });
    expect(events.map(({ fact }) => fact.type)).toContain('dossier-attributed');

    const nothing = ['269054958815', 'Quillfeather', '5836675M', 'fin-prevue-secret', '1969-05-12'];
    const hash = aliasOf(secrets, 'nir', '2690549588157');
    const onLog = Buffer.concat(
      (await messagesOn(log)).flatMap(({ value, key: named }) => [Buffer.from(named), value]),
    );
    for (const text of [...nothing, hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')]) {
      expect(onLog.includes(text), text).toBe(false);
    }
    expect(onLog.includes(hash)).toBe(false);
    for (const [pool, schemas] of [
      [database.pool, ['registry', 'access', 'log', 'projection']],
      [database.keysPool, ['keys']],
    ] as const) {
      const { rows } = await pool.query<{ xml: string }>(
        'select schema_to_xml(name, true, true, $2) as xml from unnest($1::text[]) name',
        [schemas, ''],
      );
      const stored = rows.map(({ xml }) => xml).join();
      for (const text of nothing) {
        expect(stored.includes(text), text).toBe(false);
        expect(stored.includes(Buffer.from(text).toString('base64')), text).toBe(false);
      }
    }
  });

  it('gives the same event sent again the same dossier, and publishes only once whom it is about', async () => {
    const event = entry({ data: { trainee: { nir: '255081416802538' } } });
    const first = dossierOf(await post(event));
    await eventually(async () => {
      const { rows } = await database.pool.query('select from registry.dossier where number = $1 and announced', [
        first,
      ]);
      return rows.length === 1;
    });
    const before = (await messagesOn(log)).length;
    expect(dossierOf(await post(event, { at: 1 }))).toBe(first);
    // As 13 characters, in lower case and with spaces it is the same NIR.
    expect(dossierOf(await post(entry({ data: { trainee: { nir: ' 2 55 08 14 168 025' } } })))).toBe(first);
    expect(await messagesOn(log)).toHaveLength(before + 2);
  });

  it('publishes what each source says of a person in digests that compare, whoever reported it first', async () => {
    const franceTravailNumber = '7654312Z';
    const report = (source: string, identity: Record<string, string>, partner: string) =>
      post(entry({ source: `urn:hub:source:${source}`, data: { trainee: { franceTravailNumber, ...identity } } }), {
        partner,
      });
    const [first] = await Promise.all([
      report('eos', { birthName: 'Lefèvre', firstNames: 'Zoé, Anne', sex: 'female' }, 'eos'),
      report('kairos', { birthName: 'LE FEVRE', firstNames: 'ZOE', usualName: 'MARTIN' }, 'kairos'),
      report('kairos-ng', { birthName: 'DURAND', firstNames: 'ZOE' }, 'kairos'),
    ]);
    const trainee = readReceipt(secrets, String(first.body.receipt))?.trainee;
    const described = (await eventsOn(log, 'trainee-described')).filter((event) => event.trainee === trainee);
    const says = new Map(described.map(({ fact }) => [fact.source, fact.data.says]));
    const [eos, kairos, ng] = ['eos', 'kairos', 'kairos-ng'].map((source) => says.get(source));
    expect(Object.keys(eos ?? {}).sort()).toEqual(['firstName', 'name', 'sex', 'under']);
    expect(kairos).toEqual({ under: eos?.under, name: eos?.name, firstName: eos?.firstName });
    expect([ng?.under, ng?.firstName]).toEqual([eos?.under, eos?.firstName]);
    expect(ng?.name).not.toBe(eos?.name);
    expect(described.map(({ fact }) => [fact.version, fact.data.flags])).toEqual(Array(3).fill([2, {}]));
  });

  it('takes a batch, gzip and binary mode', async () => {
    const batch = Array.from({ length: 300 }, (_, index) => entry({ data: { trainee: person(index) } }));
    const body = gzipSync(JSON.stringify(batch));
    const headers = { 'content-type': 'application/cloudevents-batch+json', 'content-encoding': 'gzip' };
    const answer = await post(body, { headers });
    expect(answer.status).toBe(200);
    const dossiers = (answer.body.results ?? []).map(({ receipt }) => receipt?.dossier);
    expect(new Set(dossiers).size).toBe(300);
    const { specversion, type, source, id, recordedtime, data } = batch[0] ?? entry();
    const binary = await post(JSON.stringify(data), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'ce-specversion': specversion,
        'ce-type': type,
        'ce-source': source,
        'ce-id': encodeURIComponent(id),
        'ce-recordedtime': recordedtime,
      },
    });
    expect(dossierOf(binary)).toBe(dossiers[0]);
  });

  it('takes sessions without any trainee', async () => {
    const session = {
      ...entry({ type: 'hub.session-withdrawn' }),
      data: { training: ['session:eos:67680'], effectiveDate: '2026-04-01', kind: 'cancelled' },
    };
    const answer = await post(session);
    expect([answer.status, answer.body.dossier]).toEqual([202, null]);
    expect(readReceipt(secrets, String(answer.body.receipt))?.topic).toBe('offer');
  });

  it('reserves and publishes nothing in a dry run', async () => {
    const count = 'select (select count(*) from registry.alias) + (select count(*) from registry.dossier) as n';
    const before = [(await messagesOn(log)).length, (await database.pool.query(count)).rows[0].n];
    const event = entry({ data: { trainee: { franceTravailNumber: '4836675Z' } } });
    const good = await post(event, { query: '?dryRun=true' });
    expect([good.status, good.body]).toEqual([200, { status: 'accepted', lookedUp: false }]);
    expect((await post(entry({ type: 'hub.x' }), { query: '?dryRun=true' })).status).toBe(422);
    const batch = await post([event, 1], { query: '?dryRun=true' });
    expect(batch.body.results).toMatchObject([
      { index: 0, status: 'accepted', lookedUp: false },
      { index: 1, status: 'refused' },
    ]);
    expect([(await messagesOn(log)).length, (await database.pool.query(count)).rows[0].n]).toEqual(before);
  });

  it('makes one trainee and one number out of 200 requests at once through two gateways', async () => {
    const trainees = [
      { nir: '1850375116004', franceTravailNumber: '1234568A' },
      { franceTravailNumber: '1234568a', nir: '1 85 03 75 116 004' },
      { nir: '1850375116004' },
    ];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        post(entry({ source: 'urn:hub:source:kairos', data: { trainee: trainees[index % 3] } }), {
          partner: 'kairos',
          at: index % 2,
        }),
      ),
    );
    const dossiers = new Set(answers.map(dossierOf));
    expect(dossiers.size).toBe(1);
    const aliases = ['nir:1850375116004', 'france-travail:1234568A'].map((each) => {
      const [kind, value] = each.split(':') as ['nir' | 'france-travail', string];
      return aliasOf(secrets, kind, value);
    });
    const { rows } = await database.pool.query('select distinct trainee_id from registry.alias where alias = any($1)', [
      aliases,
    ]);
    expect(rows).toHaveLength(1);
    const events = (await everythingOn(log)).filter(({ trainee }) => trainee === rows[0].trainee_id);
    expect(
      new Set(events.filter(({ fact }) => fact.type === 'dossier-attributed').map(({ fact }) => fact.id)).size,
    ).toBe(1);
    expect(events.filter(({ fact }) => fact.type === 'entry-attested')).toHaveLength(200);
    expect(events.filter(({ fact }) => fact.type === 'trainees-judged')).toHaveLength(0);
  });

  it('proposes a link where identifiers of one event belong to two trainees, and gives the event to the strongest', async () => {
    const number = dossierOf(await post(entry({ data: { trainee: { partnerNumber: 'late-1' } } })));
    const nir = dossierOf(await post(entry({ data: { trainee: { nir: '1900175116005' } } })));
    expect(number).not.toBe(nir);
    const both = entry({ data: { trainee: { nir: '1900175116005', partnerNumber: 'late-1' } } });
    const answer = await post(both);
    expect(dossierOf(answer)).toBe(nir);
    const judged = await eventsOn(log, 'trainees-judged');
    expect(judged).toHaveLength(2);
    expect(new Set(judged.map(({ fact }) => fact.id)).size).toBe(1);
    expect(new Set(judged.map(({ trainee }) => trainee))).toEqual(new Set(judged[0]?.fact.data.trainees));
    await eventually(async () => (await database.pool.query('select from registry.link')).rows.length === 1);
    dossierOf(await post({ ...both, id: 'sent-again' }));
    expect(await eventsOn(log, 'trainees-judged')).toHaveLength(2);
  });

  it('adds a late NIR to the trainee whom another knows by a weaker identifier, and a second NIR to another, linked', async () => {
    const known = entry({ source: 'urn:hub:source:kairos', data: { trainee: { franceTravailNumber: '7654312B' } } });
    const first = dossierOf(await post(known, { partner: 'kairos' }));
    const late = { nir: '2910175116006', franceTravailNumber: '7654312B' };
    expect(dossierOf(await post(entry({ data: { trainee: late } })))).toBe(first);
    expect(dossierOf(await post(entry({ data: { trainee: { nir: '2910175116006' } } })))).toBe(first);
    const other = { nir: '2920175116007', franceTravailNumber: '7654312B' };
    expect(dossierOf(await post(entry({ data: { trainee: other } })))).not.toBe(first);
    const changed = { nir: '2930175116008', formerNir: '2910175116006' };
    expect(dossierOf(await post(entry({ data: { trainee: changed } })))).not.toBe(first);
    const reasons = (await eventsOn(log, 'trainees-judged')).map(({ fact }) => fact.data.reason);
    expect(reasons).toContain('former-nir-certified');
  });

  it('finds a dossier by its number, for its own trainee only', async () => {
    const number = dossierOf(await post(entry({ data: { trainee: person(1_001) } })));
    const byNumber = (trainee: object) => entry({ data: { training: undefined, dossier: number, trainee } });
    expect(dossierOf(await post(byNumber(person(1_001))))).toBe(number);
    const refused = await post(byNumber(person(1_002)));
    expect([refused.status, refused.body.errors?.[0]]).toMatchObject([
      422,
      { pointer: '/data/dossier', rule: 'dossier-unknown' },
    ]);
    const aliases = async () => (await database.pool.query('select count(*) from registry.alias')).rows;
    const before = await aliases();
    expect((await post(byNumber(person(1_100)))).status).toBe(422);
    expect(await aliases()).toEqual(before);
    // The same number of another partner is another person.
    const elsewhere = entry({ source: 'urn:hub:source:kairos', data: { trainee: person(1_001) } });
    expect(dossierOf(await post(elsewhere, { partner: 'kairos' }))).not.toBe(number);
    const withdrawn = {
      ...entry({ type: 'hub.dossier-withdrawn' }),
      data: { dossier: number, until: '2026-04-01T09:12:00+02:00' },
    };
    expect(dossierOf(await post(withdrawn))).toBe(number);
  });

  it('takes no more for a dossier that is full, and everything else of the batch', async () => {
    const number = dossierOf(await post(entry({ data: { trainee: person(1_003) } })));
    await database.pool.query(
      `insert into projection.full_source (subject, key, source, acts) values ('dossier', $1, 'eos', false)`,
      [number],
    );
    const target = { source: 'eos', id: 'gone', type: 'entry-attested' };
    const answer = await post([
      entry({ data: { trainee: person(1_003) } }),
      entry({ data: { trainee: person(1_004) } }),
      entry({
        type: 'hub.fact-retracted',
        data: { trainee: person(1_003), target, reason: 'entered-in-error', effectiveDate: undefined },
      }),
    ]);
    expect(answer.body.results).toMatchObject([
      { status: 'refused', problem: { status: 429, errors: [{ rule: 'dossier-full' }] } },
      { status: 'accepted' },
      { status: 'accepted', receipt: { dossier: number } },
    ]);
  });

  it('takes a corrected event back from the dossier where it was, once', async () => {
    const trainee = person(1_005);
    const wrong = entry({ data: { trainee } });
    const before = dossierOf(await post(wrong));
    const corrects = [{ source: 'eos', id: wrong.id, training: ['session:eos:67680'] }];
    const right = entry({ data: { trainee, training: ['session:eos:99'], corrects } });
    const after = dossierOf(await post(right));
    expect(after).not.toBe(before);
    await post(right, { at: 1 });
    const retractions = (await everythingOn(log)).filter(
      ({ fact, dossier }) => fact.type === 'fact-retracted' && dossier === before,
    );
    expect(new Set(retractions.map(({ fact }) => `${fact.id} ${fact.digest}`)).size).toBe(1);
    expect(retractions[0]?.fact).toMatchObject({
      source: 'eos',
      partner: 'eos',
      data: { target: { source: 'eos', id: wrong.id, type: 'entry-attested' } },
    });
  });

  it('announces again what a gateway reserved before it died', async () => {
    const died = new HubError('log-unavailable', 'The broker is away.', { retryable: true });
    const deaf: EventLog = { ...log, append: () => Promise.reject(died) };
    const dying = await startGateway({ database, log: deaf, secrets });
    const event = entry({ data: { trainee: { nir: '1940175116009' } } });
    const lost = await postTo(secrets, dying, 'eos', event);
    expect([lost.status, lost.headers.get('retry-after')]).toEqual([503, '1']);
    const batch = await postTo(secrets, dying, 'eos', [event, 1]);
    expect(batch.status).toBe(503);
    expect(batch.headers.get('retry-after')).toBe('1');
    expect(batch.body.results).toMatchObject([{ status: 'unknown' }, { status: 'refused' }]);
    await dying.close();
    const reserved = await database.pool.query('select trainee_id, announced from registry.alias where alias = $1', [
      aliasOf(secrets, 'nir', '1940175116009'),
    ]);
    expect(reserved.rows).toMatchObject([{ announced: false }]);
    const number = dossierOf(await post(event, { at: 1 }));
    const events = (await everythingOn(log)).filter(({ trainee }) => trainee === reserved.rows[0].trainee_id);
    const types = ['dossier-attributed', 'entry-attested', 'trainee-known'];
    expect(events.map(({ fact }) => fact.type).sort()).toEqual(types);
    expect(events.every(({ dossier }) => dossier === null || dossier === number)).toBe(true);
    await eventually(async () => {
      const { rows } = await database.pool.query(
        'select from registry.alias a join registry.dossier d using (trainee_id) where a.announced and d.announced and number = $1',
        [number],
      );
      return rows.length === 1;
    });
  });
});

describe('a partner with ordinary credentials', () => {
  /** Of whom the hub's convention with each says another thing; partners are read again after half a minute only. */
  const sirets = { opco: '99000108300015', 'opco-second': '99000112500014', agefiph: '99000114100011' };
  let door: TestDoor;
  beforeAll(async () => {
    door = await openDoor();
    const { pool } = door.database;
    await pool.query(`update access.partner set certifies = '{}' where client_id = any($1)`, [Object.keys(sirets)]);
    const terms = 'update access.convention set limits = $2, takeover = $3 where siret = $1';
    await pool.query(terms, [sirets.opco, { newPersonsADay: 10_000, doorMissesADay: 10_000 }, false]);
    await pool.query(terms, [sirets['opco-second'], { newPersonsADay: 3, doorMissesADay: 3 }, false]);
    await pool.query(terms, [sirets.agefiph, { newPersonsADay: 0 }, true]);
    await pool.query(terms, ['99000109100018', { openingsADay: 2 }, false]);
  });
  afterAll(() => door?.close());

  const send = (partner: string, body: unknown, query = '') =>
    postTo(door.secrets, door.gateway, partner, body, { query });
  let sent = 0;
  const line = (trainee: object | undefined, data: object = {}, by: keyof typeof sirets = 'opco') => {
    sent += 1;
    return {
      ...entry({ type: 'hub.financing-engaged', source: `urn:hub:source:${by}`, id: `l-${100_000 + sent}` }),
      data: {
        ...(trainee === undefined ? {} : { trainee }),
        ...{ training: [`file:${by}:1`], funding: 'opco', line: 'L-1', financerSiret: sirets[by], device: 'PDC' },
        ...{ from: '2026-04-01', to: '2026-07-31', amount: 1_000, ...data },
      },
    };
  };
  const known = async (trainees: readonly object[]) => {
    const events = trainees.map((trainee) => entry({ data: { trainee } }));
    const answer = await send('eos', events);
    return (answer.body.results ?? []).map(({ receipt }) => receipt?.dossier ?? 0);
  };
  const people = (count: number) => Array.from({ length: count }, () => ({ nir: newPerson().nir }));
  const alternating = <T>(a: readonly T[], b: readonly T[]) => a.flatMap((each, index) => [each, b[index] as T]);

  /** An answer without what its sender chose, what is drawn, and the moment: whoever compares sees nothing else. */
  const shapeOf = ({ status, headers, text }: Answer) => {
    const hidden = text
      .replaceAll(/"(receipt|acceptedAt|traceparent)":"[^"]*"/g, (all, name) => `${name} of ${all.length}`)
      .replaceAll(/"id":"l-\d{6}"/g, 'id')
      .replaceAll(/"dossier":\d{9}/g, 'number');
    const names = [...headers].filter(([name]) => name !== 'date' && name !== 'traceparent');
    return JSON.stringify([status, hidden, names]);
  };
  const shapesOf = (results: Answer['body']['results']) =>
    new Set(
      (results ?? []).map(({ index: _, ...result }) =>
        shapeOf({ status: 0, headers: new Headers(), text: JSON.stringify(result), body: {} }),
      ),
    );

  it('cannot tell by any answer who is known: alone, in a batch, in a dry run, sent again, by a guessed birthday', async () => {
    const theirs = people(300);
    await known(theirs);
    const asked = alternating(theirs, people(300));
    const birthday = (index: number) => ({ birthDate: `19${String(index % 50).padStart(2, '0')}-01-02` });
    const batch = asked.map((trainee) => line(trainee));
    const guessed = asked.slice(0, 200).map((trainee, index) => line({ ...trainee, ...birthday(index) }));
    for (const events of [batch, batch, guessed]) {
      const answer = await send('opco', events);
      expect(answer.body.results?.filter(({ status }) => status === 'accepted')).toHaveLength(events.length);
      expect(shapesOf(answer.body.results).size).toBe(1);
    }
    const dry = await send('opco', batch, '?dryRun=true');
    expect(shapesOf(dry.body.results).size).toBe(1);
    const some = people(20);
    await known(some);
    const alone = [];
    for (const trainee of alternating(some, people(20))) alone.push(shapeOf(await send('opco', line(trainee))));
    expect(new Set(alone).size).toBe(1);
    expect(Buffer.from((await send('opco', line(some[0]))).text).includes('"slice"')).toBe(false);
  });

  it('cannot tell a number of somebody else’s dossier from one that nobody has, by whatever it does under it', async () => {
    const person = { nir: newPerson().nir };
    const theirs = await known(people(500));
    const numberOf = dossierNumbers(door.secrets);
    const unknown = theirs.map((_, index) => numberOf(1_000_000 + index));
    const target = { source: 'opco', id: 'l-1', type: 'financing-engaged' };
    const under = (number: number, trainee: object = person): readonly object[] => [
      line(trainee, { training: undefined, dossier: number }),
      {
        ...line(undefined),
        type: 'hub.fact-retracted',
        data: { dossier: number, target, reason: 'entered-in-error' },
      },
      {
        ...line(undefined),
        type: 'hub.dossier-withdrawn',
        data: { dossier: number, until: '2026-04-01T09:12:00+02:00' },
      },
    ];
    for (const way of [0, 1, 2]) {
      const events = alternating(theirs, unknown).map((number) => under(number)[way]);
      const answer = await send('opco', events);
      const rules = answer.body.results?.map(({ problem }) => problem?.errors[0]?.rule);
      expect(rules).toEqual(Array(1_000).fill('dossier-unknown'));
      expect(shapesOf(answer.body.results).size).toBe(1);
      const dry = await send('opco', events, '?dryRun=true');
      expect(shapesOf(dry.body.results).size).toBe(1);
    }
    // A dossier of one's own, whoever else reported of it, is one's own at once.
    const shared = { nir: newPerson().nir };
    const [number = 0] = await known([shared]);
    expect((await send('opco', line(shared, { training: ['session:eos:67680'] }))).body.dossier).toBe(number);
    for (const event of under(number, shared)) expect((await send('opco', event)).status).toBe(202);
    expect((await send('opco', under(number)[0])).status).toBe(422);
  });

  it('makes nobody a reporter of a dossier by taking back what was never there, nor by correcting it', async () => {
    const victim = { nir: newPerson().nir };
    const [number = 0] = await known([victim]);
    const before = (await everythingOn(door.log)).filter(({ dossier }) => dossier === number).length;
    const target = { source: 'opco', id: 'never', type: 'financing-engaged' };
    const elsewhere = { corrects: [{ source: 'opco', id: 'never', dossier: number }] };
    expect((await send('opco', line({ nir: newPerson().nir }, elsewhere))).status).toBe(202);
    expect((await everythingOn(door.log)).filter(({ dossier }) => dossier === number)).toHaveLength(before);
    const retracted = { trainee: victim, training: ['session:eos:67680'], target, reason: 'entered-in-error' };
    const byReference = { ...line(victim), type: 'hub.fact-retracted', data: retracted };
    expect((await send('opco', byReference)).body.dossier).toBe(number);
    const byNumber = await send('opco', line(victim, { training: undefined, dossier: number }));
    expect([byNumber.status, byNumber.body.errors?.[0]?.rule]).toEqual([422, 'dossier-unknown']);
  });

  it('moves nobody’s identifiers, joins nobody, and proposes what it says to operators', async () => {
    const { pool } = door.database;
    const owner = async (kind: 'nir' | 'france-travail', value: string) => {
      const { rows } = await pool.query('select trainee_id as id from registry.alias where alias = $1', [
        aliasOf(door.secrets, kind, value),
      ]);
      return rows[0]?.id;
    };
    const [victim, attacker] = [newPerson().nir, newPerson().nir];
    const number = '4836675Q';
    await known([{ nir: victim }]);
    expect((await send('opco', line({ nir: attacker, formerNir: victim }))).status).toBe(202);
    expect((await send('opco', line({ nir: victim, franceTravailNumber: number }))).status).toBe(202);
    const owners = await Promise.all([owner('nir', victim), owner('nir', attacker), owner('france-travail', number)]);
    expect(new Set(owners).size).toBe(3);
    const reasons = async () => {
      const { rows } = await pool.query<{ reason: string }>(
        'select distinct reason from registry.link where low = any($1) and high = any($1)',
        [owners],
      );
      return rows.map(({ reason }) => reason).sort();
    };
    await eventually(async () => expect(await reasons()).toEqual(['identifiers-told-together']));
    // A source certified for both says it, and answers for it.
    const certified = { nir: victim, franceTravailNumber: number };
    const positioned = {
      ...entry({ type: 'hub.candidate-positioned', source: 'urn:hub:source:kairos' }),
      data: {
        trainee: certified,
        training: ['session:eos:67680'],
        by: 'france-travail',
        mode: 'candidature',
        effectiveDate: '2026-03-20',
      },
    };
    expect((await send('kairos', positioned)).status).toBe(202);
    await eventually(async () =>
      expect(await reasons()).toEqual(['identifiers-certified', 'identifiers-told-together']),
    );
    expect(await Promise.all([owner('nir', victim), owner('france-travail', number)])).toEqual([owners[0], owners[2]]);
  });

  it('opens so many periods a day as its convention says, also for whom it knows', async () => {
    const [one, other] = people(2);
    const opening = (trainee: object | undefined, period: string) => ({
      ...entry({ type: 'hub.cep-period-opened', source: 'urn:hub:source:cep', id: `o-${period}` }),
      data: { trainee, period, operatorSiret: '99000109100018', effectiveDate: '2026-03-02' },
    });
    const openings = [
      opening(one, 'C1'),
      opening(one, 'C2'),
      opening(other, 'C3'),
      opening({ partnerNumber: 'C-1' }, 'C4'),
    ];
    const { results = [] } = (await send('cep-operator', openings)).body;
    expect(results.map(({ problem, status }) => problem?.errors[0]?.rule ?? status)).toEqual([
      ...['accepted', 'accepted', 'accepted'],
      'openings-limit',
    ]);
    const again = await send('cep-operator', opening(one, 'C5'));
    expect([again.status, again.body.errors?.[0]?.rule]).toEqual([429, 'openings-limit']);
  });

  it('opens so many dossiers of one person, and reports on of those that are there', async () => {
    const [one, other] = people(2);
    const of = (trainee: object | undefined, n: number) =>
      entry({ data: { trainee, training: [`file:eos:many-${n}`] } });
    const { results = [] } = (
      await send(
        'eos',
        Array.from({ length: 201 }, (_, n) => of(one, n)),
      )
    ).body;
    const refused = results.flatMap(({ problem }) => problem?.errors ?? []);
    expect(refused).toMatchObject([{ rule: 'dossiers-limit', pointer: '/data/training' }]);
    const there = results.findIndex(({ status }) => status === 'accepted');
    expect((await send('eos', of(one, there))).status).toBe(202);
    const beyond = await send('eos', of(one, 500));
    expect([beyond.status, beyond.body.errors?.[0]?.rule]).toEqual([429, 'dossiers-limit']);
    expect((await send('eos', of(other, 500))).status).toBe(202);
  });

  it('meets so many new persons a day as its convention says, known to the hub or not, and names so many numbers', async () => {
    const theirs = people(4);
    const numbers = await known(theirs);
    const asked = alternating(theirs, people(4));
    const lines = (trainees: readonly object[]) => trainees.map((trainee) => line(trainee, {}, 'opco-second'));
    const answers = (await send('opco-second', lines(asked))).body.results ?? [];
    expect(answers.slice(0, 3).map(({ status }) => status)).toEqual(Array(3).fill('accepted'));
    expect(shapesOf(answers.slice(3)).size).toBe(1);
    expect(answers[3]).toMatchObject({ problem: { status: 429, errors: [{ rule: 'new-persons-limit' }] } });
    const again = await send('opco-second', lines([...asked.slice(0, 3), ...asked.slice(6)]));
    expect(again.body.results?.map(({ status }) => status)).toEqual([
      ...Array(3).fill('accepted'),
      ...Array(2).fill('refused'),
    ]);
    const misses = numbers.map((dossier) => line(theirs[0], { training: undefined, dossier }, 'opco-second'));
    const rules = ((await send('opco-second', misses)).body.results ?? []).map(
      ({ problem }) => problem?.errors[0]?.rule,
    );
    expect(rules).toEqual([...Array(3).fill('dossier-unknown'), 'dossier-misses-limit']);
    expect((await send('agefiph', line({ nir: newPerson().nir }, {}, 'agefiph'))).status).toBe(202);
  });
});
