import { type Fact, type FactSet, factSet, union } from '@hub/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrival, Group } from './arrival.ts';
import { foldGroup } from './fold-group.ts';

function arrivalOf(id: string, offset = 0): Arrival {
  const fact: Fact = {
    source: 'eos',
    id,
    type: 'entry-attested',
    version: 1,
    partner: 'eos',
    recordedAt: '2026-04-01T08:00:00.000Z',
    receivedAt: '2026-04-01T08:00:01.000Z',
    effectiveDate: '2026-04-01',
    digest: `digest-${id}`,
    references: ['session:EOS:1'],
    data: { effectiveDate: '2026-04-01' },
  };
  return { topic: 'entry', slice: 0, offset, event: { fact, trainee: 't', dossier: 123_456_789 } };
}

function groupOf(arrivals: Arrival[]): Group {
  return { key: '123456789', slice: 0, arrivals };
}

const idsOf = (facts: FactSet) => facts.map((fact) => fact.id);

describe('folding what arrived for a subject', () => {
  it('gives the same facts for any split into batches, any order and any repetition', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'))), (batches) => {
        let stored: FactSet = [];
        for (const batch of batches) {
          const folded = foldGroup(stored, groupOf(batch.map((id) => arrivalOf(id))), idsOf);
          if ('facts' in folded) stored = folded.facts;
        }
        const whole = factSet(batches.flat().map((id) => arrivalOf(id).event.fact));
        expect(stored).toEqual(whole);
      }),
    );
  });

  it('parks exactly the events that break the rules, and keeps the others', () => {
    const breaking = (facts: FactSet) => {
      if (facts.some((fact) => fact.id.startsWith('bad'))) throw new Error('the rules break');
      return idsOf(facts);
    };
    const arrivals = ['a', 'bad-1', 'b', 'bad-2'].map((id, offset) => arrivalOf(id, offset));
    const folded = foldGroup([], groupOf(arrivals), breaking);
    expect(folded).toMatchObject({ record: ['a', 'b'] });
    const parked = { topic: 'entry', slice: 0, dossier: 123_456_789, reason: 'fold-failed', detail: 'the rules break' };
    expect(folded.parked).toEqual([
      { ...parked, offset: 1, event: { source: 'eos', id: 'bad-1' } },
      { ...parked, offset: 3, event: { source: 'eos', id: 'bad-2' } },
    ]);
  });

  it('writes nothing where every event is parked', () => {
    const broken = () => {
      throw new Error('the rules break');
    };
    const folded = foldGroup(union([], []), groupOf([arrivalOf('a')]), broken);
    expect('facts' in folded).toBe(false);
    expect(folded.parked).toHaveLength(1);
  });
});
