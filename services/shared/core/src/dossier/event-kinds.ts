import type { EventName } from '@hub/contracts';
import { canonicalJson } from '../canonical-json.ts';
import { compareText, type Fact } from './facts.ts';
import type { AttemptLine } from './record.ts';

/**
 * What an event is to the hub, beside what its schema says of it (subject, topic, step, what is sealed: the catalogue of
 * `@hub/contracts`). A new event is a schema, one row of `eventKinds`, one field of the record.
 */
export type EventKind<E extends EventName> = Marks & (FieldKind<E> | ActKind);

interface FieldKind<E extends EventName> {
  readonly role: FieldRole<E>;
  /**
   * The key of its field: two live facts of this event compete where dossier, attempt or stay, module and key are all the
   * same.
   */
  readonly key: (fact: Fact<E>) => string;
  /** What another fact of the same field agrees with or not: the day, where the day is what is reported. */
  readonly says: (fact: Fact<E>) => string;
}

/** Numbers, identities, links, removals: they compete for no field, and no removal reaches them. */
interface ActKind {
  readonly role: { readonly of: 'act' };
}

interface Marks {
  /**
   * What its day is: `attested`, not after the day on which the source recorded it; `attested-period`, its last day
   * neither; `planned`, may lie ahead; `none`, it has no day of its own.
   */
  readonly day: 'attested' | 'attested-period' | 'planned' | 'none';
  /** The same source may report this field again without a correction: what it is about changes by nature. */
  readonly isMadeToChange?: true;
  /** The law wants it reported within three days (décret 2019-1386). */
  readonly isUrgent?: true;
  /** It says that the candidate is retained or registered: it is made for nobody else. */
  readonly isCertificate?: true;
  /** It takes other facts away, and leaves a dossier with less to show. */
  readonly takesAway?: true;
  /** It counts as of now, whatever moment is asked about: links, and what is withheld. */
  readonly countsNow?: true;
  /** It is known from when it was reported, whatever day it is planned for. */
  readonly isKnownAhead?: true;
  /** Only the operators' corrections publish it: it is published again under another trainee's key. */
  readonly byCorrection?: true;
}

/** Where the fold of a dossier, a person or a session puts a fact. */
type FieldRole<E extends EventName> =
  | AttemptRole<E>
  | StayRole
  /** A field of the dossier, the person or the session itself. */
  | { readonly of: 'dossier' | 'trainee' | 'session' };

interface AttemptRole<E extends EventName> {
  readonly of: 'attempt';
  /** The line that it fills; null: a flag beside the state. */
  readonly line: AttemptLine | null;
  /** What it closes the attempt by; absent: it closes none. */
  readonly closes?: (fact: Fact<E>) => AttemptEnd | null;
  /** The appointment slots that it names, the one that it is about first. */
  readonly slots?: (fact: Fact<E>) => readonly string[];
}

export type AttemptEnd = 'cancellation' | 'result' | 'withdrawal';

interface StayRole {
  readonly of: 'stay';
  /** `entry` and `exit` open and close stays; `makes` a stay where there is none; `within` belongs to one. */
  readonly part: 'entry' | 'exit' | 'makes' | 'within';
  /** A fact that names a module fills the module's own field, not the stay's. */
  readonly byModule?: true;
}

const flag = { of: 'attempt', line: null } as const;
const act = { of: 'act' } as const;
const ofDossier = { of: 'dossier' } as const;
const ofTrainee = { of: 'trainee' } as const;
const ofSession = { of: 'session' } as const;

/** All facts of the event compete for one field. */
const one = (): string => '';

/** The day, where the day is what is reported. */
const theDay = ({ effectiveDate }: Fact): string => effectiveDate ?? '';

/** A key of each module's own: absences, attendance and hours are captured again for each (Guide Kairos 2021, l. 253-283). */
const inModule = ({ data }: Fact, key: string): string => (data.module === undefined ? key : `${data.module} ${key}`);

const thePeriod = ({ effectiveDate, data }: Fact<Lasting>): string => `${effectiveDate} ${data.to}`;

/** Events of a period that begins on its day. */
export type Lasting =
  | 'absence-declared'
  | 'interruption-observed'
  | 'interruption-planned'
  | 'path-suspended'
  | 'session-interruption-planned';

/** All that it reports, but its relations to other facts and its day. In a list of its own the order says nothing. */
const theContent = ({ data }: Fact): string =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(data)
        .filter(([name]) => !relations.has(name))
        .map(([name, value]) => [name, Array.isArray(value) ? value.map(canonicalJson).sort(compareText) : value]),
    ),
  );

const relations: ReadonlySet<string> = new Set([
  'corrects',
  'origin',
  'statement',
  'attempt',
  'module',
  'organisationSiret',
  'training',
  'dossier',
  'effectiveDate',
]);

/** The appointment slot, or else the day. */
const bySlot = ({ effectiveDate, data }: Fact<WithSlot>): string =>
  data.slot === undefined ? theDayOf(effectiveDate) : `slot ${data.slot}`;

type WithSlot = 'candidate-positioned' | 'appointment-cancelled' | 'presence-recorded' | 'selection-decided';

/** A period is its source's own: two operators that number alike do not close each other's. */
const ownPeriod = ({ source, data }: Fact<WithPeriod>): string => `${source} ${data.period}`;

type WithPeriod = `${'cep' | 'job-seeker'}-period-${'opened' | 'closed'}`;

const itsSlot = ({ data }: Fact<WithSlot>): readonly string[] => (data.slot === undefined ? [] : [data.slot]);

const byDay = ({ effectiveDate }: Fact): string => theDayOf(effectiveDate);

const theDayOf = (effectiveDate: string | null): string => `day ${effectiveDate}`;

/** A line is its source's: what another says of a line of the same name is another line. */
const theLine = ({ source, data }: Fact<'financing-engaged' | 'financing-realised'>): string =>
  `${data.line} ${source}`;

type Paper = 'attendance-sheet-signed' | 'invoice-prepared' | 'invoice-sent';

/** A paper goes by its month or period, and by its own reference where it has one; its state goes on. */
const paper = {
  role: ofDossier,
  day: 'attested',
  key: ({ data: { month = '', periodStart = '', periodEnd = '', document = '' } }: Fact<Paper>) =>
    JSON.stringify([month, periodStart, periodEnd, document]),
  says: theContent,
  isMadeToChange: true,
} as const;

/** Every event of the dictionary. */
export const eventKinds: { readonly [E in EventName]: EventKind<E> } = {
  // The offer: sessions, and how candidates are recruited for them.
  'session-published': { role: ofSession, day: 'planned', key: one, says: theContent },
  'session-withdrawn': {
    role: ofSession,
    day: 'planned',
    key: one,
    says: ({ effectiveDate, data }) => `${effectiveDate} ${data.kind}`,
  },
  'session-interruption-planned': {
    role: ofSession,
    day: 'planned',
    key: theDay,
    says: thePeriod,
    isKnownAhead: true,
  },
  'session-identified': {
    role: ofSession,
    day: 'attested',
    key: ({ references }) => references.toSorted(compareText).join(' '),
    says: ({ data }) => data.verdict,
    countsNow: true,
  },
  'recruitment-opened': {
    role: ofSession,
    day: 'planned',
    key: ({ data }) => data.slot,
    says: theContent,
    isKnownAhead: true,
  },
  'slot-deleted': { role: ofSession, day: 'attested', key: ({ data }) => data.slot, says: theDay },

  // Positioning: the lines of an attempt, in order, then its flags.
  'candidate-positioned': {
    role: { of: 'attempt', line: 'positioned', slots: itsSlot },
    day: 'attested',
    key: bySlot,
    says: theDay,
  },
  'candidate-contacted': { role: { of: 'attempt', line: 'contacted' }, day: 'attested', key: byDay, says: theDay },
  'appointment-transferred': {
    role: { of: 'attempt', line: 'appointment', slots: ({ data }) => [data.fromSlot, data.toSlot] },
    day: 'planned',
    key: ({ data }) => `slot ${data.fromSlot} ${data.toSlot}`,
    says: theDay,
  },
  'appointment-cancelled': {
    role: { of: 'attempt', line: 'appointment', closes: () => 'cancellation', slots: itsSlot },
    day: 'attested',
    key: bySlot,
    says: theDay,
  },
  'presence-recorded': {
    role: { of: 'attempt', line: 'presence', slots: itsSlot },
    day: 'attested',
    key: bySlot,
    says: ({ data }) => data.presence,
    isMadeToChange: true,
  },
  'selection-decided': {
    role: {
      of: 'attempt',
      line: 'selection',
      closes: ({ data }) => (data.result === 'not-retained' ? 'result' : null),
      slots: itsSlot,
    },
    day: 'attested',
    key: bySlot,
    says: ({ data }) => data.result,
    isMadeToChange: true,
  },
  'validation-requested': {
    role: { of: 'attempt', line: 'validation' },
    day: 'attested',
    key: byDay,
    says: ({ data }) => data.validator,
  },
  'enrolment-decided': {
    role: {
      of: 'attempt',
      line: 'enrolment',
      closes: ({ data }) => (data.decision === 'not-registered' ? 'result' : null),
    },
    day: 'attested',
    key: byDay,
    says: ({ data }) => data.decision,
  },
  'positioning-withdrawn': {
    role: { of: 'attempt', line: 'withdrawal', closes: () => 'withdrawal' },
    day: 'attested',
    key: byDay,
    says: theDay,
  },
  'enrolment-certificate-issued': { role: flag, day: 'attested', key: byDay, says: theDay, isCertificate: true },
  'registration-certificate-issued': { role: flag, day: 'attested', key: byDay, says: theDay, isCertificate: true },
  'firm-place-granted': { role: flag, day: 'attested', key: byDay, says: theDay },
  'training-plan-validated': { role: flag, day: 'attested', key: byDay, says: theDay },

  // Stays: what opens and closes them, then what happens within.
  'entry-attested': {
    role: { of: 'stay', part: 'entry', byModule: true },
    day: 'attested',
    key: one,
    says: theDay,
    isUrgent: true,
  },
  'exit-declared': {
    role: { of: 'stay', part: 'exit', byModule: true },
    day: 'attested',
    key: one,
    says: ({ effectiveDate, data }) => `${effectiveDate} ${data.kind}`,
    isUrgent: true,
  },
  'abandonment-declared': {
    role: { of: 'stay', part: 'exit', byModule: true },
    day: 'attested',
    key: one,
    says: theDay,
    isUrgent: true,
  },
  'absent-at-entry': {
    role: { of: 'stay', part: 'makes', byModule: true },
    day: 'attested',
    key: one,
    says: theDay,
  },
  'resumption-attested': {
    role: { of: 'stay', part: 'makes', byModule: true },
    day: 'attested',
    key: theDay,
    says: theDay,
    isUrgent: true,
  },
  'interruption-observed': {
    role: { of: 'stay', part: 'makes' },
    day: 'attested',
    key: theDay,
    says: thePeriod,
    isUrgent: true,
  },
  'path-suspended': { role: { of: 'stay', part: 'makes' }, day: 'planned', key: theDay, says: thePeriod },
  'absence-declared': {
    role: { of: 'stay', part: 'within' },
    day: 'attested',
    // Two latenesses of one day are told apart by the hour at which the trainee was awaited.
    key: (fact) => inModule(fact, `${fact.data.kind ?? 'absence'} ${theDay(fact)} ${fact.data.startsAt ?? ''}`),
    says: (fact) => `${thePeriod(fact)} ${fact.data.justified} ${fact.data.minutes ?? ''}`,
  },
  'attendance-reported': {
    role: { of: 'stay', part: 'within' },
    day: 'attested',
    key: (fact) => inModule(fact, fact.data.month),
    says: ({ data }) => `${data.hours} ${data.complete}`,
    isMadeToChange: true,
  },
  'hours-realised': {
    role: { of: 'stay', part: 'within' },
    day: 'attested-period',
    key: (fact) => inModule(fact, `${fact.data.from} ${fact.data.to}`),
    says: ({ data }) => `${data.hoursCentre} ${data.hoursCompany}`,
  },
  'assessment-recorded': {
    role: { of: 'stay', part: 'within', byModule: true },
    day: 'attested',
    key: one,
    says: ({ data }) => data.result,
  },

  // Fields of the dossier itself.
  'path-planned': {
    role: ofDossier,
    day: 'planned',
    key: ({ data }) => data.scope ?? 'session',
    says: theContent,
  },
  'path-extended': { role: ofDossier, day: 'planned', key: theDay, says: theContent },
  'interruption-planned': { role: ofDossier, day: 'planned', key: theDay, says: thePeriod },
  'situation-declared': { role: ofDossier, day: 'attested', key: ({ source }) => source, says: theDay },
  'host-company-declared': { role: ofDossier, day: 'attested', key: ({ data }) => data.line, says: theContent },
  'financing-engaged': { role: ofDossier, day: 'planned', key: theLine, says: theContent },
  'financing-realised': { role: ofDossier, day: 'attested', key: theLine, says: theContent },
  'remuneration-set': { role: ofDossier, day: 'planned', key: one, says: theContent, isMadeToChange: true },
  'quote-decided': {
    role: ofDossier,
    day: 'attested',
    // The candidate and France Travail decide it each for themselves.
    key: ({ data }) => JSON.stringify([data.quote ?? data.device, data.decidedBy ?? '']),
    says: theContent,
    isMadeToChange: true,
  },
  'training-cost-declared': {
    role: ofDossier,
    day: 'attested',
    key: ({ source, data }) => `${data.basis} ${source}`,
    says: theContent,
  },
  'attendance-sheet-signed': paper,
  'invoice-prepared': paper,
  'invoice-sent': paper,
  'adviser-notified': {
    role: ofDossier,
    day: 'attested',
    key: ({ effectiveDate, data }) => JSON.stringify([data.about, data.told, effectiveDate]),
    says: theContent,
  },
  'service-done': { role: ofDossier, day: 'attested', key: one, says: theContent, isMadeToChange: true },
  'skills-profile-completed': { role: ofDossier, day: 'attested', key: one, says: theDay },

  // The person: support (CEP), registration at France Travail, certifications, employment.
  'cep-period-opened': { role: ofTrainee, day: 'attested', key: ownPeriod, says: theDay },
  'cep-period-closed': { role: ofTrainee, day: 'attested', key: ownPeriod, says: theDay },
  'job-seeker-period-opened': { role: ofTrainee, day: 'attested', key: ownPeriod, says: theContent },
  // Known when it is decided, up to weeks before the last day.
  'job-seeker-period-closed': { role: ofTrainee, day: 'planned', key: ownPeriod, says: theDay },
  'certification-obtained': {
    role: ofTrainee,
    day: 'attested',
    key: ({ source, data }) => `${data.registry}:${data.code} ${source}`,
    says: theDay,
  },
  'employment-reported': {
    role: ofTrainee,
    day: 'attested',
    key: ({ data }) => `${data.contract} ${data.month}`,
    says: theContent,
  },

  // Acts: numbers, identities, links, removals.
  'dossier-attributed': { role: act, day: 'none' },
  'trainee-known': { role: act, day: 'none' },
  'trainee-described': { role: act, day: 'none' },
  'trainees-judged': { role: act, day: 'none', countsNow: true },
  'dossiers-judged': { role: act, day: 'none', countsNow: true },
  'alias-reassigned': { role: act, day: 'none', byCorrection: true },
  'facts-moved': {
    role: act,
    day: 'none',
    takesAway: true,
    countsNow: true,
    byCorrection: true,
  },
  'fact-retracted': { role: act, day: 'attested', takesAway: true },
  'dossier-withdrawn': { role: act, day: 'attested', takesAway: true },
  'trainee-deceased': { role: act, day: 'attested' },
  'processing-restricted': { role: act, day: 'attested', countsNow: true },
  'processing-restriction-lifted': { role: act, day: 'attested', countsNow: true },
  'trainee-data-destroyed': { role: act, day: 'attested', countsNow: true },
};

/** The row of an event. The one place where the types of a fact and of its row are taken to be of the same event. */
export function kindOf(type: EventName): EventKind<EventName> {
  return eventKinds[type] as unknown as EventKind<EventName>;
}

/** Its role in attempts; null where it has another. */
export function attemptRole(type: EventName): AttemptRole<EventName> | null {
  const { role } = kindOf(type);
  return role.of === 'attempt' ? role : null;
}

/** Its role in stays; null where it has another. */
export function stayRole(type: EventName): StayRole | null {
  const { role } = eventKinds[type];
  return role.of === 'stay' ? role : null;
}

/** Two facts of one event with the same key compete. */
export function fieldKey(fact: Fact): string {
  const kind = kindOf(fact.type);
  return 'key' in kind ? kind.key(fact) : '';
}

/** What the fact says, for another of its field to agree with or not; an act says that it happened on its day. */
export function saidBy(fact: Fact): string {
  const kind = kindOf(fact.type);
  return 'says' in kind ? kind.says(fact) : theDay(fact);
}

/** Both report the same on the same day, whatever they relate to; what is sealed is compared by the digest alone. */
export function isSameContent(a: Fact, b: Fact): boolean {
  if (a.digest === b.digest) return true;
  if (a.sealed !== undefined || b.sealed !== undefined || a.effectiveDate !== b.effectiveDate) return false;
  return theContent(a) === theContent(b);
}

/** A removal reaches the facts of this event. */
export function isRemovable(type: EventName): boolean {
  return eventKinds[type].role.of !== 'act';
}
