import { addDays, daysBetween, isSessionReference, lastDayOfMonth } from '@hub/core';
import { monthsBetween, workingDay } from './calendar.ts';
import {
  type Draft,
  eosDecidesFrom,
  eosEntryId,
  eosInstant,
  kairosFor,
  openEosDossier,
  report,
  saveEosDossier,
} from './draft.ts';
import { between, chance, pick, weighted } from './random.ts';
import type { SimulatedSession } from './sessions.ts';
import type { EosDossier, ExitKind, StepFacts, StepKind } from './steps.ts';

/** One person's time in one session, as it was planned. */
export interface Stay {
  readonly session: SimulatedSession;
  /** References that Kairos and the financers name. */
  readonly training: readonly string[];
  readonly candidature: string;
  readonly plannedEntry: string;
  readonly plannedExit: string;
  readonly silo: string;
  /** Another session of the same funding, to be mistaken for this one or to move to; null where there is none. */
  readonly other: SimulatedSession | null;
}

/** How the stay ended; null where nobody entered. */
export interface Outcome {
  readonly entry: string;
  readonly exit: string;
  readonly kind: ExitKind;
}

/** From the plan to the assessment. EOS holds the dossiers of PRF; Kairos those of the others. */
export function train(draft: Draft, stay: Stay, registeredOn: string): Outcome | null {
  const { random } = draft;
  const absentFirst = draft.funding !== 'prf-direct' && chance(random, 0.04);
  if (absentFirst) kairos(draft, stay, 'absent-at-entry', {}, { day: stay.plannedEntry });
  const missed = absentFirst && chance(random, 0.5);
  const entry = absentFirst ? workingDay(addDays(stay.plannedEntry, between(random, 1, 4))) : stay.plannedEntry;
  const outcome =
    draft.funding === 'prf' || draft.funding === 'prf-direct'
      ? trainInEos(draft, stay, registeredOn, missed ? null : entry)
      : trainInKairos(draft, stay, registeredOn, missed ? null : entry);
  if (outcome !== null) assess(draft, stay, outcome);
  return outcome;
}

/** `entry` null: nobody came. */
function trainInEos(draft: Draft, stay: Stay, registeredOn: string, entry: string | null): Outcome | null {
  const planned = planInEos(draft, stay, registeredOn);
  if (entry === null) return null;
  const entered = enterInEos(draft, stay, planned, entry);
  const outcome = attend(draft, stay, entry);
  leaveInEos(draft, stay, entered, outcome);
  return outcome;
}

function trainInKairos(draft: Draft, stay: Stay, registeredOn: string, entry: string | null): Outcome | null {
  const { random } = draft;
  planInKairos(draft, stay, registeredOn);
  if (entry === null) return null;
  kairos(draft, stay, 'entry-attested', {}, { day: entry, lag: chance(random, 0.1) ? 1 : 0 });
  const outcome = attend(draft, stay, entry);
  const left = { day: outcome.exit, lag: between(random, 0, 3) };
  kairos(draft, stay, 'exit-declared', { kind: outcome.kind }, left);
  return outcome;
}

/** What happens between entry and exit, and how it ends. */
function attend(draft: Draft, stay: Stay, entry: string): Outcome {
  const { random } = draft;
  const outcome = ending(draft, stay, entry);
  interrupt(draft, stay, outcome);
  attendance(draft, stay, outcome);
  if (outcome.kind === 'abandonment' && draft.funding !== 'prf-direct') {
    const reason = pick(random, ['Déménagement', 'Raisons financières', 'Santé', 'Garde d’enfant', 'Autre projet']);
    const left = { day: outcome.exit, lag: between(random, 0, 2) };
    kairos(draft, stay, 'abandonment-declared', { reason }, left);
  }
  return outcome;
}

function assess(draft: Draft, stay: Stay, outcome: Outcome): void {
  const { random } = draft;
  if (draft.funding === 'prf-direct' || outcome.kind !== 'planned-end' || !chance(random, 0.8)) return;
  const result = weighted(random, [
    ['reached', 70] as const,
    ['partly-reached', 22] as const,
    ['not-reached', 8] as const,
  ]);
  const assessed = { day: outcome.exit, lag: between(random, 2, 14) };
  kairos(draft, stay, 'assessment-recorded', { result }, assessed);
}

/** An act in Kairos on this day, recorded `lag` days later. */
function kairos<K extends StepKind>(
  draft: Draft,
  stay: Stay,
  kind: K,
  facts: StepFacts[K],
  { day, lag = 0, module }: { readonly day: string; readonly lag?: number; readonly module?: string },
): string {
  const of = module === undefined ? {} : { module };
  return report(draft, { system: kairosFor(kind, day), kind, facts, day, training: stay.training, lag, ...of });
}

function planInKairos(draft: Draft, stay: Stay, registeredOn: string): void {
  const { course, weeklyHours } = stay.session;
  const { plannedEntry, plannedExit } = stay;
  const { hoursCentre, hoursCompany } = course;
  const facts = { plannedEntry, plannedExit, hoursCentre, hoursCompany, weeklyHours };
  kairos(draft, stay, 'path-planned', facts, { day: registeredOn });
}

/** France Travail's registration opens the dossier in EOS the next day, with the first two tabs filled. */
function planInEos(draft: Draft, stay: Stay, registeredOn: string): EosDossier {
  const { random } = draft;
  const months = between(random, 0, 26);
  const level = pick(random, [
    '6 - Sortie de 6ème, 5ème, 4ème',
    '5 - CAP, BEP',
    '4 - Baccalauréat',
    '3 - BTS, DUT',
    '2 - Licence, maîtrise',
    '5 bis - Sortie de 3ème',
  ]);
  const plan = { entry: stay.plannedEntry, exit: stay.plannedExit, individualised: chance(random, 0.2) };
  const situation = { rqth: chance(random, 0.09), months, level };
  const mistaken = stay.other !== null && chance(random, 0.08 * draft.mess);
  const opened = openEosDossier(draft, mistaken && stay.other !== null ? stay.other : stay.session, stay.silo);
  const dossier = saveEosDossier(draft, opened, eosInstant(draft, registeredOn, 1), { plan, situation });
  if (!mistaken) return dossier;
  // Put in the right session, every part is saved again: what was reported in the wrong one is corrected.
  const laterMs = between(random, 20, 90) * 3_600_000;
  return saveEosDossier(draft, dossier, dossier.savedAt + laterMs, { plan, situation, session: stay.session });
}

/**
 * Until the regime of March 2026 the entry of PRF was recorded twice, in Kairos and in EOS. Since then EOS records it and
 * Kairos shows its echo about an hour and a half later.
 */
function enterInEos(draft: Draft, stay: Stay, before: EosDossier, entry: string): EosDossier {
  const { random } = draft;
  let dossier = before;
  if (chance(random, 0.25 * draft.mess)) {
    dossier = saveEosDossier(draft, dossier, eosInstant(draft, entry, 0), { entry: { day: addDays(entry, -1) } });
  }
  if (chance(random, 0.06 * draft.mess)) {
    dossier = saveEosDossier(draft, dossier, eosInstant(draft, entry, 0), { entry: { day: null } });
  }
  const remuneration = { sent: chance(random, 0.7), kind: pick(random, ['JEUNE', 'ADULTE', 'TH']) };
  const savedAt = Math.max(dossier.savedAt + 60_000, eosInstant(draft, entry, between(random, 0, 2)));
  dossier = saveEosDossier(draft, dossier, savedAt, { entry: { day: entry }, remuneration });
  if (draft.funding === 'prf-direct') return dossier;
  if (stay.candidature < eosDecidesFrom) {
    kairos(draft, stay, 'entry-attested', {}, { day: entry });
    return dossier;
  }
  report(draft, {
    system: 'kairos-ng',
    kind: 'entry-attested',
    facts: {},
    day: entry,
    training: stay.training,
    recordedAt: savedAt + between(random, 75, 110) * 60_000,
    origin: { source: 'eos', id: eosEntryId(stay.silo, dossier.version) },
  });
  return dossier;
}

function ending(draft: Draft, stay: Stay, entry: string): Outcome {
  const { random } = draft;
  const kind = weighted<ExitKind>(random, [
    ['planned-end', 82],
    ['abandonment', 9],
    ['employment', 5],
    ['interrupted-by-organisation', 1],
    ['transferred', 3],
  ]);
  const days = Math.max(1, daysBetween(entry, stay.plannedExit));
  const early = workingDay(addDays(entry, between(random, Math.ceil(days * 0.15), Math.ceil(days * 0.8))));
  const exit = kind === 'planned-end' || early > stay.plannedExit ? stay.plannedExit : early;
  return { entry, exit: exit < entry ? entry : exit, kind };
}

/** Interruptions of the session and of the person, those longer than 15 days followed by a resumption. */
function interrupt(draft: Draft, stay: Stay, outcome: Outcome): void {
  const { random } = draft;
  if (draft.funding === 'prf-direct') return;
  const interruptions = stay.training.some(isSessionReference) ? stay.session.interruptions : [];
  for (const { from, to } of interruptions) {
    if (from <= outcome.entry || to >= outcome.exit) continue;
    kairos(draft, stay, 'resumption-attested', {}, { day: workingDay(addDays(to, 1)) });
  }
  if (daysBetween(outcome.entry, outcome.exit) < 70 || !chance(random, 0.07)) return;
  const from = workingDay(addDays(outcome.entry, between(random, 15, 30)));
  const to = addDays(from, between(random, 17, 32));
  const training = stay.training;
  const open = chance(random, 0.5);
  const day = from;
  const facts = open ? { from } : { from, to };
  report(draft, { system: 'kairos', kind: 'interruption-observed', facts, day, dated: false, training });
  if (!chance(random, 0.9)) return;
  kairos(draft, stay, 'resumption-attested', {}, { day: workingDay(addDays(to, 1)) });
}

/** Absences and latenesses as they come, attendance of each month from its 25th (Kairos guide 2021). */
function attendance(draft: Draft, stay: Stay, outcome: Outcome): void {
  const { random } = draft;
  if (draft.funding === 'prf-direct') return;
  const days = daysBetween(outcome.entry, outcome.exit);
  for (let absences = days < 10 ? 0 : pick(random, [0, 0, 0, 1, 1, 2, 3]); absences > 0; absences -= 1) {
    absence(draft, stay, addDays(outcome.entry, between(random, 1, days - 3)));
  }
  for (const part of modulesOf(draft, stay, outcome)) {
    const share = daysBetween(part.from, part.to) / Math.max(1, days);
    for (const month of monthsBetween(part.from, part.to)) {
      const day = `${month}-${between(random, 25, Number(lastDayOfMonth(month).slice(8)))}`;
      const hours = Math.round(stay.session.weeklyHours * share * between(random, 20, 42)) / 10;
      const facts = chance(random, 0.75) ? { month, complete: true as const } : { month, hours };
      kairos(draft, stay, 'attendance-reported', facts, { day, ...part.of });
    }
  }
}

function absence(draft: Draft, stay: Stay, from: string): void {
  const { random } = draft;
  const isLate = chance(random, 0.2);
  const to = isLate ? from : addDays(from, between(random, 0, 2));
  const late = isLate ? ({ kind: 'lateness', minutes: between(random, 10, 120) } as const) : {};
  const reason = chance(random, 0.3) ? { reason: pick(random, ['Transport', 'Santé', 'Rendez-vous']) } : {};
  const facts = { from, to, justified: chance(random, 0.65), ...late, ...reason };
  report(draft, { system: 'kairos', kind: 'absence-declared', facts, day: to, dated: false, training: stay.training });
}

interface ModulePart {
  readonly from: string;
  readonly to: string;
  readonly of: { readonly module?: string };
}

/**
 * Mostly the whole stay. A training of two modules has its attendance month by month for each, both in the month of the
 * change, and the entry in the second is attested too (Kairos guide 2021, l. 253-283).
 */
function modulesOf(draft: Draft, stay: Stay, { entry, exit }: Outcome): readonly ModulePart[] {
  const days = daysBetween(entry, exit);
  if (days < 60 || !chance(draft.random, 0.12)) return [{ from: entry, to: exit, of: {} }];
  const change = workingDay(addDays(entry, Math.floor(days / 2)));
  kairos(draft, stay, 'entry-attested', {}, { day: change, module: 'M2' });
  return [
    { from: entry, to: addDays(change, -1), of: { module: 'M1' } },
    { from: change, to: exit, of: { module: 'M2' } },
  ];
}

/** Suspension, extension, hours of each month and exit, in EOS. */
function leaveInEos(draft: Draft, stay: Stay, before: EosDossier, outcome: Outcome): void {
  const { random } = draft;
  let dossier = before;
  if (chance(random, 0.04) && daysBetween(outcome.entry, outcome.exit) > 60) {
    const from = workingDay(addDays(outcome.entry, 30));
    const suspension = { from, to: addDays(from, between(random, 5, 14)) };
    dossier = saveEosDossier(draft, dossier, eosInstant(draft, from, 0), { suspension });
  }
  if (chance(random, 0.05) && outcome.kind === 'planned-end') {
    const extension = { plannedExit: outcome.exit };
    dossier = saveEosDossier(draft, dossier, eosInstant(draft, addDays(outcome.exit, -16), 0), { extension });
  }
  dossier = reportHours(draft, stay, dossier, outcome);
  const savedAt = Math.max(dossier.savedAt + 60_000, eosInstant(draft, outcome.exit, between(random, 0, 3)));
  const exit = { day: outcome.exit, kind: outcome.kind };
  saveEosDossier(draft, dossier, savedAt, { exit });
}

function reportHours(draft: Draft, stay: Stay, before: EosDossier, outcome: Outcome): EosDossier {
  let dossier = before;
  const days = Math.max(1, daysBetween(stay.plannedEntry, stay.plannedExit) + 1);
  for (const month of monthsBetween(outcome.entry, outcome.exit)) {
    const from = month === outcome.entry.slice(0, 7) ? outcome.entry : `${month}-01`;
    const to = month === outcome.exit.slice(0, 7) ? outcome.exit : lastDayOfMonth(month);
    const share = (daysBetween(from, to) + 1) / days;
    const centre = Math.round(stay.session.course.hoursCentre * share * between(draft.random, 88, 100)) / 100;
    const company = Math.round(stay.session.course.hoursCompany * share * between(draft.random, 88, 100)) / 100;
    const savedAt = Math.max(dossier.savedAt + 60_000, eosInstant(draft, to, between(draft.random, 0, 3)));
    dossier = saveEosDossier(draft, dossier, savedAt, { hours: { from, to, centre, company } });
  }
  return dossier;
}
