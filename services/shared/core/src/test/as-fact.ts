import type { Fact } from '../dossier/facts.ts';

/** A fact written in a test: its data is what the dictionary would let pass, or on purpose is not. */
export function asFact(fact: Omit<Fact, 'data'> & { readonly data: object }): Fact {
  return fact as Fact;
}

/** A fact by its `source/id`, recorded on its day at eight and received a second later. */
export function factOn(
  named: string,
  type: Fact['type'],
  day: string,
  data: object,
  more: Partial<Omit<Fact, 'data' | 'type'>> = {},
): Fact {
  const [source = '', id = ''] = named.split('/');
  return asFact({
    source,
    id,
    type,
    version: 1,
    partner: source,
    recordedAt: `${day}T08:00:00.000Z`,
    receivedAt: `${day}T08:00:01.000Z`,
    effectiveDate: day,
    digest: JSON.stringify([named, type, day, data]),
    references: [],
    data: { ...data },
    ...more,
  });
}
