import { readFileSync } from 'node:fs';
import type { Finding, PlacedEvent } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { readLheoText } from '../import/read-lheo.ts';
import { lheoRules } from './outcome.ts';
import { seenSessions } from './session-reference.ts';
import { toldStatements } from './told-statements.ts';
import { translateFormation } from './translate-formation.ts';

const now = Date.parse('2026-03-10T08:00:00Z');

function translate(text: string, extractedAt = now, registry?: string): { events: PlacedEvent[]; outcomes: Finding[] } {
  const context = {
    dated: { at: extractedAt, from: 'said' as const },
    now,
    seen: seenSessions(),
    told: toldStatements(),
    isFirst: () => true,
    file: '',
    ...(registry === undefined ? {} : { registry }),
  };
  const events: PlacedEvent[] = [];
  const outcomes: Finding[] = [];
  for (const item of readLheoText(text)) {
    if (item.kind === 'formation') {
      const translated = translateFormation(item.formation, context);
      events.push(...translated.events);
      outcomes.push(...translated.findings);
    } else outcomes.push(item.outcome);
  }
  return { events, outcomes };
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const published = ({ event }: PlacedEvent) => event.data as Record<string, unknown>;

/** One session; `attributes` go to it, `period` is `debut fin`. */
function oneSession(attributes: string, levels: { formation?: string; action?: string; end?: string } = {}): string {
  return `<lheo xmlns="http://www.lheo.org/2.2"><offres><formation numero="07_1" ${levels.formation ?? ''}>
<intitule-formation>Titre</intitule-formation><action numero="07_2" ${levels.action ?? ''}>
<modalites-entrees-sorties>0</modalites-entrees-sorties><session numero="3" ${attributes}>
<periode><debut>20260901</debut><fin>${levels.end ?? '20261001'}</fin></periode></session></action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>49386136300064</SIRET></SIRET-organisme-formation>
</organisme-formation-responsable></formation></offres></lheo>`;
}

describe('a session that EOS has too', () => {
  const written = (number: string, attributes = 'datemaj="20260101"') =>
    oneSession(attributes).replace(
      '</session>',
      `<extras info="EOS"><extra info="numero-EOS">${number}</extra></extras></session>`,
    );
  const told = (text: string) => translate(text).events.filter(({ event }) => event.type.endsWith('identified'));

  it('is said to be that one, as one fact in every extract', () => {
    const [first] = told(written('67680'));
    expect(first?.event).toMatchObject({
      source: 'urn:hub:source:ofeli',
      id: '07-3-eos-67680',
      data: { training: ['session:07:3', 'session:eos:67680'], verdict: 'same' },
    });
    const [later] = told(written('67680', 'datemaj="20260201"'));
    expect([later?.event.id, later?.event.data]).toEqual([first?.event.id, first?.event.data]);
    expect(later?.event.recordedtime).not.toBe(first?.event.recordedtime);
  });

  it('is said once where the file has it twice', () => {
    const text = written('67680');
    const session = /<session [\s\S]*<\/session>/.exec(text)?.[0] ?? '';
    expect(told(text.replace(session, session + session))).toHaveLength(1);
  });

  it('is not where the number is a filler, and is reported where it cannot be one', () => {
    for (const none of ['', '-', 'NULL', '0']) expect(told(written(none))).toEqual([]);
    for (const [wrong, rule] of [
      ['67 680', 'number-unusable'],
      ['2690549588157', 'number-like-nir'],
    ] as const) {
      const { events, outcomes } = translate(written(wrong));
      expect(events.map(({ event }) => event.type)).toEqual(['hub.session-published']);
      expect(outcomes.map((each) => each.rule)).toContain(rule);
    }
  });
});

describe('the traps of real files', () => {
  const { events, outcomes } = translate(fixture('traps-2.2.xml'));
  const session = (numero: string) => events.filter((placed) => placed.numero === numero).map(published);
  const rules = (part: string) =>
    outcomes
      .filter(({ place }) => place?.path?.includes(part))
      .map(({ severity, rule, field }) => [severity, rule, field]);

  it('reports each session that has a number, even where readers will find it incomplete', () => {
    expect(events.map(({ event }) => (event.data as { training: string[] }).training[0])).toEqual([
      'session:07:601',
      'session:07:602',
      'session:07:603',
      'session:07:604',
      'session:07:601',
      'session:07:601@602',
      'session:14:SE_0000160070',
      'session:04:700',
    ]);
  });

  it('reads unknown and partial dates', () => {
    expect(session('601')[0]).toMatchObject({ open: true, entryMode: 'permanent' });
    expect(session('601')[0]).not.toHaveProperty('start');
    expect(session('602')[0]).toMatchObject({ start: '2026-03-01', end: '2026-12-31' });
    expect(session('603')[0]).not.toHaveProperty('start');
    expect(rules('session[2]/periode')).toEqual([
      ['repaired', 'date-partial', 'start'],
      ['repaired', 'date-partial', 'end'],
    ]);
    expect(rules('session[3]/periode')).toEqual([['refused', 'period-inverted', 'start']]);
    expect(rules('session[4]')).toEqual([
      ['refused', 'date-invalid', 'end'],
      ['refused', 'mandatory-missing', 'end'],
    ]);
  });

  it('takes a session for endless only where that is said: fixed dates without an end lack it', () => {
    const written = oneSession('datemaj="20260101"');
    const end = '<fin>20261001</fin>';
    const permanent = written.replace('<modalites-entrees-sorties>0', '<modalites-entrees-sorties>1');
    const read = (text: string) => {
      const told = translate(text);
      return [told.events.map(published)[0]?.open, ...told.outcomes.map(({ rule, field }) => `${rule} ${field}`)];
    };
    expect(read(written.replace('20261001', '99999999'))).toEqual([true]);
    expect(read(permanent.replace(end, ''))).toEqual([true]);
    for (const none of ['', '<fin/>']) {
      expect(read(written.replace(end, none))).toEqual([undefined, 'mandatory-missing end']);
    }
  });

  it('mends a SIRET where the result is right, and leaves out the others', () => {
    expect(session('601')[0]).toMatchObject({
      dispensateurSirets: ['82422814201874'],
      mandataireSiret: '82422814200660',
    });
    expect(session('14_se_0000160070')[0]).not.toHaveProperty('dispensateurSirets');
    expect(rules('formation[3]/action[1]/organisme-formateur')).toEqual([
      ['ignored', 'siret-invalid', 'dispensateurSirets'],
      ['refused', 'siret-invalid', 'dispensateurSirets'],
    ]);
    expect(rules('formation[4]/action[1]/session')).toEqual([['refused', 'mandatory-missing', 'mandataireSiret']]);
  });

  it('cleans texts, and takes fillers for nothing', () => {
    expect(session('601')[0]).toMatchObject({
      title: 'Projet professionnel & découverte',
      certification: { rncp: '320' },
      place: { inseeCode: '01053', postalCode: '01000' },
    });
    expect((session('601')[0] as { place: object }).place).not.toHaveProperty('label');
  });

  it('adds the places of a repeated financer, puts the main Formacode first', () => {
    expect(session('601')[0]).toMatchObject({ financerCodes: ['2'], placesFinanced: 10 });
    expect(session('601')[0]).toMatchObject({
      domain: { formacode: ['15061', '15062'], nsf: ['415'], rome: ['K2111'] },
    });
  });

  it('never takes a commune of department 20 for one of Corsica', () => {
    expect(session('14_se_0000160070')[0]).toMatchObject({ place: { postalCode: '20000' } });
    expect((session('14_se_0000160070')[0] as { place: object }).place).not.toHaveProperty('inseeCode');
  });

  it('refuses sessions without usable number, and never shows one that reads as a NIR', () => {
    expect(rules('action[1]/session[5]')).toEqual([['refused', 'session-number-missing', null]]);
    expect(rules('action[1]/session[6]')).toEqual([['refused', 'number-unusable', null]]);
    expect(rules('action[1]/session[7]')).toEqual([['refused', 'number-like-nir', null]]);
    expect(JSON.stringify(outcomes)).not.toContain('2550814168025');
  });

  it('makes two numbers of one shared by two actions, and tells an older state of one as well as the newer', () => {
    const stated = session('601').map((data) => (data as { statement: { ref: string; sequence: number } }).statement);
    expect(stated.map(({ ref }) => ref)).toEqual(['session:07:601', 'session:07:601', 'session:07:601@602']);
    expect(stated[0]?.sequence).toBeGreaterThan(stated[1]?.sequence ?? 0);
    expect(rules('action[1]/session[8]')).toEqual([]);
    expect(rules('action[2]/session[1]')).toEqual([['repaired', 'session-number-shared', null]]);
  });

  it('asks for the prefix of the CARIF where a session has none, and takes the one given', () => {
    const bare = oneSession('datemaj="20260105"').replace(/numero="07_/g, 'numero="');
    const without = translate(bare);
    expect(without.events).toEqual([]);
    expect(without.outcomes).toMatchObject([{ rule: 'registry-unknown', severity: 'refused', element: 'session' }]);
    expect(lheoRules['registry-unknown'].remedy).toContain('--registry 07');
    const given = translate(bare, now, '24').events[0]?.event.data as { training: string[] };
    expect(given.training).toEqual(['session:24:3']);
    const own = translate(oneSession('datemaj="20260105"'), now, '24').events[0]?.event.data as { training: string[] };
    expect(own.training).toEqual(['session:07:3']);
  });

  it('says of every outcome where it is', () => {
    for (const { place } of outcomes) {
      expect(place?.line).toBeGreaterThan(0);
      expect(place?.path).toMatch(/^\/lheo/);
    }
    expect(outcomes.find(({ rule }) => rule === 'element-unknown')).toMatchObject({
      element: 'SIRET-formatuer',
      numero: '07_602',
    });
  });
});

describe('LHEO 2.3', () => {
  const { events, outcomes } = translate(fixture('offer-2.3.xml'));

  it('reports the dated ways to be recruited, and the withdrawal of a session', () => {
    expect(events.map(({ event }) => [event.type, event.data])).toMatchObject([
      [
        'hub.session-published',
        { title: 'CAP cuisine & pâtisserie', placesTotal: 24, certification: { rncp: '38430' } },
      ],
      ['hub.recruitment-opened', { slot: 'ICO-901-1', mode: 'meeting', from: '2026-04-10', to: '2026-04-10' }],
      ['hub.recruitment-opened', { slot: '07:901/candidature/2026-04-01', mode: 'candidature', from: '2026-04-01' }],
      ['hub.session-published', { state: 'suspended' }],
      ['hub.session-withdrawn', { kind: 'cancelled', effectiveDate: '2026-02-28' }],
    ]);
    expect(outcomes.map(({ rule }) => rule)).toEqual([
      'text-cleaned',
      'commune-repaired',
      'recruitment-without-date',
      'recruitment-mode-other',
    ]);
  });

  it('takes the latest stamp of the levels, with its hour', () => {
    expect(events[0]?.event.recordedtime).toBe('2026-02-28T09:00:00.000Z');
  });
});

describe('ids and sequences', () => {
  const first = (text: string, exportedAt?: number) => translate(text, exportedAt).events[0]?.event;
  const sequence = (text: string, exportedAt?: number) =>
    (first(text, exportedAt)?.data as { statement: { sequence: number } } | undefined)?.statement.sequence ?? 0;

  it('repeats ids for the same export, and gives new ones to a later export', () => {
    const text = oneSession('datemaj="20260105"');
    expect(first(text)).toEqual(first(text));
    expect(first(text)?.id).not.toBe(first(text, now - 3_600_000)?.id);
    expect(sequence(text)).toBeGreaterThan(sequence(text, now - 60_000));
  });

  it('gives another id and a greater sequence to a later change, whenever its extract was made', () => {
    const [before, after] = [oneSession('datemaj="20260105"'), oneSession('datemaj="20260106"', { end: '20261008' })];
    expect(first(after)?.id).not.toBe(first(before)?.id);
    for (const extractedAt of [now, Date.parse('2026-01-06T12:00:00Z'), Date.parse('2025-01-01T00:00:00Z')]) {
      expect(sequence(after, extractedAt)).toBeGreaterThan(sequence(before, now));
    }
  });

  it('orders extracts of one stamp by their dates, over minutes, years and decades', () => {
    const text = oneSession('datemaj="19700201"');
    const ordered = [
      '1970-02-01T00:00',
      '1971-01-01T08:00',
      '1971-01-01T08:01',
      '1972-06-01T00:00',
      '2026-01-01T00:00',
    ].map((at) => sequence(text, Date.parse(`${at}Z`)));
    expect(ordered).toEqual([...new Set(ordered)].sort((a, b) => a - b));
    expect(sequence(oneSession('datemaj="20260309"'), now)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });

  it('is recorded in the day of its stamp, at the extract where that was made on it', () => {
    const text = oneSession('datemaj="20260305"');
    const recorded = (at: string) => first(text, Date.parse(at))?.recordedtime;
    expect(recorded('2026-03-04T06:00:00Z')).toBe('2026-03-04T23:00:00.000Z');
    expect(recorded('2026-03-05T06:00:00Z')).toBe('2026-03-05T06:00:00.000Z');
    expect(recorded('2026-03-09T06:00:00Z')).toBe('2026-03-05T22:59:59.000Z');
  });

  it('sees a change of the action or the formation', () => {
    const old = oneSession('datemaj="20260105"');
    expect(sequence(oneSession('datemaj="20260105"', { action: 'datemaj="20260110"' }))).toBeGreaterThan(sequence(old));
    expect(sequence(oneSession('datemaj="20260105"', { formation: 'datemaj="20260110"' }))).toBeGreaterThan(
      sequence(old),
    );
  });

  it('does not count a stamp that is to come or impossible, and says so', () => {
    for (const [stamp, rule] of [
      ['20271231', 'date-future'],
      ['20260231', 'stamp-invalid'],
      ['hier', 'stamp-invalid'],
    ]) {
      const { events, outcomes } = translate(oneSession(`datemaj="${stamp}"`, { action: 'datemaj="20260105"' }));
      expect(events[0]?.event.recordedtime).toBe('2026-01-05T22:59:59.000Z');
      expect(outcomes.map(({ rule: named, element }) => [named, element])).toEqual([[rule, 'session']]);
      const alone = translate(oneSession(`datemaj="${stamp}"`));
      expect(alone.events[0]?.event.recordedtime).toBe(new Date(now).toISOString());
    }
  });

  it('makes ids of letters that no digit run of a person can appear in', () => {
    expect(first(oneSession('datemaj="20260105"'))?.id).toMatch(/^07-3-[a-p]{20}$/);
  });
});
