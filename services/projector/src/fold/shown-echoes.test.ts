import { type Fact, factSet } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { shownEchoes } from './shown-echoes.ts';

const entry = (source: string, id: string, receivedAt: string, origin?: object) =>
  ({
    ...{ source, id, type: 'entry-attested', version: 1, partner: source, digest: id, references: ['session:eos:1'] },
    ...{ recordedAt: receivedAt, receivedAt, effectiveDate: '2026-04-01' },
    data: { effectiveDate: '2026-04-01', ...(origin !== undefined && { origin }) },
  }) as unknown as Fact;
const own = entry('eos', 'e1', '2026-04-01T08:00:00.000Z');
const echo = entry('kairos-ng', 'k1', '2026-04-01T09:30:00.000Z', { source: 'eos', id: 'e1' });

describe('the delay of an echo', () => {
  it('goes from receipt to receipt, also where both came in one batch', () => {
    const shown = { origin: 'eos', source: 'kairos-ng', seconds: 5_400, receivedAt: Date.parse(echo.receivedAt) };
    expect(shownEchoes([own], factSet([own, echo]), [echo])).toEqual([shown]);
    expect(shownEchoes([], factSet([own, echo]), [own, echo])).toEqual([shown]);
  });

  it('is told once, however often the echo is sent', () => {
    const both = factSet([own, echo]);
    expect(shownEchoes(both, both, [echo])).toEqual([]);
  });

  it('is not known of an echo without its origin, or before it', () => {
    expect(shownEchoes([], [echo], [echo])).toEqual([]);
    const early = entry('kairos-ng', 'k2', '2026-04-01T07:00:00.000Z', { source: 'eos', id: 'e1' });
    expect(shownEchoes([own], factSet([own, early]), [early])).toEqual([]);
  });
});
