import { primaryReference } from '@hub/core';
import { type Partner, shownPointer } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { type CheckContext, checkEvent } from './check-event.ts';
import { instantOf } from './envelope.ts';
import { readTrainee } from './trainee-block.ts';

const eos: Partner = {
  clientId: 'eos',
  siret: '99000106700018',
  kinds: ['region'],
  sources: ['eos'],
  certifies: [],
  convention: null,
};
const context: CheckContext = {
  writer: eos,
  validate: () => [],
  nowMs: Date.parse('2026-06-01T00:00:00Z'),
  clockAheadMs: 300_000,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const event = (data: object, envelope: object = {}) => ({
  specversion: '1.0',
  type: 'hub.entry-attested',
  source: 'urn:hub:source:eos',
  id: 'e1',
  recordedtime: '2026-04-01T09:12:00+02:00',
  ...envelope,
  data: { trainee: { nir: '269054958815780' }, training: ['session:eos:1'], effectiveDate: '2026-04-01', ...data },
});
const rulesOf = (value: object, change: Partial<CheckContext> = {}) => {
  const checked = checkEvent(value as Record<string, unknown>, { ...context, ...change });
  return checked.ok ? [] : checked.refusal.faults.map(({ rule }) => rule);
};

describe('a checked event', () => {
  it('has its clear part, its sealed part, canonical references and times in UTC', () => {
    const exit = event(
      { kind: 'other', reason: 'r', training: ['file:eos:a1', 'SESSION:07:07_5'] },
      { type: 'hub.exit-declared' },
    );
    expect(checkEvent(exit, context)).toMatchObject({
      ok: true,
      event: {
        name: 'exit-declared',
        partner: 'eos',
        recordedAt: '2026-04-01T07:12:00.000Z',
        references: ['file:eos:A1', 'session:07:5'],
        written: ['file:eos:a1', 'SESSION:07:07_5'],
        data: { kind: 'other', effectiveDate: '2026-04-01' },
        sealed: { reasons: { reason: 'r' } },
      },
    });
    expect(primaryReference({ source: 'eos', references: ['file:eos:A1', 'session:07:5'] })).toBe('session:07:5');
  });

  it.each(['4bf92f3577b34da6a3ce929d0e0e4736', 'aaaaaaaaaaaaaaaaa269054958815780', '06120000006120000000269054958815'])(
    'never keeps the trace that its source names: %s',
    (trace) => {
      const checked = checkEvent(event({}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` }), context);
      expect(checked).toMatchObject({ event: { traceparent: context.traceparent } });
    },
  );

  it('says how its references are written where they are written otherwise, the first of two writings', () => {
    const written = (training: readonly string[]) => {
      const checked = checkEvent(event({ training }), context);
      return checked.ok ? [checked.event.references, checked.event.written] : null;
    };
    expect(written(['session:eos:1', 'file:eos:A1'])).toEqual([['session:eos:1', 'file:eos:A1'], undefined]);
    expect(written(['file:eos:a1', 'file:eos:A1'])).toEqual([['file:eos:A1'], ['file:eos:a1']]);
    const byNumber = checkEvent(event({ training: undefined, dossier: 115947607 }), context);
    expect(byNumber).toMatchObject({ event: { references: [], written: [], dossier: 115947607 } });
  });

  it('attests no day after the day of recording, in Paris; a plan may', () => {
    const late = '2026-03-31T22:30:00Z';
    expect(rulesOf(event({}, { recordedtime: late }))).toEqual([]);
    expect(rulesOf(event({}, { recordedtime: '2026-03-31T21:30:00Z' }))).toEqual(['date-in-future']);
    const plan = { plannedEntry: '2026-09-01', plannedExit: '2026-12-01', effectiveDate: '2026-09-01' };
    expect(rulesOf(event(plan, { type: 'hub.path-planned' }))).toEqual([]);
  });

  it('has what CloudEvents calls unset where an attribute is null, and lets subject and extensions by', () => {
    const optional = ['time', 'dataschema', 'datacontenttype', 'traceparent', 'tracestate', 'subject', 'data_base64'];
    const unset = Object.fromEntries([...optional, 'partitionkey', 'Colour'].map((name) => [name, null]));
    expect(rulesOf(event({}, unset))).toEqual([]);
    const tolerated = { subject: 'Jeanne Exemple', comment: 'Jeanne', sampledrate: 3, urgent: true, tracestate: 'a=b' };
    const checked = checkEvent(event({}, tolerated), context);
    expect(checked.ok).toBe(true);
    expect(JSON.stringify(checked)).not.toMatch(/Jeanne|sampled|urgent/);
  });

  it.each([
    ['a name that CloudEvents has not', { recordedTime: 'x' }, '/recordedTime'],
    ['a name with a hyphen', { 'recorded-time': 'x' }, '/recorded-time'],
    ['a name that reads as a NIR', { '269054958815780': 'x' }, '/…'],
    ['data beside data', { trainee: { nir: '269054958815780' } }, '/trainee'],
    ['a list', { training: ['session:eos:1'] }, '/training'],
    ['data in Base64', { data_base64: 'e30=' }, '/data_base64'],
  ])('has no other attribute: %s', (_what, envelope, pointer) => {
    const checked = checkEvent(event({}, envelope), context);
    expect(checked.ok ? [] : checked.refusal.faults.map((fault) => [fault.pointer, fault.rule])).toEqual([
      [pointer, 'property-unknown'],
    ]);
  });

  it.each([
    'application/json',
    'APPLICATION/JSON; charset=UTF-8',
    'application/json;charset=utf8',
    'application/json; charset="utf-8"',
    'application/cloudevents+json; charset=utf8',
    'text/json',
  ])('holds JSON by any of its names: %s', (datacontenttype) => {
    expect(rulesOf(event({}, { datacontenttype }))).toEqual([]);
  });

  it.each(['application/xml', 'application/json-seq', 'application/json; charset=iso-8859-1', ''])(
    'holds nothing but JSON in UTF-8: %s',
    (datacontenttype) => {
      expect(rulesOf(event({}, { datacontenttype }))).toEqual(['value-invalid']);
    },
  );

  it('is of somebody who was born by then, and by today in Paris', () => {
    const born = (birthDate: string, data: object = {}, envelope: object = {}) =>
      rulesOf(event({ ...data, trainee: { nir: '269054958815780', birthDate } }, envelope));
    expect(born('2026-04-01')).toEqual([]);
    expect(born('2026-04-02')).toEqual(['birth-date-impossible']);
    const plan = { plannedEntry: '2026-09-01', plannedExit: '2026-12-01', effectiveDate: '2026-09-01' };
    const planned = { type: 'hub.path-planned' };
    // It is past midnight in Paris, and not yet in UTC.
    expect(born('2026-06-01', plan, planned)).toEqual([]);
    expect(born('2026-06-02', plan, planned)).toEqual(['birth-date-impossible']);
  });

  it('has no second fault for a recordedtime that cannot be read, is missing or is ahead', () => {
    for (const recordedtime of ['yesterday', undefined, null, 5, '2026-02-30T00:00:00Z', '2026-06-01T00:05:01Z']) {
      expect(rulesOf(event({ effectiveDate: '2030-01-01' }, { recordedtime })), String(recordedtime)).toHaveLength(1);
    }
  });

  it('has one fault for a period that lies ahead', () => {
    const days = { from: '2026-05-01', to: '2026-05-31', hoursCentre: 1, hoursCompany: 0 };
    const checked = checkEvent(event({ ...days, effectiveDate: undefined }, { type: 'hub.hours-realised' }), context);
    expect(checked.ok ? [] : checked.refusal.faults.map(({ pointer }) => pointer)).toEqual(['/data/from']);
  });

  it('was recorded at most five minutes ahead of the hub', () => {
    expect(rulesOf(event({}, { recordedtime: '2026-06-01T00:05:00Z' }))).toEqual([]);
    expect(rulesOf(event({}, { recordedtime: '2026-06-01T00:05:01Z' }))).toEqual(['recorded-in-future']);
  });

  it('is refused with all its faults at once, the gravest giving the status', () => {
    const checked = checkEvent(event({}, { source: 'urn:hub:source:kairos', id: 'a b', time: 'noon' }), context);
    expect(checked).toMatchObject({ ok: false, refusal: { status: 403 } });
    expect(rulesOf(event({}, { source: 'urn:hub:source:kairos', id: 'a b', time: 'noon' })).sort()).toEqual([
      'characters-refused',
      'instant-impossible',
      'source-not-owned',
    ]);
  });

  it.each(['processing-restricted', 'processing-restriction-lifted', 'trainee-deceased'])(
    '%s is reported by the authority and by operators, and by nobody else',
    (name) => {
      const rulesFor = (kind: Partner['kinds'][number], source: string) =>
        rulesOf(event({ legalGround: 'R6323-38' }, { type: `hub.${name}`, source: `urn:hub:source:${source}` }), {
          writer: { ...eos, clientId: source, kinds: [kind], sources: [source] },
        });
      expect([rulesFor('authority', 'cdc'), rulesFor('hub-operator', 'operator')]).toEqual([[], []]);
      expect([rulesFor('authority', 'dgefp'), rulesFor('system-only', 'cdc'), rulesFor('opco', 'opco')]).toEqual([
        ['event-reserved'],
        ['source-foreign'],
        ['event-reserved'],
      ]);
    },
  );

  it('that retracts an event of a session is about the session alone, whoever else it names', () => {
    const target = { source: 'eos', id: 's1', type: 'session-published' };
    const retraction = (data: object) => event({ target, ...data }, { type: 'hub.fact-retracted' });
    expect(checkEvent(retraction({}), context)).toMatchObject({
      event: { subject: 'session', trainee: null, dossier: null, references: ['session:eos:1'] },
    });
    expect(rulesOf(retraction({ training: undefined, dossier: 115947607 }))).toEqual(['training-missing']);
  });

  it('may set another partner’s event aside if an operator reports it', () => {
    expect(rulesOf(event({ corrects: [{ source: 'kairos', id: 'k' }] }))).toEqual(['target-not-owned']);
    const target = { source: 'kairos', id: 'k', type: 'entry-attested' };
    const removal = (source: string) =>
      event({ target }, { type: 'hub.fact-retracted', source: `urn:hub:source:${source}` });
    expect(rulesOf(removal('eos'))).toEqual(['target-not-owned']);
    const operator: Partner = { ...eos, clientId: 'operator', kinds: ['hub-operator'], sources: ['operator'] };
    expect(rulesOf(removal('operator'), { writer: operator })).toEqual([]);
  });
});

describe('a trainee block', () => {
  it('gives identifiers the strongest first, a provisional number as NIA wherever it stands', () => {
    const block = {
      partnerNumber: '7',
      franceTravailNumber: '5836675m',
      nir: '3690549588157',
      formerNir: '2690549588157',
    };
    expect(readTrainee(block).value.identifiers.map(({ kind, value }) => `${kind}:${value}`)).toEqual([
      'nir:2690549588157',
      'nia:3690549588157',
      'france-travail:5836675M',
      'partner:7',
    ]);
  });

  it.each([
    [{ id: 'entry-1850375116005-1' }, '/id'],
    [{ training: ['file:eos:1850375116005'] }, '/data/training/0'],
    [{ module: 'm.1850375116005' }, '/data/module'],
    [{ corrects: [{ source: 'eos', id: 'a/1850375116005' }] }, '/data/corrects/0/id'],
  ])('is not written again in clear, be its 13 digits an instant too: %j', (written, pointer) => {
    const { id = 'e1', ...data } = written as { id?: string };
    const nir = { trainee: { nir: '1850375116005' } };
    const own = { ...event({ ...nir, ...data }), id };
    const checked = checkEvent(own, context);
    expect(checked.ok ? [] : checked.refusal.faults.map((fault) => fault.pointer)).toEqual([pointer]);
    const of = { ...event({ trainee: { nir: '1850375116006' }, ...data }), id };
    const stranger = checkEvent(of, context);
    expect(stranger.ok ? [] : stranger.refusal.faults.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it.each([
    ['as it was sent, weeks later', { id: 'evt1780261261123-1' }, []],
    ['years before it was recorded', { id: 'evt-1710378721123' }, ['nir-in-clear']],
    ['years before it was recorded, of a part', { module: 'm-1710378721123' }, []],
    ['of before there were such ids', { module: 'm-1610378721123' }, ['nir-in-clear']],
    ['that has not come', { module: 'm-1810378721123' }, ['nir-in-clear']],
    ['that reads as nobody', { id: 'evt-1613978721000' }, []],
  ])('leaves to an id the milliseconds of an instant %s', (_when, written, rules) => {
    const { id = 'e1', ...data } = written as { id?: string };
    expect(rulesOf({ ...event(data), id })).toEqual(rules);
  });

  it('says in clear only whether the identity fits the NIR', () => {
    const flags = (block: object) =>
      readTrainee({ nir: '269054958815780', birthName: 'N', ...block }).value.description?.flags;
    expect(flags({ sex: 'female', birthDate: '1969-05-12' })).toEqual({
      nirKeyValid: true,
      sexAgrees: true,
      birthDateAgrees: true,
    });
    expect(flags({ sex: 'male', birthDate: '1969-06-12' })).toMatchObject({ sexAgrees: false, birthDateAgrees: false });
    expect(flags({ nir: '2693149588157', birthDate: '1969-06-12' })).toEqual({ birthDateAgrees: true });
    expect(readTrainee({ nir: '269054958815780' }).value.description).toBeNull();
  });
});

describe('small readings', () => {
  it('takes instants of RFC 3339 that exist', () => {
    expect(instantOf('2026-04-01T09:12:00.5+02:00')).toBe(Date.parse('2026-04-01T07:12:00.500Z'));
    for (const text of [
      '2026-02-30T00:00:00Z',
      '2026-04-01',
      '2026-04-01T24:00:00Z',
      '2026-04-01T09:12:00',
      '0001-01-01T00:00:00Z',
      5,
    ]) {
      expect(instantOf(text), String(text)).toBeNull();
    }
  });

  it('repeats no name of a member that may be personal', () => {
    expect(shownPointer('/data/training/0')).toBe('/data/training/0');
    expect(shownPointer('/data/269054958815780')).toBe('/data/…');
    expect(shownPointer('/data/Jeanne Martin/x')).toBe('/data/…/x');
    expect(shownPointer('')).toBe('');
  });
});
