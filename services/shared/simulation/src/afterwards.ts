import { addDays, daysBetween, isSessionReference, nextMonth } from '@hub/core';
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
