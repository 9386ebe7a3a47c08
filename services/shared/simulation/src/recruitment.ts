import { addDays, daysBetween, isSessionReference } from '@hub/core';
import { workingDay } from './calendar.ts';
import { type Draft, kairosFor, report } from './draft.ts';
import { between, chance, pick, weighted } from './random.ts';
import type { SimulatedSession, SimulatedSlot } from './sessions.ts';
import type { Positioner, StepFacts, StepKind, Validator } from './steps.ts';

/** How the recruitment of one person in one session went. */
export interface Recruitment {
  readonly candidature: string;
  /** The day of the registration; null where the person was not taken or gave up. */
  readonly registeredOn: string | null;
}

/** From the positioning to the registration at France Travail, in the ordinary order. */
export function recruit(draft: Draft, session: SimulatedSession, training: readonly string[]): Recruitment {
  const { random } = draft;
  if (!training.some(isSessionReference) || chance(random, 0.05)) return enrolDirectly(draft, session, training);
  const slot = session.slots[0];
  if (slot === undefined) throw new RangeError(`The session ${session.reference} has no way to be recruited.`);
  const candidature = positioningDay(draft, slot, session);
  const by = weighted<Positioner>(random, [
    ['france-travail', 45],
    ['self', 25],
    ['mission-locale', 18],
    ['cap-emploi', 5],
    ['adviser', 7],
  ]);
  const system = by === 'france-travail' && chance(random, 0.5) ? 'france-travail' : positioningSystem(slot);
  report(draft, {
    system,
    kind: 'candidate-positioned',
    facts: { by, mode: slot.mode, slot: slot.id },
    day: candidature,
    training,
  });
  const decidedOn = meet(draft, session, slot, candidature, training);
  if (decidedOn === null) return { candidature, registeredOn: null };
  const retainedOn = select(draft, decidedOn, training);
  if (retainedOn === null) return { candidature, registeredOn: null };
  for (const { from, to } of session.interruptions) {
    selection(draft, 'interruption-planned', { from, to }, retainedOn, training);
  }
  return { candidature, registeredOn: register(draft, by, retainedOn, training) };
}

/**
 * The organisation proposes the enrolment, without appointment: the adviser validates it, and Kairos shows what France
 * Travail decided. Plans without a session are enrolled on in no other way (inferred).
 */
function enrolDirectly(draft: Draft, session: SimulatedSession, training: readonly string[]): Recruitment {
  const { random } = draft;
  const candidature = workingDay(addDays(session.publishedOn, between(random, 8, 25)));
  const validator = 'france-travail' as const;
  const proposal = { by: 'organisation', mode: 'direct' } as const;
  report(draft, { system: 'kairos', kind: 'candidate-positioned', facts: proposal, day: candidature, training });
  report(draft, { system: 'kairos', kind: 'validation-requested', facts: { validator }, day: candidature, training });
  const day = workingDay(addDays(candidature, between(random, 1, 5)));
  if (!training.every(isSessionReference)) {
    report(draft, { system: 'kairos', kind: 'training-plan-validated', facts: {}, day, training, minutes: 500 });
  }
  const decision = chance(random, 0.9) ? ('registered' as const) : ('not-registered' as const);
  const facts = { decision, validator };
  const id = report(draft, { system: 'france-travail', kind: 'enrolment-decided', facts, day, training, minutes: 600 });
  const recordedAt = (draft.steps.at(-1)?.recordedAt ?? 0) + between(random, 20, 90) * 60_000;
  const origin = { source: 'france-travail', id } as const;
  report(draft, { system: 'kairos', kind: 'enrolment-decided', facts, day, training, recordedAt, origin });
  return { candidature, registeredOn: decision === 'registered' ? day : null };
}

function positioningDay(draft: Draft, slot: SimulatedSlot, session: SimulatedSession): string {
  const { random } = draft;
  if (slot.to === undefined) return addDays(slot.from, -between(random, 1, 6));
  const last = addDays(session.entryMode === 'permanent' ? slot.to : session.start, -18);
  return addDays(slot.from, between(random, 0, Math.max(0, daysBetween(slot.from, last))));
}

function positioningSystem(slot: SimulatedSlot): 'kairos' | 'kairos-ng' {
  return slot.mode === 'candidature' ? 'kairos-ng' : 'kairos';
}

/** Presence at the appointment, or contact after a candidature. Gives the day on which the organisation can decide. */
function meet(
  draft: Draft,
  session: SimulatedSession,
  slot: SimulatedSlot,
  candidature: string,
  training: readonly string[],
): string | null {
  const { random } = draft;
  if (slot.mode === 'candidature') {
    const day = workingDay(addDays(candidature, between(random, 1, 6)));
    report(draft, { system: 'kairos-ng', kind: 'candidate-contacted', facts: {}, day, training });
    return workingDay(addDays(day, between(random, 1, 5)));
  }
  const other = session.slots[1];
  const outcome = weighted(random, [
    ['present', 84] as const,
    ['absent', 8] as const,
    ['transferred', 5] as const,
    ['cancelled', 3] as const,
  ]);
  if (outcome === 'present' || other === undefined) return attend(draft, slot, training);
  if (outcome === 'cancelled') return cancelAndTryAgain(draft, slot, other, training);
  if (outcome === 'absent') {
    selection(draft, 'presence-recorded', { slot: slot.id, presence: 'absent' }, slot.from, training);
    if (chance(random, 0.4)) return withdraw(draft, workingDay(addDays(slot.from, 3)), training);
  }
  const day = outcome === 'absent' ? slot.from : addDays(slot.from, -1);
  const facts = { fromSlot: slot.id, toSlot: other.id };
  report(draft, { system: 'kairos', kind: 'appointment-transferred', facts, day, training });
  return attend(draft, other, training);
}

function attend(draft: Draft, slot: SimulatedSlot, training: readonly string[]): string {
  selection(draft, 'presence-recorded', { slot: slot.id, presence: 'present' }, slot.from, training);
  return workingDay(addDays(slot.from, between(draft.random, 0, 3)));
}

function cancelAndTryAgain(
  draft: Draft,
  slot: SimulatedSlot,
  other: SimulatedSlot,
  training: readonly string[],
): string | null {
  const day = addDays(slot.from, -1);
  const facts = { slot: slot.id };
  report(draft, { system: 'france-travail', kind: 'appointment-cancelled', facts, day, training, minutes: 600 });
  if (chance(draft.random, 0.3)) return null;
  report(draft, {
    system: 'kairos',
    kind: 'candidate-positioned',
    facts: { by: 'self', mode: other.mode, slot: other.id },
    day: slot.from,
    training,
  });
  return attend(draft, other, training);
}

function withdraw(draft: Draft, day: string, training: readonly string[]): null {
  report(draft, { system: 'france-travail', kind: 'positioning-withdrawn', facts: { by: 'self' }, day, training });
  return null;
}

/** The result, with the enrolment certificate (AIS) that it makes. Gives the day of retention, null where the person was not taken. */
function select(draft: Draft, decidedOn: string, training: readonly string[]): string | null {
  const { random } = draft;
  const result = weighted(random, [['retained', 80] as const, ['not-retained', 13] as const, ['waiting', 7] as const]);
  selection(draft, 'selection-decided', { result }, decidedOn, training);
  if (result === 'not-retained') return null;
  let retainedOn = decidedOn;
  if (result === 'waiting') {
    if (chance(random, 0.5)) return null;
    retainedOn = workingDay(addDays(decidedOn, between(random, 2, 6)));
    selection(draft, 'selection-decided', { result: 'retained' }, retainedOn, training);
  }
  if (!chance(random, 0.04)) {
    report(draft, { system: 'kairos', kind: 'enrolment-certificate-issued', facts: {}, day: retainedOn, training });
  }
  if (chance(random, 0.04)) return withdraw(draft, workingDay(addDays(retainedOn, between(random, 1, 8))), training);
  return retainedOn;
}

function register(draft: Draft, by: Positioner, retainedOn: string, training: readonly string[]): string | null {
  const { random } = draft;
  const validator: Validator = by === 'mission-locale' || by === 'cap-emploi' ? by : 'france-travail';
  const system = 'france-travail';
  let day = workingDay(addDays(retainedOn, between(random, 0, 2)));
  if (by === 'self' || chance(random, 0.25)) {
    report(draft, { system, kind: 'validation-requested', facts: { validator }, day, training });
    day = workingDay(addDays(day, between(random, 1, 6)));
    if (chance(random, 0.06)) return null;
  }
  const variant = pick(random, ['firm-place-granted', 'training-plan-validated', null, null, null, null] as const);
  if (variant !== null) report(draft, { system, kind: variant, facts: {}, day, training, minutes: 500 });
  const decision = chance(random, 0.96) ? 'registered' : 'not-registered';
  // Missions locales and Cap emploi validate those whom they follow, through OUIFORM, which knows sessions and no file of Kairos.
  const decider = validator === 'france-travail' || !training.some(isSessionReference) ? system : 'ouiform';
  report(draft, { system: decider, kind: 'enrolment-decided', facts: { decision, validator }, day, training });
  return decision === 'registered' ? day : null;
}

/** Presence, result and planned interruptions: SoISTISS for health and social care, else Kairos. */
function selection<K extends 'presence-recorded' | 'selection-decided' | 'interruption-planned'>(
  draft: Draft,
  kind: K,
  facts: StepFacts[K],
  day: string,
  training: readonly string[],
): void {
  const system = draft.funding === 'health-social' ? 'soistiss' : kairosFor(kind satisfies StepKind, day);
  report(draft, { system, kind, facts, day, training, dated: kind !== 'interruption-planned' });
}
