import { describe, expect, it } from 'vitest';
import { countWords, wordsOfPayment, wordsOfSession } from './learn.ts';

const stay = { state: 'entered', entry: '2026-04-01', absentOn: null, exitKind: null, abandonment: null };
const stays = [{ ...stay, exit: null, interruptions: [] }];
const remuneration = { body: '99000118200015', sent: true, from: '2026-04-01', to: null };
const blockage = (reason: 'attendance-missing' | 'entry-missing') => {
  return { reason, since: null, month: null, sentence: '', remedy: '' };
};

describe('what a pay body notes of a dossier', () => {
  it.each([
    ['that it is payable', { blockages: [] }, ['payable']],
    ['what blocks it, once', { blockages: Array(2).fill(blockage('attendance-missing')) }, ['attendance-missing']],
    ['what blocks who has not entered', { stays: [], blockages: [blockage('entry-missing')] }, ['entry-missing']],
    ['nothing where the hub says nothing of it', { blockages: null }, []],
    ['nothing of who left before this month', { stays: [{ ...stays[0], exit: '2026-05-31' }], blockages: [] }, []],
    ['who left in it', { stays: [{ ...stays[0], exit: '2026-06-01' }], blockages: [] }, ['payable']],
    ['nothing before it pays', { remuneration: { ...remuneration, from: '2026-07-01' }, blockages: [] }, []],
    ['nothing after it paid', { remuneration: { ...remuneration, to: '2026-05-31' }, blockages: [] }, []],
  ])('is %s', (_what, dossier, words) => {
    const listed = { remuneration, stays, ...dossier } as Parameters<typeof wordsOfPayment>[0][number];
    expect(wordsOfPayment([listed], '2026-06-15')).toEqual(words);
  });

  it('is nothing of a dossier that is not listed', () => {
    expect(wordsOfPayment([], '2026-06-15')).toEqual([]);
  });
});

describe('what AUDEF notes of a session', () => {
  const event = (type: 'session-published' | 'recruitment-opened') => {
    return { type, source: 'eos', id: '1', receivedAt: '2026-06-15T10:00:00.000Z' };
  };
  const published = { causes: [event('session-published')], sessionState: 'open' };

  it('is that it opened, changed and closed, each once a day', () => {
    const opened = wordsOfSession(published, []);
    const changed = wordsOfSession(published, opened);
    const closed = wordsOfSession({ causes: 'rules', sessionState: 'closed' }, changed);
    expect([opened, changed, closed]).toEqual([['opened'], ['opened', 'changed'], ['opened', 'changed', 'closed']]);
    expect(wordsOfSession({ causes: [event('recruitment-opened')], sessionState: 'open' }, [])).toEqual(['changed']);
    expect(countWords({ a: closed, b: opened })).toEqual({ changed: 1, closed: 1, opened: 2 });
  });
});
