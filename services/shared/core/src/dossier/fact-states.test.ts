import { describe, expect, it } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { stateOfEvent } from './fact-states.ts';
import { type Fact, factSet } from './facts.ts';

const trainee = 't';
const entered = (id: string, digest: string, more: Partial<Fact> = {}) =>
  factOn(`eos/${id}`, 'entry-attested', '2026-04-01', {}, { digest, ...more } as never);
const retracts = (id: string, target: string, source = 'eos') =>
  factOn(`${source}/${id}`, 'fact-retracted', '2026-04-02', {
    target: { source: 'eos', id: target, type: 'entry-attested' },
  });
const stateOf = (facts: readonly Fact[], id: string, content?: string) =>
  stateOfEvent(
    { trainee, facts: factSet(facts) },
    { source: 'eos', id, ...(content === undefined ? {} : { content }) },
  );

describe('what became of an event', () => {
  it('is live, removed with what removed it, or set aside by an operator', () => {
    expect(stateOf([entered('e1', 'aaa')], 'e1', 'aa')).toEqual({ state: 'live', by: [] });
    const by = [{ source: 'eos', eventId: 'r1' }];
    expect(stateOf([entered('e1', 'aaa'), retracts('r1', 'e1')], 'e1', 'aa')).toEqual({ state: 'removed', by });
    expect(stateOf([entered('e1', 'aaa'), retracts('r1', 'e1', 'operator')], 'e1', 'aa')?.state).toBe('set-aside');
    const corrected = [entered('e1', 'aaa'), factOn('eos/e2', 'entry-attested', '2026-04-02', { corrects: ['e1'] })];
    expect(stateOf(corrected, 'e1')).toEqual({ state: 'removed', by: [{ source: 'eos', eventId: 'e2' }] });
  });

  it('reported again under an id that was retracted is removed, with the same content or another, in any order', () => {
    const again = entered('e1', 'bbb', { receivedAt: '2026-05-01T08:00:00.000Z' });
    const facts = [again, entered('e1', 'aaa'), retracts('r1', 'e1')];
    const removed = { state: 'removed', by: [{ source: 'eos', eventId: 'r1' }] };
    for (const order of [facts, facts.toReversed()]) {
      expect([stateOf(order, 'e1', 'aaa'), stateOf(order, 'e1', 'bbb')]).toEqual([removed, removed]);
    }
  });

  it('is told by its content where an id was used twice, and by the one that stands where the content is not known', () => {
    const facts = [entered('e1', 'zzz'), entered('e1', 'bbb', { receivedAt: '2026-05-01T08:00:00.000Z' })];
    expect(stateOf(facts, 'e1', 'zzz')?.state).toBe('live');
    expect(stateOf(facts, 'e1', 'bbb')?.state).toBe('variant');
    expect(stateOf(facts, 'e1')?.state).toBe('live');
  });

  it('is superseded by a greater sequence, and an echo of its origin', () => {
    const report = (id: string, sequence: number) =>
      factOn(`eos/${id}`, 'entry-attested', '2026-04-01', { statement: { ref: 'aes', sequence } });
    const facts = [report('e1', 1), report('e2', 2)];
    expect(stateOf(facts, 'e1')).toEqual({ state: 'superseded', by: [{ source: 'eos', eventId: 'e2' }] });
    const echo = factOn('eos/e3', 'entry-attested', '2026-04-01', { origin: { source: 'kairos', id: 'k1' } });
    expect(stateOf([echo], 'e3')).toEqual({ state: 'echo', by: [{ source: 'kairos', eventId: 'k1' }] });
  });

  it('is not known where its subject does not hold it', () => {
    expect(stateOf([entered('e1', 'aaa')], 'e2')).toBeNull();
    expect(stateOf([entered('e1', 'aaa')], 'e1', 'x')).toBeNull();
    expect(stateOf([], 'e1')).toBeNull();
  });
});
