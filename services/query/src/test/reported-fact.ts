import type { Fact } from '@hub/core';

/** What EOS reported of that day, recorded and received then. */
export function reportedFact(
  id: string,
  type: Fact['type'],
  day: string,
  data: object = {},
  references: readonly string[] = ['session:eos:67680'],
): Fact {
  // The tests write what the dictionary would let pass.
  return {
    source: 'eos',
    id,
    type,
    version: 1,
    partner: 'eos',
    recordedAt: `${day}T08:00:00.000Z`,
    receivedAt: `${day}T08:00:01.000Z`,
    effectiveDate: day,
    digest: id,
    references,
    data,
  } as Fact;
}
