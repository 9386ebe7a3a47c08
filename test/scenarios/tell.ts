import type { Told } from './scenario.ts';

type More = Partial<Omit<Told, 'data'>> & { readonly data?: Told['data'] };

function told(type: Told['type'], source: string, id: string, day: string, data: Told['data'], more: More = {}): Told {
  return { source, id, type, day, ...more, data: { ...data, ...more.data } };
}

/** The candidature of DICTIONARY F: PRF, told by Kairos on 2026-03-20 unless said. */
export function positioned(id = 'p1', day = '2026-03-20', more: More = {}): Told {
  const data = { by: 'france-travail', mode: 'candidature', funding: 'prf' };
  return told('candidate-positioned', 'kairos', id, day, data, more);
}

export function entry(source: string, id: string, day: string, more: More = {}): Told {
  return told('entry-attested', source, id, day, {}, more);
}

export function exit(source: string, id: string, day: string, more: More = {}): Told {
  return told('exit-declared', source, id, day, { kind: 'planned-end' }, more);
}

export function registered(id: string, day: string, more: More = {}): Told {
  return told('enrolment-decided', 'france-travail', id, day, { decision: 'registered' }, more);
}

export function presence(id: string, day: string, slot: string, value: 'present' | 'absent'): Told {
  return told('presence-recorded', 'kairos', id, day, { slot, presence: value });
}

export function retained(id: string, day: string, more: More = {}): Told {
  return told('selection-decided', 'kairos', id, day, { result: 'retained' }, more);
}

/** Says that a fact was told in error. */
export function retraction(source: string, id: string, day: string, target: Told, more: More = {}): Told {
  const { source: of, id: named, type } = target;
  const data = { target: { source: of, id: named, type }, reason: 'entered-in-error' };
  return told('fact-retracted', source, id, day, data, more);
}
