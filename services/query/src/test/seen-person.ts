import { describeRow, type Fact, type FactSet } from '@hub/core';
import { loadRights, loadRules, type PersonColumns } from '@hub/platform';
import type { SeenPerson } from '../reading/read-person.ts';
import { personSight, type Reader } from '../reading/sight.ts';

const authority = { siret: '99000110900018', kinds: ['authority'], purpose: 'control' };

/** An organisation that reads; the authority unless told otherwise. */
export function readerOf(more: Partial<Reader> = {}): Reader {
  return { ...authority, territories: [], exceptions: {}, sources: [], agreed: [], ...more };
}

/** What a reader sees on 1 June 2026 of one trainee with these dossiers, by number; throws where it is nothing. */
export function seenPerson(dossiers: Readonly<Record<number, readonly Fact[]>>, reader: Reader): SeenPerson {
  const rules = loadRules();
  const rows = Object.entries(dossiers).map(([number, facts]) => ({
    row: { number: Number(number), trainee: 'T1', slice: 0, facts: facts as FactSet },
    summary: describeRow(facts as FactSet, rules).summary,
  }));
  const columns: PersonColumns = {
    trainees: [],
    dossiers: rows.map(({ row: { number, trainee }, summary }) => ({ ...summary, number, trainee })),
    sessions: [],
  };
  const sight = personSight(columns, 'T1', reader, { rights: loadRights(), day: '2026-06-01' });
  if (sight === null) throw new Error('nothing is seen');
  const stored = { trainees: [], dossiers: rows.map(({ row }) => row), sessions: [], progress: [], parked: [] };
  return { columns, sight, stored };
}
