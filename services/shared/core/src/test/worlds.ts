import type { EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { addDays } from '../calendar.ts';
import type { Fact } from '../dossier/facts.ts';
import { factSet, union } from '../dossier/facts.ts';
import { bindingReferences } from '../identifiers/training-reference.ts';
import { describePath, type PathInput } from '../person/describe-path.ts';
import type { TrainingPath } from '../person/person-record.ts';
import { describeSession } from '../session/describe-session.ts';
import { factOf, lifeOf, rarely } from './lives.ts';
import { releasedRules } from './released-rules.ts';

/** Persons with their dossiers, what is known of them beside, and the offers: few of each, so that everything meets. */

const trainees = ['T1', 'T2', 'T3'];
const sessions = ['session:eos:67680', 'session:07:114782'];
const siret = fc.constantFrom('23450002300028', '13000548100010');
const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-06-01', days));
const ids = Array.from({ length: 12 }, (_, index) => `t${index}`);
const pair = fc.shuffledSubarray(trainees, { minLength: 2, maxLength: 2 });

/** One event on its way, and whose row it will stand in. */
export interface Sent {
  readonly subject: Subject;
  readonly fact: Fact;
}

export type Subject =
  | { readonly kind: 'dossier'; readonly trainee: string; readonly reference: string }
  | { readonly kind: 'trainee'; readonly trainee: string }
  | { readonly kind: 'session'; readonly reference: string };

const judged = { verdict: fc.constantFrom('same', 'same', 'different'), by: fc.constantFrom('rule', 'manual') };

/** Properties of each event whose subject is a person, and the sources that report it. */
const ofTrainee: Partial<Record<EventName, { sources: readonly string[]; data: fc.Arbitrary<object> }>> = {
  'trainee-known': {
    sources: ['hub'],
    data: fc.record({ kinds: fc.subarray(['nir', 'nia', 'franceTravailNumber', 'partnerNumber'], { minLength: 1 }) }),
  },
  'trainee-described': {
    sources: ['eos', 'kairos', 'opco'],
    data: fc.record({
      flags: fc.record({ sexAgrees: fc.boolean(), nirKeyValid: fc.boolean() }),
      toldWith: fc.constantFrom('e1', 'k1', 'o1'),
    }),
  },
  'trainees-judged': {
    sources: ['hub', 'operator'],
    data: fc.record({
      trainees: pair,
      ...judged,
      agent: fc.option(fc.constantFrom('ag1', 'ag2'), { nil: undefined }),
      reason: fc.constantFrom('same-session', 'former-nir-told'),
    }),
  },
  'dossiers-judged': {
    sources: ['hub', 'operator'],
    data: fc.record({ references: fc.shuffledSubarray(sessions, { minLength: 2 }), ...judged }),
  },
  'alias-reassigned': {
    sources: ['operator'],
    data: fc.record({ kinds: fc.constant(['nir']), toTrainee: fc.constantFrom(...trainees) }),
  },
  'facts-moved': {
    sources: ['operator'],
    data: fc.record({
      facts: fc.array(fc.record({ source: fc.constantFrom('eos', 'kairos'), id: fc.constantFrom('e0', 'e1', 'e2') }), {
        minLength: 1,
        maxLength: 2,
      }),
      fromTrainee: fc.constantFrom(...trainees),
      toTrainee: fc.constantFrom(...trainees),
    }),
  },
  'trainee-deceased': { sources: ['operator'], data: fc.constant({ legalGround: 'R6323-39' }) },
  'processing-restricted': { sources: ['operator'], data: fc.constant({ legalGround: 'R6323-38' }) },
  'processing-restriction-lifted': { sources: ['operator'], data: fc.constant({ legalGround: 'R6323-38' }) },
  'trainee-data-destroyed': { sources: ['hub'], data: fc.constant({ legalGround: 'R6323-39' }) },
  'cep-period-opened': {
    sources: ['cep'],
    data: fc.record({ period: fc.constantFrom('P1', 'P2'), operatorSiret: siret }),
  },
  'cep-period-closed': {
    sources: ['cep'],
    data: fc.record({ period: fc.constantFrom('P1', 'P2'), operatorSiret: siret }),
  },
  'job-seeker-period-opened': {
    sources: ['france-travail', 'kairos'],
    data: fc.record({ period: fc.constantFrom('P1', 'P2'), referentSiret: rarely(2, siret) }),
  },
  'job-seeker-period-closed': {
    sources: ['france-travail', 'kairos'],
    data: fc.record({ period: fc.constantFrom('P1', 'P2') }),
  },
  'certification-obtained': {
    sources: ['certifier', 'eos'],
    data: fc.record({ registry: fc.constant('rncp'), code: fc.constantFrom('320', '5678') }),
  },
  'employment-reported': {
    sources: ['cdc', 'msa'],
    data: fc.record({
      contract: fc.constantFrom('C1', 'C2', 'C3'),
      nature: fc.constantFrom('01', '02', '03', '29'),
      start: fc.constantFrom('2025-12-01', '2026-02-15', '2026-04-20'),
      employerSiret: rarely(2, fc.constantFrom('99000102600014', '99000114100011')),
      end: fc.option(fc.constantFrom('2026-05-31', '2026-08-10'), { nil: undefined }),
      monthlyHours: fc.constantFrom(70, 100, 151.67),
      month: fc.constantFrom('2026-02', '2026-03', '2026-04', '2026-05', '2026-06'),
    }),
  },
};

const period = day.chain((from) =>
  fc.record({ from: fc.constant(from), to: fc.integer({ min: 0, max: 30 }).map((days) => addDays(from, days)) }),
);

/** The same of sessions. */
const ofSession: Partial<Record<EventName, { sources: readonly string[]; data: fc.Arbitrary<object> }>> = {
  'session-published': {
    sources: ['eos', 'ofeli'],
    data: fc.record(
      {
        title: fc.constantFrom('Soudage', 'Soudage TIG'),
        start: fc.constantFrom('2026-03-30', '2026-04-06'),
        end: fc.constantFrom('2026-05-29', '2026-06-30'),
        open: fc.constant(true),
        entryMode: fc.constantFrom('fixed-dates', 'permanent'),
        mandataireSiret: siret,
        state: fc.constantFrom('open', 'closed', 'suspended'),
        placesTotal: fc.integer({ min: 1, max: 15 }),
        dispensateurSirets: siret.map((each) => [each]),
        teachingMode: fc.constantFrom('in-person', 'blended', 'distance'),
        financerCodes: fc.constant(['2', '4']),
        financerSirets: siret.map((each) => [each]),
        place: fc.constantFrom({ inseeCode: '45234' }, { postalCode: '45000' }),
      },
      { requiredKeys: ['title'] },
    ),
  },
  'session-withdrawn': {
    sources: ['eos', 'ofeli'],
    data: fc.record({ kind: fc.constantFrom('cancelled', 'archived', 'suspended') }),
  },
  'session-interruption-planned': { sources: ['eos', 'ofeli'], data: period },
  'session-identified': {
    sources: ['operator', 'carif'],
    data: fc.record({ verdict: fc.constantFrom('same', 'same', 'different') }),
  },
  'recruitment-opened': {
    sources: ['kairos', 'kairos-ng'],
    data: period.chain(({ from, to }) =>
      fc.record({
        slot: fc.constantFrom('RDV1', 'RDV2', 'RDV3'),
        mode: fc.constantFrom('meeting', 'appointment'),
        from: fc.constant(from),
        to: fc.constant(to),
      }),
    ),
  },
  'slot-deleted': { sources: ['kairos'], data: fc.record({ slot: fc.constantFrom('RDV1', 'RDV2', 'RDV3') }) },
};

export const traineeTypes = Object.keys(ofTrainee) as EventName[];
export const sessionTypes = Object.keys(ofSession) as EventName[];

/** `by`: the events of one kind of subject. Corrections and statements as in lives of dossiers, but rarer. */
function reported(by: typeof ofTrainee, references: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Fact> {
  return fc.constantFrom(...(Object.keys(by) as EventName[])).chain((type) => {
    const { sources, data } = by[type] as { sources: readonly string[]; data: fc.Arbitrary<object> };
    return fc
      .record({
        source: fc.constantFrom(...sources),
        id: fc.constantFrom(...ids),
        type: fc.constant(type),
        on: day,
        data,
        relations: fc.record({
          corrects: rarely(10, fc.constantFrom(...ids.map((id) => [id]))),
          statement: rarely(8, fc.record({ ref: fc.constant('s1'), sequence: fc.integer({ min: 1, max: 3 }) })),
        }),
        references: type === 'session-identified' ? fc.constant(sessions) : references,
        recordedAfter: fc.integer({ min: 0, max: 40 }),
        received: fc.integer({ min: 0, max: 40 }),
      })
      .map(factOf);
  });
}

const withoutReferences = fc.constant<readonly string[]>([]);

/** Facts of one person beside the dossiers. */
export const traineeLife: fc.Arbitrary<Fact[]> = fc.array(reported(ofTrainee, withoutReferences), {
  minLength: 1,
  maxLength: 16,
});

/** Facts of one session. */
export const sessionLife: fc.Arbitrary<Fact[]> = sessionLifeOf(sessions[0] as string);

function sessionLifeOf(reference: string): fc.Arbitrary<Fact[]> {
  return fc.array(reported(ofSession, fc.constant([reference])), { maxLength: 8 });
}

/** What dossiers of one reference are reported with: that reference first. */
const referencesOf: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'session:eos:67680': [['session:eos:67680'], ['session:eos:67680', 'file:eos:1894']],
  'session:07:114782': [['session:07:114782'], ['session:07:114782', 'file:eos:1894']],
  'file:eos:1894': [['file:eos:1894']],
  'file:opco:A': [['file:opco:A']],
};

function dossierLife(trainee: string, reference: string): fc.Arbitrary<Sent[]> {
  const named = fc.constantFrom(...(referencesOf[reference] ?? []));
  return fc.tuple(lifeOf(named, 9), fc.option(stay([reference]), { nil: [] })).map(([facts, begun]) =>
    // What names nothing but a file of another source is refused at the door.
    [...facts, ...begun, numberOf(trainee, reference)]
      .filter((fact) => bindingReferences(fact).length > 0)
      .map((fact) => ({ subject: { kind: 'dossier' as const, trainee, reference }, fact })),
  );
}

/** Registered, entered within a few days in every dossier, and left or not: some of these are one training reported twice. */
function stay(references: readonly string[]): fc.Arbitrary<Fact[]> {
  const reported = (source: string, type: EventName, from: string, days: readonly number[], own: object) =>
    fc.constantFrom(...days).map((later) =>
      factOf({
        source,
        id: `stay-${type}`,
        type,
        on: addDays(from, later),
        data: own,
        references,
        recordedAfter: 0,
        received: 41,
      }),
    );
  const exits = [10, 40, 400];
  return fc
    .tuple(
      reported('france-travail', 'enrolment-decided', '2026-03-25', [0, 8], { decision: 'registered' }),
      reported('eos', 'entry-attested', '2026-04-01', [0, 2, 3, 4, 12], { funding: 'prf' }),
      reported('eos', 'exit-declared', '2026-04-01', exits, { funding: 'prf', kind: 'planned-end' }),
    )
    .map(([registered, entry, exit]) =>
      [registered, entry, exit].filter(({ effectiveDate }) => (effectiveDate ?? '') < '2027'),
    );
}

/** The number follows the reference, not the order of arrival (rules.md, References and dossiers). */
function numberOf(trainee: string, reference: string): Fact {
  const place = placeOf(trainee, reference);
  return factOf({
    source: 'hub',
    id: `number-${place}`,
    type: 'dossier-attributed',
    on: null,
    data: { number: 100_000_000 + place },
    references: [reference],
    recordedAfter: 0,
    received: 59 - place,
  });
}

const places = trainees.flatMap((trainee) => Object.keys(referencesOf).map((reference) => ({ trainee, reference })));

function placeOf(trainee: string, reference: string): number {
  return places.findIndex((place) => place.trainee === trainee && place.reference === reference);
}

/** Everything reported about up to three persons. A verdict or a move is reported of both whom it names, as the gateway does. */
export const world: fc.Arbitrary<Sent[]> = fc
  .tuple(
    fc
      .subarray(places, { minLength: 1, maxLength: 4 })
      .chain((chosen) => fc.tuple(...chosen.map(({ trainee, reference }) => dossierLife(trainee, reference)))),
    fc.array(fc.tuple(fc.constantFrom(...trainees), reported(ofTrainee, withoutReferences)), { maxLength: 14 }),
    fc.tuple(...sessions.map(sessionLifeOf)),
  )
  .map(([dossiers, persons, offers]) => [
    ...dossiers.flat(),
    ...persons.flatMap(([trainee, fact]) =>
      concerned(trainee, fact).map((id) => ({ subject: { kind: 'trainee' as const, trainee: id }, fact })),
    ),
    ...offers.flatMap((facts, index) =>
      facts.flatMap((fact) =>
        (fact.type === 'session-identified' ? sessions : [sessions[index] as string]).map((reference) => ({
          subject: { kind: 'session' as const, reference },
          fact,
        })),
      ),
    ),
  ]);

function concerned(trainee: string, { type, data }: Fact): readonly string[] {
  if (type === 'trainees-judged') return data.trainees as readonly string[];
  if (type === 'facts-moved' || type === 'alias-reassigned') return [...new Set([trainee, String(data.toTrainee)])];
  return [trainee];
}

/** What is stored once these batches have come, one after the other; `asked` first. */
export function stored(batches: readonly (readonly Sent[])[], asked: string, today: string): PathInput {
  const rows = new Map<string, { readonly subject: Subject; readonly facts: readonly Fact[] }>();
  for (const batch of batches) {
    for (const [key, arrived] of Map.groupBy(batch, ({ subject }) => JSON.stringify(subject))) {
      const facts = factSet(arrived.map(({ fact }) => fact));
      const known = rows.get(key);
      rows.set(key, {
        subject: (arrived[0] as Sent).subject,
        facts: known === undefined ? facts : union(known.facts, facts),
      });
    }
  }
  const all = [...rows.values()];
  const known = all.flatMap(({ subject, facts }) =>
    subject.kind === 'trainee' ? [{ trainee: subject.trainee, facts }] : [],
  );
  for (const trainee of trainees) if (!known.some((row) => row.trainee === trainee)) known.push({ trainee, facts: [] });
  return {
    trainees: known.sort((a, b) => Number(b.trainee === asked) - Number(a.trainee === asked)),
    dossiers: all.flatMap(({ subject, facts }) =>
      subject.kind === 'dossier'
        ? [{ trainee: subject.trainee, number: 100_000_000 + placeOf(subject.trainee, subject.reference), facts }]
        : [],
    ),
    sessions: new Map(
      all.flatMap(({ subject, facts }) =>
        subject.kind === 'session'
          ? [[subject.reference, { facts, record: describeSession(facts, releasedRules) }] as const]
          : [],
      ),
    ),
    today,
    rules: releasedRules,
  };
}

export function pathOf(batches: readonly (readonly Sent[])[], asked: string, today: string): TrainingPath {
  return describePath(stored(batches, asked, today));
}
