import { addDays, daysBetween } from '@hub/core';
import {
  afterwards,
  careerAdvice,
  employerOf,
  presentJob,
  registration,
  situation,
  skillsProfile,
} from './afterwards.ts';
import { parisInstant, workingDay } from './calendar.ts';
import { type Draft, kairosFor, openEosDossier, report, saveEosDossier } from './draft.ts';
import { makeMess } from './mess.ts';
import { deviceOf, financerOf, simulatedSirets } from './partners.ts';
import { simulatedPerson } from './people.ts';
import { between, chance, createRandom, hashOf, pick, weighted } from './random.ts';
import { recruit } from './recruitment.ts';
import type { SimulatedFunding, SimulatedSession, SimulationOptions } from './sessions.ts';
import type { SimulatedLife } from './steps.ts';
import { type Outcome, type Stay, train } from './training.ts';

/**
 * Shares of the entries in training, from the order of the national counts (OPCO about half as many again as all job
 * seekers; of these Régions 310,000, France Travail 250,000, CPF 300,000), with OPCO held down so that the longer lives of
 * job seekers show. Health and social care is counted apart from the Région's share.
 */
const fundings: readonly (readonly [SimulatedFunding, number])[] = [
  ['prf', 27],
  ['prf-direct', 4],
  ['health-social', 7],
  ['france-travail', 26],
  ['cpf-topped-up', 10],
  ['beneficiary', 4],
  ['opco', 22],
];

/** Every type of funding that lives have: one session of each is needed at least. */
export const simulatedFundings = fundings.map(([funding]) => funding);

/** The type of funding of this trainee or session number, drawn with the shares above. */
export function simulatedFunding(seed: string, what: 'trainee' | 'session', index: number): SimulatedFunding {
  return weighted(createRandom(seed, 'funding', what, index), fundings);
}

/**
 * The life of this trainee number, up to the morning of `today`: a pure function of the options and the sessions, which are
 * the ones of the trainee's funding to choose from (at least one).
 */
export function simulatedLife(
  options: SimulationOptions,
  index: number,
  sessions: readonly SimulatedSession[],
): SimulatedLife {
  const drawn = newDraft(options, index);
  const { random, funding } = drawn;
  const session = pick(random, sessions);
  const another = pick(random, sessions);
  const draft = { ...drawn, sessions: [session, another] };
  const other = another === session ? null : another;
  if (funding === 'opco') live(draft, employeePath(draft, session));
  else if (funding === 'prf-direct') live(draft, directPath(draft, session, other));
  else live(draft, jobSeekerPath(draft, session, other));
  if (draft.person.franceTravailNumber !== null && chance(random, 0.3)) careerAdvice(draft, session);
  if (draft.person.franceTravailNumber !== null) registration(draft, session);
  const horizon = parisInstant(options.today, 0);
  const steps = makeMess(draft).filter(({ sentAt }) => sentAt < horizon);
  return { person: draft.person, steps: steps.sort((a, b) => a.sentAt - b.sentAt) };
}

function newDraft(options: SimulationOptions, index: number): Omit<Draft, 'sessions'> {
  const random = createRandom(options.seed, 'life', index);
  const funding = simulatedFunding(options.seed, 'trainee', index);
  const registered = funding !== 'opco' && !(funding === 'prf-direct' && chance(random, 0.9));
  const person = simulatedPerson(options, index, registered);
  const mess = options.mess ?? 0.15;
  const late = chance(random, 0.02 + 0.4 * mess);
  return {
    options,
    mess,
    random,
    person,
    funding,
    nirKnownAt: late ? parisInstant(addDays(options.today, -between(random, 5, 250)), 720) : 0,
    // Too few digits in a row, even with an act's number behind, to look like a NIR.
    tag: `s${(hashOf(options.seed, 'tag') % 46_656).toString(36).padStart(3, '0')}-${index}`,
    steps: [],
    acts: 0,
  };
}

type Lived = { readonly stay: Stay; readonly outcome: Outcome | null } | null;

function live(draft: Draft, lived: Lived): void {
  if (lived === null || lived.outcome === null) return;
  const { stay, outcome } = lived;
  const financed = financerOf[draft.funding];
  if (financed !== undefined) finance(draft, 'financing-realised', stay, addDays(outcome.exit, 20), outcome.exit);
  if (draft.funding === 'france-travail') {
    const facts = { state: 'certified' as const };
    report(draft, {
      system: 'kairos-ng',
      kind: 'service-done',
      facts,
      day: addDays(outcome.exit, 8),
      training: stay.training,
    });
  }
  if (outcome.kind === 'transferred' && stay.other !== null) move(draft, stay.other, outcome.exit);
  else afterwards(draft, stay, outcome);
  skillsProfile(draft, stay, outcome);
}

/** Transferred to another session: positioned and registered there within days. */
function move(draft: Draft, session: SimulatedSession, leftOn: string): void {
  const { random } = draft;
  const training = [session.reference];
  const system = kairosFor('candidate-positioned', leftOn);
  const slot = session.slots[0]?.id ?? '';
  const facts = { by: 'france-travail' as const, mode: 'candidature' as const, slot };
  report(draft, { system, kind: 'candidate-positioned', facts, day: leftOn, training });
  const decision = { decision: 'registered' as const, validator: 'france-travail' as const };
  const registeredOn = workingDay(addDays(leftOn, between(random, 1, 3)));
  report(draft, { system: 'france-travail', kind: 'enrolment-decided', facts: decision, day: registeredOn, training });
  const plannedEntry = workingDay(addDays(registeredOn, between(random, 2, 8)));
  const plannedExit = workingDay(addDays(plannedEntry, courseDays(session)));
  const stay = {
    ...{ session, training, candidature: leftOn, plannedEntry, plannedExit },
    ...{ silo: siloNumber(draft, 2), other: null },
  };
  if (financerOf[draft.funding] !== undefined) {
    finance(draft, 'financing-engaged', stay, registeredOn, plannedExit);
  }
  live(draft, { stay, outcome: train(draft, stay, registeredOn) });
}

function jobSeekerPath(draft: Draft, session: SimulatedSession, other: SimulatedSession | null): Lived {
  const { random } = draft;
  const training = referencesOf(draft, session);
  if (draft.funding === 'france-travail' || draft.funding === 'cpf-topped-up') quote(draft, session, training);
  const { candidature, registeredOn } = recruit(draft, session, training);
  if (registeredOn === null) return null;
  if (draft.options.filesOpenedByConsumers && draft.funding === 'prf')
    situation(draft, session, registeredOn, training);
  const stay = { ...plannedStay(draft, session, candidature, registeredOn), training, other };
  if (financerOf[draft.funding] !== undefined) {
    finance(
      draft,
      'financing-engaged',
      stay,
      workingDay(addDays(registeredOn, between(random, 0, 3))),
      stay.plannedExit,
    );
  }
  if (draft.funding === 'prf' && chance(random, 0.12 * draft.mess)) doubleInEos(draft, stay, registeredOn);
  return { stay, outcome: train(draft, stay, registeredOn) };
}

const withPlans: ReadonlySet<SimulatedFunding> = new Set(['france-travail', 'cpf-topped-up', 'beneficiary']);

/**
 * The session; sometimes with the plan that Kairos has of it, or the plan alone where there is no referenced session
 * (Kairos guide 2021, screens, l. 938-1058).
 */
function referencesOf({ random, funding, tag }: Draft, session: SimulatedSession): readonly string[] {
  const plan = `file:kairos:P-${tag.toUpperCase()}`;
  if (!withPlans.has(funding) || !chance(random, 0.15)) return [session.reference];
  return chance(random, 0.7) ? [plan] : [session.reference, plan];
}

/** Persons whom France Travail does not know, Visas and persons under justice: their dossier begins in EOS. */
function directPath(draft: Draft, session: SimulatedSession, other: SimulatedSession | null): Lived {
  const candidature = workingDay(addDays(session.start, -between(draft.random, 5, 25)));
  const stay = { ...plannedStay(draft, session, candidature, candidature), other };
  finance(draft, 'financing-engaged', stay, workingDay(addDays(candidature, 1)), stay.plannedExit);
  return { stay, outcome: train(draft, stay, candidature) };
}

/** Employees: the OPCO reports three things about a file of its own, mostly without a public session. */
function employeePath(draft: Draft, session: SimulatedSession): Lived {
  const { random } = draft;
  const file = `file:opco:${draft.tag.toUpperCase()}`;
  const training = chance(random, 0.15) ? [session.reference, file] : [file];
  const entry = workingDay(addDays(session.start, between(random, 0, 20)));
  const exit = workingDay(addDays(entry, between(random, 0, 21)));
  const stay = { session, training, candidature: entry, plannedEntry: entry, plannedExit: exit, silo: '', other: null };
  finance(draft, 'financing-engaged', stay, addDays(entry, -between(random, 3, 40)), exit);
  report(draft, {
    system: 'opco',
    kind: 'entry-attested',
    facts: {},
    day: entry,
    training,
    lag: between(random, 0, 3),
  });
  const kind = chance(random, 0.97) ? 'planned-end' : 'abandonment';
  report(draft, {
    system: 'opco',
    kind: 'exit-declared',
    facts: { kind },
    day: exit,
    training,
    lag: between(random, 0, 3),
  });
  presentJob(draft, entry);
  return { stay, outcome: { entry, exit, kind } };
}

function plannedStay(draft: Draft, session: SimulatedSession, candidature: string, registeredOn: string): Stay {
  const { random } = draft;
  const days = courseDays(session);
  const own = workingDay(addDays(registeredOn, between(random, 5, 20)));
  const permanent = session.entryMode === 'permanent';
  const soonest = registeredOn > session.start ? workingDay(addDays(registeredOn, 1)) : session.start;
  const plannedEntry = permanent ? later(own, session.start) : soonest;
  const individual = workingDay(addDays(plannedEntry, days));
  const plannedExit = permanent ? individual : session.end;
  return {
    session,
    training: [session.reference],
    candidature,
    plannedEntry,
    plannedExit: plannedExit > plannedEntry ? plannedExit : individual,
    silo: siloNumber(draft, 0),
    other: null,
  };
}

/** Days that the whole course takes at the session's weekly hours. */
function courseDays({ course, weeklyHours }: SimulatedSession): number {
  return Math.ceil(((course.hoursCentre + course.hoursCompany) / weeklyHours) * 7);
}

function later(day: string, other: string): string {
  return [day, other].sort()[1] ?? day;
}

/** The number of a dossier in EOS ("Identifiant dossier dans le SILO"). */
function siloNumber(draft: Draft, copy: number): string {
  return String((10 + (hashOf(draft.options.seed, 'silo') % 90)) * 10_000_000 + draft.person.index * 4 + copy);
}

function finance(
  draft: Draft,
  kind: 'financing-engaged' | 'financing-realised',
  stay: Stay,
  day: string,
  to: string,
): void {
  const system = financerOf[draft.funding];
  if (system === undefined) return;
  const { hoursCentre } = stay.session.course;
  const planned = Math.max(1, daysBetween(stay.plannedEntry, stay.plannedExit) + 1);
  const share = Math.min(1, Math.max(0.05, (daysBetween(stay.plannedEntry, to) + 1) / planned));
  const facts = {
    line: `L-${draft.tag}-${stay.session.number}`,
    financerSiret: simulatedSirets[system],
    device: deviceOf[draft.funding],
    from: stay.plannedEntry,
    to: to < stay.plannedEntry ? stay.plannedEntry : to,
    amount: Math.round(hoursCentre * 950 * (kind === 'financing-engaged' ? 1 : share)),
    ...(system === 'opco' ? { employerSiret: employerOf(draft.person.index) } : {}),
  };
  const training = system === 'region-cvl' ? [...stay.training, `file:eos:${stay.silo}`] : stay.training;
  report(draft, {
    system,
    kind,
    facts,
    day,
    dated: false,
    training: draft.funding === 'health-social' ? stay.training : training,
  });
}

function quote(draft: Draft, session: SimulatedSession, training: readonly string[]): void {
  if (!chance(draft.random, 0.35)) return;
  const facts = { quote: `D-${draft.tag}`, device: 'aif' as const, state: 'accepted' as const };
  const day = workingDay(addDays(session.publishedOn, 11));
  report(draft, { system: 'kairos-ng', kind: 'quote-decided', facts, day, training });
}

/** The known fault: a second dossier made by hand in EOS for somebody whom France Travail sent, deleted weeks later. */
function doubleInEos(draft: Draft, stay: Stay, registeredOn: string): void {
  const silo = siloNumber(draft, 1);
  const empty = openEosDossier(draft, stay.session, silo);
  const double = {
    ...empty,
    franceTravailNumber: null,
    person: { ...draft.person, eosNumber: `${draft.person.eosNumber}2` },
  };
  const plan = { entry: stay.plannedEntry, exit: stay.plannedExit, individualised: false };
  const savedAt = parisInstant(workingDay(addDays(registeredOn, 3)), 700);
  const saved = saveEosDossier(draft, double, savedAt, { plan });
  saveEosDossier(draft, saved, savedAt + between(draft.random, 5, 40) * 86_400_000, { deleted: true });
}
