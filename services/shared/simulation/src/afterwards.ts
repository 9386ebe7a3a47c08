import { addDays, addMonths, daysBetween, isSessionReference, isSiret, nextMonth } from '@hub/core';
import { parisInstant, workingDay } from './calendar.ts';
import { type Draft, report } from './draft.ts';
import { simulatedSirets } from './partners.ts';
import { between, chance, pick, weighted } from './random.ts';
import type { SimulatedSession } from './sessions.ts';
import type { Outcome, Stay } from './training.ts';

/** Certification and employment: what the path led to. */
export function afterwards(draft: Draft, stay: Stay, outcome: Outcome): void {
  const { random } = draft;
  const { rncp, rs } = stay.session.course;
  const code = rncp ?? rs;
  if (outcome.kind === 'planned-end' && code !== null && chance(random, 0.6)) {
    const facts = { registry: rncp === null ? ('rs' as const) : ('rncp' as const), code };
    const day = workingDay(addDays(outcome.exit, between(random, 5, 40)));
    report(draft, {
      system: 'cdc',
      kind: 'certification-obtained',
      facts,
      day,
      training: [],
      lag: between(random, 2, 50),
    });
  }
  if (draft.funding === 'opco' || !chance(random, 0.45)) return;
  const start = addDays(outcome.exit, between(random, 3, 120));
  const month = nextMonth(start.slice(0, 7));
  const nature = weighted(random, [['01', 40] as const, ['02', 40] as const, ['03', 20] as const]);
  const monthlyHours = pick(random, [151.67, 151.67, 121.33, 104]);
  const facts = { contract: `C-${draft.tag}`, nature, start, monthlyHours, month: start.slice(0, 7) };
  const day = `${month}-15`;
  report(draft, {
    system: 'cdc',
    kind: 'employment-reported',
    facts,
    day: start,
    recordedAt: parisInstant(day, 300),
    training: [],
  });
}

/** The skills profile in the trainee's passport: before the exit, as it should be, too late, or never. */
export function skillsProfile(draft: Draft, stay: Stay, { entry, exit }: Outcome): void {
  const { random, funding } = draft;
  if (funding === 'opco' || funding === 'prf-direct') return;
  const completed = weighted(random, [['before', 60] as const, ['after', 15] as const, ['never', 25] as const]);
  if (completed === 'never') return;
  const ahead = Math.min(between(random, 0, 10), daysBetween(entry, exit));
  const day = completed === 'before' ? addDays(exit, -ahead) : addDays(exit, between(random, 1, 30));
  // A file of Kairos alone is no training that the passport could name.
  if (!stay.training.some(isSessionReference)) return;
  report(draft, { system: 'passport', kind: 'skills-profile-completed', facts: {}, day, training: stay.training });
}

/** A period of career advice (CEP) around the path. */
export function careerAdvice(draft: Draft, session: SimulatedSession): void {
  const { random } = draft;
  const facts = { period: `CEP-${draft.tag}`, operatorSiret: simulatedSirets.cep };
  const opened = workingDay(addDays(session.start, -between(random, 20, 120)));
  report(draft, { system: 'cep', kind: 'cep-period-opened', facts, day: opened, training: [] });
  if (!chance(random, 0.4)) return;
  const closed = workingDay(addDays(session.end, between(random, 5, 60)));
  report(draft, { system: 'cep', kind: 'cep-period-closed', facts, day: closed, training: [] });
}

/**
 * Registered at France Travail months before the training, some followed by a Mission locale (the young) or Cap emploi;
 * some are no more, a while after it.
 */
export function registration(draft: Draft, session: SimulatedSession): void {
  const { index } = draft.person;
  const facts = { period: `IDE-${draft.tag}`, ...referentOf(draft) };
  const opened = registeredSince(draft, session);
  report(draft, { system: 'france-travail', kind: 'job-seeker-period-opened', facts, day: opened, training: [] });
  if (index % 5 !== 0) return;
  const closed = workingDay(addDays(session.end, 100 + (index % 60)));
  report(draft, { system: 'france-travail', kind: 'job-seeker-period-closed', facts, day: closed, training: [] });
}

function registeredSince({ person }: Draft, session: SimulatedSession): string {
  return workingDay(addDays(session.start, -(140 + (person.index % 120))));
}

/** What France Travail tells of a job seeker on the morning of the registration in a training. */
export function situation(draft: Draft, session: SimulatedSession, day: string, training: readonly string[]): void {
  const { index } = draft.person;
  const since = registeredSince(draft, session);
  const facts = {
    rqth: index % 11 === 0,
    level: { nomenclature: 'fr-1969', code: ['VI', 'V', 'IV', 'III'][index % 4] ?? 'V' },
    status: "En recherche d'emploi - non chômeur longue durée",
    monthsSearching: Math.max(0, Math.floor(daysBetween(since, day) / 30)),
    franceTravailRegistrationDate: since,
    prescriber: `Agence de ${session.place.label}`,
    prescriberKind: 'france-travail',
    objectives: `Exercer le métier : ${session.course.title}`,
  } as const;
  report(draft, { system: 'france-travail', kind: 'situation-declared', facts, day, training, minutes: 481 });
}

function referentOf({ person, options }: Draft): { readonly referentSiret?: string } {
  const isYoung = person.birthDate > addMonths(options.today, -12 * 26);
  if (isYoung) return { referentSiret: simulatedSirets['mission-locale'] };
  return person.index % 9 === 0 ? { referentSiret: simulatedSirets['cap-emploi'] } : {};
}

/** The job of an employee in training, as the DSN shows it since long before; of some it shows none. */
export function presentJob(draft: Draft, entry: string): void {
  const { index } = draft.person;
  if (index % 20 === 0) return;
  const start = addDays(entry, -(300 + (index % 400)));
  const facts = {
    ...{ contract: `E-${draft.tag}`, nature: '01', start, monthlyHours: 151.67, month: start.slice(0, 7) },
    employerSiret: employerOf(index),
  };
  const recordedAt = parisInstant(`${nextMonth(start.slice(0, 7))}-15`, 300);
  report(draft, { system: 'cdc', kind: 'employment-reported', facts, day: start, recordedAt, training: [] });
}

/** An establishment that nobody has: its SIREN is of the range of the demo. */
export function employerOf(index: number): string {
  const digits = `990003${String(index % 200).padStart(3, '0')}0001`;
  const keys = Array.from({ length: 10 }, (_, key) => `${digits}${key}`);
  return keys.find(isSiret) ?? digits;
}
