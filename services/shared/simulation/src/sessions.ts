import { addDays, daysBetween } from '@hub/core';
import { workingDay } from './calendar.ts';
import { type Course, courses, type Town, towns } from './names.ts';
import { between, chance, createRandom, hashOf, pick, type Random, weighted } from './random.ts';

/** Fundings that the simulated partners know; the dictionary has more. */
export type SimulatedFunding =
  | 'prf'
  | 'prf-direct'
  | 'health-social'
  | 'france-travail'
  | 'cpf-topped-up'
  | 'beneficiary'
  | 'opco';

/** What the lives of one simulation hang on. `today` is `YYYY-MM-DD` in Europe/Paris, `mess` goes from 0 to 1. */
export interface SimulationOptions {
  readonly seed: string;
  readonly trainees: number;
  readonly today: string;
  readonly mess?: number;
  /**
   * EOS opens no files of PRF, and Kairos shows no entry of them: consumers do, by what the hub tells them. France Travail tells
   * the situation with which they are opened.
   */
  readonly filesOpenedByConsumers?: true;
}

/** A fictitious training organisation. */
export interface SimulatedOrganisation {
  readonly name: string;
  readonly mandataireSiret: string;
  readonly dispensateurSiret: string;
}

/** A way to be recruited in a session: information meeting, individual appointment or window for candidatures. */
export interface SimulatedSlot {
  readonly id: string;
  readonly mode: 'meeting' | 'appointment' | 'candidature';
  readonly from: string;
  /** Last day of a window for candidatures; absent on meetings and appointments. */
  readonly to?: string;
}

/** A session of training as its sources publish it: all in the offer of the CARIF-OREF (07), those of PRF in EOS too. */
export interface SimulatedSession {
  readonly index: number;
  readonly registry: 'eos' | '07';
  /** Digits, without the prefix of the CARIF. */
  readonly number: string;
  /** `session:eos:67680` or `session:07:114782`. */
  readonly reference: string;
  /** Of a PRF session, its reference in the offer of the CARIF; else null. */
  readonly carifReference: string | null;
  readonly funding: SimulatedFunding;
  /** LHEO table "financeurs". */
  readonly financerCodes: readonly string[];
  readonly course: Course;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly entryMode: 'fixed-dates' | 'permanent';
  readonly organisation: SimulatedOrganisation;
  readonly place: Town;
  readonly weeklyHours: number;
  readonly placesTotal: number;
  readonly placesFinanced: number;
  /** Planned interruptions of more than 15 days. */
  readonly interruptions: readonly { readonly from: string; readonly to: string }[];
  readonly slots: readonly SimulatedSlot[];
  readonly publishedOn: string;
}

const financerCodes: Readonly<Record<SimulatedFunding, readonly string[]>> = {
  prf: ['2'],
  'prf-direct': ['2'],
  'health-social': ['2'],
  'france-travail': ['4'],
  'cpf-topped-up': ['0', '4'],
  beneficiary: ['10'],
  opco: ['16'],
};

const organisationNames = [
  'Loire Compétences',
  'Institut des Métiers du Berry',
  'Val Formation',
  'Atelier des Savoirs',
];

/** Days between the first publication of a simulated session and `today`. */
export const sessionWindowDays = 300;

/**
 * The session of this number in the simulation: a pure function of seed, `today` and index. Starts are spread from
 * about nine months before `today` to two months after.
 */
export function simulatedSession(
  options: Pick<SimulationOptions, 'seed' | 'today'>,
  index: number,
  funding: SimulatedFunding,
): SimulatedSession {
  const random = createRandom(options.seed, 'session', index);
  const registry = funding === 'prf' || funding === 'prf-direct' ? 'eos' : '07';
  const number = sessionNumber(options.seed, registry, index);
  const course = pick(random, courses[courseKind(funding)]);
  const start = workingDay(addDays(options.today, between(random, -270, 60)));
  const weeklyHours = course.hoursCentre < 100 ? 14 : pick(random, [28, 30, 35]);
  const hours = course.hoursCentre + course.hoursCompany;
  const permanent = chance(random, funding === 'beneficiary' || funding === 'cpf-topped-up' ? 0.5 : 0.12);
  const days = Math.ceil((hours / weeklyHours) * 7);
  const interruptions = plannedInterruptions(random, start, days);
  const lost = interruptions.reduce((sum, { from, to }) => sum + daysBetween(from, to) + 1, 0);
  const end = workingDay(addDays(start, permanent ? Math.max(days * 2, 180) : days + lost));
  const publishedOn = workingDay(addDays(start, -between(random, 40, 75)));
  const placesTotal = between(random, 8, 18);
  return {
    index,
    registry,
    number,
    reference: `session:${registry}:${number}`,
    carifReference: registry === 'eos' ? `session:07:${sessionNumber(options.seed, '07', index)}` : null,
    funding,
    financerCodes: financerCodes[funding],
    course,
    title: course.title,
    start,
    end,
    entryMode: permanent ? 'permanent' : 'fixed-dates',
    organisation: organisation(options.seed, between(random, 0, 39)),
    place: pick(random, towns),
    weeklyHours,
    placesTotal,
    placesFinanced: placesTotal - between(random, 0, 4),
    interruptions,
    slots: recruitmentSlots(random, number, publishedOn, permanent ? addDays(end, -30) : addDays(start, -5), permanent),
    publishedOn,
  };
}

/** The reference that this system has for the session: EOS and the Région's own know PRF by the number of EOS, all others by the CARIF's. */
export function referenceAt(
  system: string,
  { reference, carifReference }: Pick<SimulatedSession, 'reference' | 'carifReference'>,
): string {
  return system === 'eos' || system === 'region-cvl' ? reference : (carifReference ?? reference);
}

function courseKind(funding: SimulatedFunding): keyof typeof courses {
  if (funding === 'health-social') return 'health-social';
  return funding === 'prf' || funding === 'prf-direct' || funding === 'france-travail' ? 'long' : 'short';
}

/** Unique for a seed, and unlikely to meet the numbers of another seed in the same hub. */
function sessionNumber(seed: string, registry: 'eos' | '07', index: number): string {
  const tag = 10 + (hashOf(seed, 'sessions') % 90);
  return registry === 'eos' ? `${tag}${String(index).padStart(3, '0')}` : `${tag}${String(index).padStart(4, '0')}`;
}

function plannedInterruptions(random: Random, start: string, days: number): SimulatedSession['interruptions'] {
  if (days < 120 || !chance(random, 0.3)) return [];
  const from = workingDay(addDays(start, between(random, 40, days - 50)));
  return [{ from, to: addDays(from, between(random, 16, 27)) }];
}

function recruitmentSlots(
  random: Random,
  number: string,
  publishedOn: string,
  last: string,
  permanent: boolean,
): SimulatedSlot[] {
  const drawn = weighted(random, [
    ['meeting', 50] as const,
    ['appointment', 25] as const,
    ['candidature', 25] as const,
  ]);
  // Sessions with permanent entries recruit as long as they run.
  const mode = permanent ? 'candidature' : drawn;
  if (mode === 'candidature') {
    return [{ id: `PLG-${number}-1`, mode, from: addDays(publishedOn, 3), to: last }];
  }
  const prefix = mode === 'meeting' ? 'ICO' : 'RDV';
  const first = workingDay(addDays(publishedOn, between(random, 10, 14)));
  const second = workingDay(addDays(first, between(random, 5, 9)));
  return [
    { id: `${prefix}-${number}-1`, mode, from: first },
    { id: `RDV-${number}-2`, mode: 'appointment', from: second },
  ];
}

function organisation(seed: string, index: number): SimulatedOrganisation {
  const random = createRandom(seed, 'organisation', index);
  const dispensateurSiret = fictitiousSiret(seed, index);
  const place = pick(random, towns).label;
  return {
    name: `${pick(random, organisationNames)} ${place}`,
    mandataireSiret: chance(random, 0.7) ? dispensateurSiret : fictitiousSiret(seed, index % 8),
    dispensateurSiret,
  };
}

/** A SIRET with right Luhn keys in a range of SIREN that is not given out (99…). */
export function fictitiousSiret(...parts: readonly (string | number)[]): string {
  const siren = withLuhnDigit(`99${String(hashOf(...parts, 'siren') % 1_000_000).padStart(6, '0')}`);
  return withLuhnDigit(`${siren}0001`);
}

function withLuhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}
