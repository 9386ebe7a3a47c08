import type { ReportedEvent } from './scenario.ts';

type More = Partial<Omit<ReportedEvent, 'data'>> & { readonly data?: ReportedEvent['data'] };

/** An event of one source: `fact` is its `source/id`, and a source has no slash. `day` null: none. */
export function reported(
  type: ReportedEvent['type'],
  fact: string,
  day: string | null,
  data: ReportedEvent['data'] = {},
  more: More = {},
): ReportedEvent {
  const slash = fact.indexOf('/');
  const named = { source: fact.slice(0, slash), id: fact.slice(slash + 1) };
  return { ...named, type, day, ...more, data: { ...data, ...more.data } };
}

/** The candidature of most scenarios: PRF, reported by Kairos, on 2026-03-20 unless said. */
export function positioned(id = 'p1', day = '2026-03-20', more: More = {}): ReportedEvent {
  const data = { by: 'france-travail', mode: 'candidature', funding: 'prf' };
  return reported('candidate-positioned', `kairos/${id}`, day, data, more);
}

export function entry(source: string, id: string, day: string, more: More = {}): ReportedEvent {
  return reported('entry-attested', `${source}/${id}`, day, {}, more);
}

export function exit(source: string, id: string, day: string, more: More = {}): ReportedEvent {
  return reported('exit-declared', `${source}/${id}`, day, { kind: 'planned-end' }, more);
}

export function registered(id: string, day: string, more: More = {}): ReportedEvent {
  return reported('enrolment-decided', `france-travail/${id}`, day, { decision: 'registered' }, more);
}

export function presence(id: string, day: string, slot: string, value: 'present' | 'absent'): ReportedEvent {
  return reported('presence-recorded', `kairos/${id}`, day, { slot, presence: value });
}

export function retained(id: string, day: string, more: More = {}): ReportedEvent {
  return reported('selection-decided', `kairos/${id}`, day, { result: 'retained' }, more);
}

/** Says that a fact was reported in error. */
export function retraction(
  source: string,
  id: string,
  day: string,
  target: ReportedEvent,
  more: More = {},
): ReportedEvent {
  const { source: of, id: named, type } = target;
  const data = { target: { source: of, id: named, type }, reason: 'entered-in-error' };
  return reported('fact-retracted', `${source}/${id}`, day, data, more);
}
