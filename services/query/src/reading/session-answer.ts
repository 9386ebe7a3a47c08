import {
  type AssessedDossier,
  asWritten,
  describeSession,
  isSessionReference,
  type Rules,
  type SessionRecord,
  union,
  type WrittenReferences,
} from '@hub/core';
import { explained } from '../http/context.ts';
import {
  anomalySchema,
  day,
  fieldValue,
  flag,
  instant,
  integer,
  list,
  orNull,
  period,
  shape,
  text,
} from '../http/schema-parts.ts';
import type { DescribedSession } from './known-person.ts';

/** A session as readers are shown it. */
export interface ShownSession extends Omit<SessionRecord, 'writtenRefs' | 'anomalies'> {
  /** In French; absent where there is none. */
  readonly anomalies?: readonly object[];
  /** Nobody has published it yet: offers come a day late. */
  readonly unresolved: boolean;
}

/** `names`: how whoever reported the dossier writes its references. */
export function shownSession(
  context: Explaining,
  { writtenRefs, anomalies, ...session }: SessionRecord,
  names?: WrittenReferences,
): ShownSession {
  const shown = (reference: string) => asWritten(reference, { ...writtenRefs, ...names });
  const identified = session.identified.map(({ organisation: _organisation, ...verdict }) => {
    const [one, other] = verdict.references;
    return { ...verdict, references: [shown(one), shown(other)] as const };
  });
  const references = session.references.map(shown);
  const found = anomalies.length === 0 ? {} : { anomalies: anomalies.map((anomaly) => explained(context, anomaly)) };
  return { unresolved: session.published === null, ...session, references, identified, ...found };
}

type Explaining = Parameters<typeof explained>[0];

/** Of a dossier whose session the hub does not know, its references; null where it was reported under none. */
export function sessionOfDossier(
  context: Explaining,
  { session, trainingRefs, writtenRefs }: AssessedDossier,
): ShownSession | null {
  if (session !== null) return shownSession(context, session, writtenRefs);
  const references = trainingRefs.filter(isSessionReference);
  return references.length === 0 ? null : shownSession(context, { ...describeSession([]), references }, writtenRefs);
}

/** The session reported under a reference, with those judged to be one with it; null where nothing was reported. */
export function sessionAnswer(
  reference: string,
  stored: readonly DescribedSession[],
  rules: Rules,
): SessionRecord | null {
  const own = stored.filter((session) => isReportedUnder(session, reference));
  if (own.length === 0) return null;
  const [only] = own;
  if (own.length === 1 && only !== undefined) return only.record;
  return describeSession(own.map(({ facts }) => facts).reduce(union), rules);
}

function isReportedUnder({ reference, record }: DescribedSession, wanted: string): boolean {
  return reference === wanted || record.references.includes(wanted);
}

export const teachingMode = { enum: ['in-person', 'blended', 'distance'] };
const sessionDescription = shape({
  title: orNull(text),
  start: orNull(day),
  end: orNull(day),
  open: flag,
  entryMode: { enum: ['fixed-dates', 'permanent', null] },
  teachingMode: orNull(teachingMode),
  mandataireSiret: orNull(text),
  dispensateurSirets: list(text, 'Every organisation that gives the training'),
  place: orNull(shape({ 'inseeCode?': text, 'postalCode?': text, 'label?': text, 'department?': text })),
  financerCodes: list(text),
  financerSirets: list(text, 'Financers named by their SIRET'),
  certification: orNull(shape({ 'rncp?': text, 'rs?': text, 'certifInfo?': text })),
  placesTotal: orNull(integer),
  placesFinanced: orNull(integer),
  domain: orNull(shape({ 'formacode?': list(text), 'nsf?': list(text), 'rome?': list(text) })),
});

export const sessionSchema = shape(
  {
    references: list(text),
    unresolved: { ...flag, description: 'Nobody has published it yet: offers come a day late' },
    state: { enum: ['open', 'closed', 'cancelled', 'archived', 'suspended', 'unpublished'] },
    published: orNull(fieldValue(sessionDescription)),
    withdrawn: orNull(fieldValue(text)),
    plannedInterruptions: list(fieldValue(period)),
    slots: list(
      shape({
        slot: text,
        opened: orNull(fieldValue(shape({ mode: text, from: text, to: orNull(text) }))),
        deleted: orNull(fieldValue(flag)),
      }),
    ),
    identified: list(
      shape({
        references: list(text),
        verdict: { enum: ['same', 'different'] },
        by: {
          enum: ['rule', 'manual'],
          description: 'rule: a system noted the other number; manual: an operator of the hub',
        },
        source: text,
        eventId: text,
        recordedAt: instant,
      }),
    ),
    missing: list(text),
    'anomalies?': list(
      anomalySchema,
      'Of the session itself; asked for by its reference, also what it lacks on the day',
    ),
  },
  'Session',
);
