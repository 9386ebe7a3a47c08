import { catalogueEntry, type EventName, eventNames } from '@hub/contracts';
import { demoPartners, type Partner } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { checkEvent } from './check-event.ts';
import type { JsonObject } from './read-items.ts';

const nowMs = Date.parse('2026-06-01T00:00:00Z');

const partners: readonly Partner[] = demoPartners.map((client) => ({ ...client, convention: null }));
const partner = (clientId: string) => partners.find((each) => each.clientId === clientId) as Partner;

/** `<pointer> <rule>` of each fault that does not come from the data of the event. */
function faultsOf(writer: Partner, name: string, source: string, data: JsonObject = {}): readonly string[] {
  const event = {
    specversion: '1.0',
    type: `hub.${name}`,
    source: `urn:hub:source:${source}`,
    id: 'e1',
    recordedtime: '2026-04-01T09:12:00+02:00',
    data: { training: ['session:eos:1'], effectiveDate: '2026-04-01', ...data },
  };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const checked = checkEvent(event, { writer, validate: () => [], nowMs, clockAheadMs: 300_000, traceparent });
  return checked.ok ? [] : checked.refusal.faults.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

const trainee = { nir: '269054958815780' };
const dataOf = (writer: Partner) => ({ trainee, target: { type: 'x' }, financerSiret: writer.siret });
const isReporting = (fault: string) => /(-foreign|-reserved|-owned)$/.test(fault);

const sources = [...new Set(partners.flatMap((each) => each.sources)), 'hub', 'nobody', 'carif-idf'];

/** Of operators alone, by an address of their own, or of whoever reported what is taken back. */
const others = ['facts-moved', 'alias-reassigned', 'fact-retracted', 'dossier-withdrawn'];
const reported = eventNames.filter((name) => !others.includes(name));

/** Whether the dictionary has this source, by its name or that of its family, report the event to a client that has it. */
function isRightful(name: EventName, writer: Partner, source: string): boolean {
  const { emitters, reporter } = catalogueEntry(name);
  const family = source.replace(/-(cvl|bretagne|second|idf|normandie|occitanie|paca)$/, '');
  return (
    reporter !== 'hub' && writer.sources.includes(source) && [source, family].some((each) => emitters.includes(each))
  );
}

/** Which sessions a source speaks of, the tests below say. */
function isTaken(name: EventName, writer: Partner, source: string): boolean {
  const training = catalogueEntry(name).subject === 'session' ? ['session:eos:1', 'session:07:1'] : ['session:eos:1'];
  const faults = faultsOf(writer, name, source, { ...dataOf(writer), training, by: 'manual' });
  return faults.filter((fault) => isReporting(fault) && !/(registry|territory)-foreign/.test(fault)).length === 0;
}

describe('every event from every client under every source', () => {
  it.each(partners)(
    'is accepted of $clientId exactly where it has the source, and the source is among its emitters',
    (writer) => {
      const pairs = reported.flatMap((name) => sources.map((source) => ({ name, source })));
      const wrong = pairs.filter(
        ({ name, source }) => isTaken(name, writer, source) !== isRightful(name, writer, source),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('is refused to an organisation that may not hold the source, though its client has it', () => {
    const thief: Partner = { ...partner('opco'), sources: ['opco', 'eos', 'france-travail', 'operator'] };
    expect(faultsOf(thief, 'entry-attested', 'eos', { trainee })).toEqual(['/source source-foreign']);
    expect(faultsOf(thief, 'enrolment-decided', 'france-travail', { trainee })).toEqual(['/source source-foreign']);
    expect(faultsOf(thief, 'trainees-judged', 'operator', { by: 'manual' })).toEqual(['/source source-foreign']);
    expect(faultsOf(thief, 'entry-attested', 'opco', { trainee })).toEqual([]);
  });
});

describe('a session', () => {
  const about = (clientId: string, name: string, source: string, ...training: string[]) =>
    faultsOf(partner(clientId), name, source, { training });

  it('is published and withdrawn by whoever holds its registry, the first that is named', () => {
    for (const name of ['session-published', 'session-withdrawn']) {
      expect(about('ofeli', name, 'ofeli', 'session:07:1')).toEqual([]);
      expect(about('eos', name, 'eos', 'session:eos:1', 'session:07:1')).toEqual([]);
      expect(about('ofeli', name, 'ofeli', 'session:eos:1', 'session:07:1')).toEqual([
        '/data/training registry-foreign',
      ]);
      expect(about('ofeli', name, 'ofeli', 'session:14:1')).toEqual(['/data/training registry-foreign']);
      expect(about('eos', name, 'eos', 'session:99:1')).toEqual(['/data/training registry-foreign']);
    }
  });

  it('is recruited for by Kairos, whatever its registry, and by a CARIF in its own', () => {
    expect(about('kairos', 'recruitment-opened', 'kairos', 'session:14:1')).toEqual([]);
    expect(about('ofeli', 'recruitment-opened', 'ofeli', 'session:07:1')).toEqual([]);
    expect(about('ofeli', 'recruitment-opened', 'ofeli', 'session:eos:1')).toEqual(['/data/training registry-foreign']);
  });

  it('of another territory is not spoken of by a source of one', () => {
    const lines = (clientId: string, source: string, session: string) =>
      faultsOf(partner(clientId), 'financing-engaged', source, { ...dataOf(partner(clientId)), training: [session] });
    expect(lines('region-centre-val-de-loire', 'region-cvl', 'session:07:1')).toEqual([]);
    expect(lines('region-centre-val-de-loire', 'region-cvl', 'session:24:1')).toEqual([
      '/data/training territory-foreign',
    ]);
    expect(lines('region-bretagne', 'region-bretagne', 'session:eos:1')).toEqual(['/data/training territory-foreign']);
    expect(lines('opco', 'opco', 'session:24:1')).toEqual([]);
    // A registry of no known territory says none.
    expect(lines('region-bretagne', 'region-bretagne', 'session:53:1')).toEqual([]);
  });
});

describe('a file', () => {
  it('binds from its own source and those of its organisation alone; beside a session it is only shown', () => {
    const entry = (clientId: string, source: string, ...training: string[]) =>
      faultsOf(partner(clientId), 'entry-attested', source, { trainee, training });
    expect(entry('eos', 'eos', 'file:eos:1894')).toEqual([]);
    expect(entry('kairos', 'kairos-ng', 'file:kairos:P-1')).toEqual([]);
    expect(entry('opco', 'opco', 'file:eos:1894')).toEqual(['/data/training file-foreign']);
    expect(entry('opco-second', 'opco-second', 'file:opco:1')).toEqual(['/data/training file-foreign']);
    expect(entry('opco', 'opco', 'file:eos:1894', 'file:opco:7')).toEqual([]);
    expect(entry('opco', 'opco', 'session:eos:1', 'file:eos:1894')).toEqual([]);
    const corrects = [{ source: 'opco', id: 'o1', training: ['file:eos:1894'] }];
    expect(faultsOf(partner('opco'), 'entry-attested', 'opco', { trainee, corrects })).toEqual([
      '/data/corrects/0/training file-foreign',
    ]);
  });
});

describe('a financing line', () => {
  it('names its reporter, or whose lines the convention delegates to it', () => {
    const opco = partner('opco');
    const agefiph = partner('agefiph').siret;
    const line = (writer: Partner, financerSiret: string) =>
      faultsOf(writer, 'financing-engaged', 'opco', { trainee, financerSiret });
    expect(line(opco, opco.siret)).toEqual([]);
    expect(line(opco, agefiph)).toEqual(['/data/financerSiret financer-foreign']);
    const convention = { territories: [], delegatedBy: [agefiph] } as unknown as NonNullable<Partner['convention']>;
    expect(line({ ...opco, convention }, agefiph)).toEqual([]);
  });
});

describe('what is taken back', () => {
  it('is one’s own, and something that its source can have reported', () => {
    const retract = (source: string, type: string) =>
      faultsOf(partner('kairos'), 'fact-retracted', 'kairos', { trainee, target: { source, id: 'x', type } });
    expect(retract('kairos', 'entry-attested')).toEqual([]);
    expect(retract('kairos-ng', 'candidate-contacted')).toEqual([]);
    expect(retract('eos', 'entry-attested')).toEqual(['/data/target/source target-not-owned']);
    expect(retract('kairos', 'financing-engaged')).toEqual(['/data/target/type event-foreign']);
  });
});

describe('a name in clear', () => {
  const of = (data: JsonObject, person: JsonObject = {}) => {
    const known = { ...trainee, birthName: 'MARTÍN', firstNames: 'Jeanne, Anne', ...person };
    return faultsOf(partner('eos'), 'entry-attested', 'eos', { trainee: known, ...data });
  };

  it('is refused where the event itself names its trainee so, and nothing else is', () => {
    expect(of({ training: ['session:eos:1', 'file:eos:MARTIN-2026'] })).toEqual(['/data/training/1 name-in-clear']);
    expect(of({ module: 'm-Martin.jeanne' })).toEqual(['/data/module name-in-clear']);
    expect(of({ module: 'saint-martin' })).toEqual([]);
    expect(of({ module: 'x0612345678' }, { contact: { phones: ['+33 6 12 34 56 78'] } })).toEqual([
      '/data/module name-in-clear',
    ]);
    expect(of({ training: ['session:eos:1', 'file:eos:1894'] }, { birthName: 'EOS' })).toEqual([]);
  });
});
