import { describeRow, type FactSet, type SessionVerdict } from '@hub/core';
import { loadRights, loadRules, type PersonColumns } from '@hub/platform';
import { describe, expect, test } from 'vitest';
import { reportedFact } from '../test/reported-fact.ts';
import { readerOf } from '../test/seen-person.ts';
import { personSight } from './sight.ts';

const [eos, carif] = ['session:eos:67680', 'session:07:114782'] as const;
const [region, franceTravail, offer] = ['99000106700018', '99000105900015', '99000121600011'] as const;
const reader = readerOf({
  ...{ siret: region, kinds: ['region'], territories: ['centre-val-de-loire'] },
  ...{ purpose: 'funding-follow-up', sources: ['region-cvl'] },
});

function verdict(source: string, organisation: string, said: 'same' | 'different'): SessionVerdict {
  const [eventId, recordedAt] = ['v', '2026-04-01T08:00:00.000Z'];
  return { references: [carif, eos], verdict: said, by: 'rule', source, organisation, eventId, recordedAt };
}

/** Whether the Région, whose session EOS publishes and attests an entry in, sees the candidature under the CARIF's number. */
function sees(...identified: readonly SessionVerdict[]): boolean {
  const said = { by: 'adviser', mode: 'candidature', funding: 'prf' };
  const candidature = reportedFact('p1', 'candidate-positioned', '2026-03-20', said, [carif]);
  const positioned = { ...candidature, source: 'kairos', partner: 'kairos', organisation: franceTravail };
  const entered = { ...reportedFact('e1', 'entry-attested', '2026-04-01', {}, [eos]), organisation: region };
  const columns: PersonColumns = {
    trainees: [],
    dossiers: [positioned, entered].map((fact, index) => {
      const { summary } = describeRow([fact] as FactSet, loadRules());
      return { ...summary, number: index + 1, trainee: 'T1' };
    }),
    sessions: [[eos, ['2']] as const, [carif, []] as const].map(([reference, financerCodes]) => {
      const evidence = { reference, territory: 'centre-val-de-loire', financerCodes, financerSirets: [] };
      return { reference, references: [eos, carif], domain: null, identified, evidence };
    }),
  };
  const sight = personSight(columns, 'T1', reader, { rights: loadRights(), day: '2026-06-01' });
  return sight?.dossiers.some(({ rows }) => rows.some(({ number }) => number === 1)) === true;
}

describe('that two sessions are one', () => {
  test('joins what is seen on the word of another organisation, whatever the reader’s own says', () => {
    expect(sees(verdict('ofeli', offer, 'same'))).toBe(true);
    expect(sees(verdict('ofeli', offer, 'same'), verdict('eos', region, 'different'))).toBe(true);
  });

  test('joins nothing on the word of the reader’s own organisation, by whatever machine of it', () => {
    expect(sees(verdict('eos', region, 'same'))).toBe(false);
    expect(sees(verdict('region-cvl', offer, 'same'))).toBe(false);
  });

  test('joins nothing where it was judged that they are two', () => {
    expect([sees(verdict('ofeli', offer, 'different')), sees()]).toEqual([false, false]);
  });
});
