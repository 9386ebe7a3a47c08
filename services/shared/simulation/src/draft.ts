import { parisInstant } from './calendar.ts';
import type { SimulatedPerson } from './people.ts';
import { between, chance, pick, type Random } from './random.ts';
import { referenceAt, type SimulatedFunding, type SimulatedSession, type SimulationOptions } from './sessions.ts';
import type { EosDossier, EosStep, SimulatedSystem, StepFacts, StepKind, TraineeBlock, TraineeStep } from './steps.ts';

/** A life while it is invented: the only thing here that changes. */
export interface Draft {
  readonly options: SimulationOptions;
  readonly mess: number;
  readonly random: Random;
  readonly person: SimulatedPerson;
  readonly funding: SimulatedFunding;
  /** Before this instant no system but the person's own papers knows the NIR. */
  readonly nirKnownAt: number;
  /** Short and unique for a simulation; ids and numbers of this life begin with it. */
  readonly tag: string;
  /** The sessions of this life. */
  readonly sessions: readonly SimulatedSession[];
  readonly steps: (TraineeStep | EosStep)[];
  acts: number;
}

export interface Act<K extends StepKind> {
  readonly system: SimulatedSystem;
  readonly kind: K;
  readonly facts: StepFacts[K];
  /** The day it happened. */
  readonly day: string;
  /** Reported as `effectiveDate`; false where the facts have a `from`. */
  readonly dated?: boolean;
  /** Each session by its own reference, which the system may not know it by. */
  readonly training: readonly string[];
  /** Recorded so many days after it happened. */
  readonly lag?: number;
  /** Minutes after midnight; default: some time of the working day. */
  readonly minutes?: number;
  readonly recordedAt?: number;
  readonly module?: string;
  readonly corrects?: readonly string[];
  readonly origin?: { readonly source: SimulatedSystem; readonly id: string };
  readonly id?: string;
}

/** Adds an act of one system to the life, reported a few seconds after it was recorded. Returns the id of its event. */
export function report<K extends StepKind>(draft: Draft, act: Act<K>): string {
  const { random } = draft;
  draft.acts += 1;
  const id = act.id ?? `${draft.tag}-${draft.acts}`;
  const recordedAt = act.recordedAt ?? recordingInstant(draft, act.day, act.lag ?? 0, act.minutes);
  const step = {
    about: 'trainee',
    kind: act.kind,
    facts: act.facts,
    system: act.system,
    id,
    day: act.dated === false ? null : act.day,
    recordedAt,
    sentAt: recordedAt + between(random, 1, 90) * 1000,
    trainee: traineeBlock(draft, act.system, recordedAt),
    training: act.training.map((reference) => namedAt(draft, act.system, reference)),
    funding: act.training.length === 0 ? null : draft.funding,
    ...(act.module === undefined ? {} : { module: act.module }),
    ...(act.corrects === undefined ? {} : { corrects: act.corrects }),
    ...(act.origin === undefined ? {} : { origin: act.origin }),
  };
  // The union is over kinds, which `Act<K>` already ties to its facts.
  draft.steps.push(step as unknown as TraineeStep);
  return id;
}

function namedAt({ sessions }: Draft, system: SimulatedSystem, reference: string): string {
  const session = sessions.find((each) => each.reference === reference);
  return session === undefined ? reference : referenceAt(system, session);
}

function recordingInstant(draft: Draft, day: string, lag: number, minutes: number | undefined): number {
  const { random } = draft;
  const forgotten = chance(random, 0.01 + 0.3 * draft.mess) ? between(random, 4, 12) : 0;
  const instant = parisInstant(day, minutes ?? between(random, 8 * 60, 18 * 60)) + (lag + forgotten) * 86_400_000;
  return instant + between(random, 0, 59) * 1000;
}

/** What a system knows of the person: OPCO and job-seeker systems carry 13 characters of the NIR, the Région 15. */
function traineeBlock(draft: Draft, system: SimulatedSystem, instant: number): TraineeBlock {
  const { person } = draft;
  const nir = nirKnownTo(draft, system, instant);
  const number = knowsFranceTravailNumber(system, nir) ? person.franceTravailNumber : null;
  const own = system === 'opco' || (nir === null && number === null) ? `S${person.eosNumber}` : null;
  const names = { birthName: person.birthName, firstNames: person.firstNames, birthDate: person.birthDate };
  return {
    ...(nir === null ? {} : { nir }),
    ...(number === null ? {} : { franceTravailNumber: number }),
    ...(own === null ? {} : { partnerNumber: own }),
    ...(system === 'region-cvl' || alwaysKnowsNir(system) ? {} : names),
    ...(system === 'france-travail'
      ? { usualName: person.usualName, sex: person.sex, contact: { phones: [person.phone], email: person.email } }
      : {}),
  };
}

/** Certifiers, the DSN and the passport always know the NIR. */
function nirKnownTo({ person, nirKnownAt }: Draft, system: SimulatedSystem, instant: number): string | null {
  if (instant < nirKnownAt && !alwaysKnowsNir(system)) return null;
  return system === 'region-cvl' ? person.nir : person.nir.slice(0, 13);
}

function alwaysKnowsNir(system: SimulatedSystem): boolean {
  return system === 'cdc' || system === 'passport';
}

function knowsFranceTravailNumber(system: SimulatedSystem, nir: string | null): boolean {
  if (system === 'cep') return nir === null;
  return system !== 'opco' && system !== 'soistiss' && !alwaysKnowsNir(system);
}

export type EosChange = Partial<
  Record<'plan' | 'entry' | 'situation' | 'remuneration' | 'suspension' | 'extension' | 'exit', object>
> & {
  readonly hours?: { readonly from: string; readonly to: string; readonly centre: number; readonly company: number };
  readonly deleted?: boolean;
  /** The right session of a dossier that was opened in another one. */
  readonly session?: SimulatedSession;
};

/** Opens a dossier in EOS with its first two tabs (plan and situation) filled. */
export function openEosDossier(draft: Draft, session: SimulatedSession, silo: string): EosDossier {
  return {
    silo,
    version: 0,
    savedAt: 0,
    person: draft.person,
    nir: null,
    franceTravailNumber: draft.person.franceTravailNumber,
    session,
    movedFrom: null,
    funding: draft.funding === 'prf-direct' ? 'prf-direct' : 'prf',
    public: draft.funding === 'prf-direct' ? pick(draft.random, ['visa', 'ppsmj', 'not-registered'] as const) : null,
    deleted: false,
    plan: null,
    entry: null,
    situation: null,
    remuneration: null,
    suspension: null,
    extension: null,
    hours: [],
    exit: null,
  };
}

/** The dossier after a save of the changed parts; the step is added to the life. */
export function saveEosDossier(draft: Draft, before: EosDossier, savedAt: number, change: EosChange): EosDossier {
  const version = before.version + 1;
  const saved = (previous: { readonly version: number } | null): object => ({
    version,
    previous: previous?.version ?? null,
    savedAt,
  });
  const parts: Record<string, object> = {};
  for (const part of ['plan', 'entry', 'situation', 'remuneration', 'suspension', 'extension', 'exit'] as const) {
    const fields = change[part];
    if (fields !== undefined) parts[part] = { ...fields, ...saved(before[part]) };
  }
  const hours = change.hours === undefined ? before.hours : [...before.hours, { ...change.hours, ...saved(null) }];
  const dossier = {
    ...before,
    ...parts,
    hours,
    ...(change.session === undefined
      ? {}
      : { session: change.session, movedFrom: { session: before.session, version } }),
    version,
    savedAt,
    deleted: change.deleted ?? before.deleted,
    nir: savedAt >= draft.nirKnownAt ? draft.person.nir : null,
  } as EosDossier;
  draft.steps.push({
    about: 'eos-dossier',
    kind: 'dossier-saved',
    system: 'eos',
    id: `${before.silo}-v${version}`,
    recordedAt: savedAt,
    sentAt: savedAt + between(draft.random, 5, 300) * 1000,
    dossier,
  });
  return dossier;
}

/** The instant of a save: some time of the working day, `lag` days after. */
export function eosInstant(draft: Draft, day: string, lag: number): number {
  return recordingInstant(draft, day, lag, undefined);
}

/** Kairos writes as Kairos or Kairos NG: candidatures, contacts and quotes in NG; entries too since 2026-02-16. */
export function kairosFor(kind: StepKind, day: string): 'kairos' | 'kairos-ng' {
  if (kind === 'candidate-contacted' || kind === 'quote-decided') return 'kairos-ng';
  const moved = kind === 'entry-attested' || kind === 'resumption-attested' || kind === 'absent-at-entry';
  return moved && day >= '2026-02-16' ? 'kairos-ng' : 'kairos';
}

/** The day on which EOS took over entry and exit of PRF, by day of candidature. */
export const eosDecidesFrom = '2026-03-17';

/** The id that the EOS adapter gives to the entry of a dossier saved at this version. The echo in Kairos names it. */
export function eosEntryId(silo: string, version: number): string {
  return `${silo}-entry-${version}`;
}
