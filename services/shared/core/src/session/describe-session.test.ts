import { describe, expect, test } from 'vitest';
import type { Fact } from '../dossier/facts.ts';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describeSession } from './describe-session.ts';

const session = 'session:07:114782';

function fact(
  named: string,
  type: Fact['type'],
  recorded: string,
  data: Record<string, unknown>,
  references: string[] = [session],
): Fact {
  const effectiveDate = typeof data.from === 'string' ? data.from : null;
  return factOn(named, type, recorded, data, { effectiveDate, digest: JSON.stringify(data), references });
}

function published(id: string, recorded: string, sequence: number, title: string): Fact {
  const offer = {
    title,
    start: '2026-09-01',
    end: '2026-12-20',
    entryMode: 'fixed-dates',
    mandataireSiret: '18450311800020',
  };
  return fact(`ofeli/${id}`, 'session-published', recorded, { ...offer, statement: { ref: '114782', sequence } });
}

describe('a session', () => {
  test('is as its greatest sequence reports, whatever was recorded or arrived last', () => {
    const reported = describeSession(
      factSet([published('a', '2026-03-02', 2, 'new'), published('b', '2026-03-05', 1, 'old')]),
    );
    expect(reported).toMatchObject({ state: 'open', published: { value: { title: 'new' } } });
    expect(reported.missing).toEqual(['dispensateurSirets', 'place.inseeCode', 'financerCodes', 'placesTotal']);
  });

  test('names every organisation that gives it, in whatever order its sources list them', () => {
    const dispensateurSirets = ['82422814201874', '82422814200660'];
    const offer = { title: 'Soudage', teachingMode: 'blended', place: { inseeCode: '45234', postalCode: '45000' } };
    const other = { title: 'Soudage', place: { postalCode: '45000', inseeCode: '45234' }, teachingMode: 'blended' };
    const reported = describeSession(
      factSet([
        fact('ofeli/a', 'session-published', '2026-03-02', { ...offer, dispensateurSirets }),
        fact('eos/b', 'session-published', '2026-03-01', {
          ...other,
          dispensateurSirets: dispensateurSirets.toReversed(),
        }),
      ]),
    );
    expect(reported.published).toMatchObject({
      value: { dispensateurSirets: ['82422814200660', '82422814201874'], teachingMode: 'blended' },
      confirmedBy: [{ source: 'eos', eventId: 'b' }],
      contestedBy: [],
    });
    expect(reported.missing).not.toContain('dispensateurSirets');
  });

  test('stays cancelled until it is reported again', () => {
    const cancelled = fact('ofeli/w', 'session-withdrawn', '2026-04-01', { kind: 'cancelled' });
    const before = published('a', '2026-03-02', 1, 'Soudage');
    expect(describeSession(factSet([before, cancelled])).state).toBe('cancelled');
    expect(describeSession(factSet([before, cancelled, published('b', '2026-04-02', 2, 'Soudage')])).state).toBe(
      'open',
    );
  });

  test('shows its slots, the deleted ones too, and its planned interruptions', () => {
    const reported = describeSession(
      factSet([
        fact('kairos/s1', 'recruitment-opened', '2026-03-02', { slot: 'RDV1', mode: 'meeting', from: '2026-03-10' }),
        fact('kairos/d1', 'slot-deleted', '2026-03-05', { slot: 'RDV1' }),
        fact('ofeli/i1', 'session-interruption-planned', '2026-03-02', { from: '2026-10-20', to: '2026-11-10' }),
      ]),
      releasedRules,
    );
    expect(reported).toMatchObject({
      state: 'unpublished',
      slots: [
        {
          slot: 'RDV1',
          opened: { value: { mode: 'meeting', from: '2026-03-10', to: null } },
          deleted: { value: true },
        },
      ],
      plannedInterruptions: [{ value: { from: '2026-10-20', to: '2026-11-10' } }],
    });
  });

  test('knows the newest verdict of each pair', () => {
    const pair = [session, 'session:eos:67680'];
    const reported = describeSession(
      factSet([
        fact('operator/v2', 'session-identified', '2026-04-02', { verdict: 'different' }, pair),
        fact('operator/v1', 'session-identified', '2026-04-01', { verdict: 'same' }, pair.toReversed()),
      ]),
    );
    expect(reported.identified).toMatchObject([{ references: [session, 'session:eos:67680'], verdict: 'different' }]);
  });

  test('taken apart again is no session of the other reference', () => {
    const verdict = fact('operator/v', 'session-identified', '2026-04-01', { verdict: 'same' }, [
      session,
      'session:eos:1',
    ]);
    const retracted = fact(
      'operator/r',
      'fact-retracted',
      '2026-04-02',
      {
        target: { source: 'operator', id: 'v', type: 'session-identified' },
        reason: 'entered-in-error',
      },
      [session, 'session:eos:1'],
    );
    const reported = describeSession(factSet([published('a', '2026-03-02', 1, 'Soudage'), verdict, retracted]));
    expect(reported).toMatchObject({ references: [session], identified: [] });
  });

  test('is open again where a later statement publishes it and does not withdraw it, recorded at the same time or not', () => {
    const statement = { ref: '114782', sequence: 1 };
    const withdrawn = fact('ofeli/w', 'session-withdrawn', '2026-03-02', { kind: 'suspended', statement });
    const before = published('a', '2026-03-02', 1, 'Soudage');
    const after = published('b', '2026-03-02', 2, 'Soudage');
    expect(describeSession(factSet([before, withdrawn])).state).toBe('suspended');
    expect(describeSession(factSet([after, withdrawn, before]))).toMatchObject({ state: 'open', withdrawn: null });
  });
});
