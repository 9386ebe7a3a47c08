import { type Fact, factSet } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { echoSeconds, shownEchoes } from './shown-echoes.ts';

const entry = (source: string, id: string, receivedAt: string, origin?: object) =>
  ({
    ...{ source, id, type: 'entry-attested', version: 1, partner: source, digest: id, references: ['session:eos:1'] },
    ...{ recordedAt: receivedAt, receivedAt, effectiveDate: '2026-04-01' },
    data: { effectiveDate: '2026-04-01', ...(origin !== undefined && { origin }) },
  }) as unknown as Fact;
const own = entry('eos', 'e1', '2026-04-01T08:00:00.000Z');
const echo = entry('kairos-ng', 'k1', '2026-04-01T09:30:00.000Z', { source: 'eos', id: 'e1' });
const seconds = (before: readonly Fact[], after: readonly Fact[], arrived: readonly Fact[]) =>
  shownEchoes(before, factSet(after), arrived).map(echoSeconds);

describe('the delay of an echo', () => {
  it('goes from receipt to receipt, also where both came in one batch', () => {
    expect(seconds([own], [own, echo], [echo])).toEqual([5_400]);
    expect(seconds([], [own, echo], [own, echo])).toEqual([5_400]);
  });

  it('is told once, however often the echo is sent', () => {
    expect(seconds(factSet([own, echo]), [own, echo], [echo])).toEqual([]);
  });

  it('is not known of an echo without its origin, or before it', () => {
    expect(seconds([], [echo], [echo])).toEqual([null]);
    const early = entry('kairos-ng', 'k2', '2026-04-01T07:00:00.000Z', { source: 'eos', id: 'e1' });
    expect(seconds([own], [own, early], [early])).toEqual([null]);
  });
});
