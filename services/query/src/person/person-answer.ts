import { type Anomaly, asWritten, type Rules } from '@hub/core';
import { explained, type QueryContext } from '../http/context.ts';
import { inLettersOf } from '../reading/in-letters.ts';
import type { Opener } from '../reading/open-sealed.ts';
import type { PathDossier, ReaderPath } from '../reading/reader-path.ts';
import { sessionOfDossier } from '../reading/session-answer.ts';
import { explainDossier, factsWithUse } from './explanation.ts';

/** What an answer about a person is made of. */
export interface SeenPerson {
  readonly seen: ReaderPath;
  readonly opening: Opener;
  /** By which the path was described. */
  readonly rules: Rules;
  readonly freshness: {
    readonly projectionVersion: string;
    readonly rulesVersion: string;
    readonly today: string;
    readonly asOf: string | null;
    readonly knownAt: string | null;
  };
  /** Events that could not be read: the receipts asked for, and those of visible dossiers. */
  readonly parked: readonly object[];
  readonly wanted: { readonly facts: boolean; readonly explain: boolean };
}

/** The path as a reader gets it: visible dossiers, sealed categories opened by right. */
export function pathAnswer(context: QueryContext, person: SeenPerson): object {
  const { seen, freshness, parked } = person;
  const { trainees, joinedBy, cepPeriods, registrations, employment, certifications, anomalies } = seen.path;
  return {
    trainees,
    joinedBy,
    ...whoItIs(person),
    dossiers: seen.dossiers.map((dossier) => dossierBody(context, person, dossier)),
    cepPeriods,
    registrations,
    employment,
    certifications,
    anomalies: anomalies.map((anomaly) => explained(context, anomaly)),
    freshness,
    parked,
  };
}

/** One dossier as a reader gets it. */
export function dossierAnswer(context: QueryContext, person: SeenPerson, dossier: PathDossier): object {
  const { freshness, parked, rules, wanted } = person;
  const { assessed, rows, numbers } = dossier;
  return {
    trainee: rows[0]?.trainee,
    ...dossierBody(context, person, dossier),
    ...(wanted.explain ? { explanation: explainDossier(assessed, rows, rules) } : {}),
    ...whoItIs(person),
    freshness,
    parked: parked.filter((each) => !('dossier' in each) || numbers.includes(each.dossier as number)),
  };
}

function dossierBody(context: QueryContext, { seen, opening, wanted }: SeenPerson, dossier: PathDossier): object {
  const { assessed, rows, numbers } = dossier;
  const { sealed, anomalies, writtenRefs, ...record } = assessed;
  const written = (reference: string) => asWritten(reference, writtenRefs);
  const [number, ...others] = numbers;
  const shown = [...anomalies, ...seen.path.anomalies.filter((anomaly) => concerns(anomaly, numbers))];
  return {
    ...record,
    trainingRefs: record.trainingRefs.map(written),
    partnerRefs: record.partnerRefs.map(written),
    number: record.number ?? number,
    session: sessionOfDossier(context, assessed),
    alsoKnownAs: record.number === null ? others : numbers.filter((each) => each !== record.number),
    anomalies: shown.map((anomaly) => explained(context, inLettersOf(anomaly, writtenRefs))),
    situation: opening.open('situation', sealed.situation ?? []),
    reasons: opening.open('reasons', sealed.reasons ?? []),
    ...(wanted.facts ? { facts: factsWithUse(assessed, rows) } : {}),
  };
}

/** Anomalies of the person concern every dossier; those of two dossiers concern these two. */
function concerns({ about }: Anomaly, numbers: readonly number[]): boolean {
  return about.dossier === undefined || [about.dossier, about.other].some((named) => numbers.includes(Number(named)));
}

/** Of several descriptions the one that the record holds in force; of several linked ids the first. */
function whoItIs({ seen: { path }, opening }: SeenPerson): { identity?: object; contact?: object } {
  const first = (category: 'identity' | 'contact') =>
    opening.open(category, path.sealed.filter((block) => block.category === category).slice(0, 1))[0];
  const identity = first('identity');
  const contact = first('contact');
  return { ...(identity === undefined ? {} : { identity }), ...(contact === undefined ? {} : { contact }) };
}
