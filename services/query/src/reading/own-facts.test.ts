import type { Fact } from '@hub/core';
import { expect, test } from 'vitest';
import { ownFacts } from './own-facts.ts';

const [mine, others] = ['99000106700018', '99000105900015'];

const fact = (id: string, type: string, receivedAt: string, organisation?: string) =>
  ({
    source: organisation === undefined ? 'hub' : 's',
    id,
    type,
    receivedAt,
    recordedAt: receivedAt,
    organisation,
  }) as Fact;

test('nothing of a dossier says that somebody had reported of it before', () => {
  const earlier = '2026-11-26T11:18:17.002Z';
  const own = [
    fact('b', 'exit-declared', '2026-11-26T12:00:00.000Z', mine),
    fact('a', 'entry-attested', '2026-11-26T11:18:23.234Z', mine),
  ];
  const number = fact('n', 'dossier-attributed', earlier);
  const seen = ownFacts([fact('p', 'candidate-positioned', earlier, others), number, ...own], mine);
  const given = '2026-11-26T11:18:23.234Z';
  expect(seen).toEqual([{ ...number, receivedAt: given, recordedAt: given }, ...own]);
  expect(ownFacts([fact('p', 'candidate-positioned', earlier, others), number], mine)).toEqual([]);
});
