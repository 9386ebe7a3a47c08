import type { Anomaly, Rules } from '@hub/core';
import type { Dictionary } from '@hub/platform';
import type { PathDossier, PersonPath } from '../app/compose-path.ts';
import { explainDossier } from '../app/explain-dossier.ts';
import { factsWithUse } from '../app/facts-with-use.ts';
import { sessionOfDossier } from '../app/session-answer.ts';
import type { Opener } from './open-sealed.ts';
import { explain } from './query-parts.ts';

/** What an answer says of itself. */
export interface Shown {
  readonly freshness: {
    readonly projectionVersion: string;
    readonly rulesVersion: string;
    readonly today: string;
    readonly asOf: string | null;
    readonly knownAt: string | null;
  };
  readonly parked: readonly object[];
}

/** The path as a reader gets it: visible dossiers, sealed categories opened by right. */
export function writePath(
  dictionary: Dictionary,
  path: PersonPath,
  shown: Shown,
  opener: Opener,
  withFacts: boolean,
): object {
  const { trainees, joinedBy, cepPeriods, employment, certifications, anomalies } = path.path;
  return {
    trainees,
    joinedBy,
    ...whoItIs(path, opener),
    dossiers: path.dossiers.map((dossier) => dossierBody(dictionary, path, dossier, opener, withFacts)),
    cepPeriods,
    employment,
    certifications,
    anomalies: explained(dictionary, anomalies),
    ...shown,
  };
}

/** One dossier as a reader gets it. */
export function writeDossier(
  dictionary: Dictionary,
  path: PersonPath,
  dossier: PathDossier,
  shown: Shown,
  opener: Opener,
  asked: { readonly facts: boolean; readonly explain: boolean },
  rules: Rules,
): object {
  const numbers = new Set(dossier.numbers);
  const parked = shown.parked.filter((each) => !('dossier' in each) || numbers.has(each.dossier as number));
  return {
    trainee: dossier.rows[0]?.trainee,
    ...dossierBody(dictionary, path, dossier, opener, asked.facts),
    ...(asked.explain ? { explanation: explanationOf(dossier, rules) } : {}),
    ...whoItIs(path, opener),
    ...shown,
    parked,
  };
}

function explanationOf({ assessed, rows }: PathDossier, rules: Rules): object {
  return explainDossier(assessed, rows, rules);
}

/** With what is said of the person, and of this dossier beside another that the reader sees. */
function dossierBody(
  dictionary: Dictionary,
  { path }: PersonPath,
  { assessed, rows, numbers }: PathDossier,
  opener: Opener,
  withFacts: boolean,
): object {
  const { sealed, anomalies, ...record } = assessed;
  const [number, ...others] = numbers;
  const beside = path.anomalies.filter(
    ({ about }) =>
      about.dossier === undefined || [about.dossier, about.other].some((named) => numbers.includes(Number(named))),
  );
  return {
    ...record,
    number: record.number ?? number,
    session: sessionOfDossier(assessed),
    alsoKnownAs: record.number === null ? others : numbers.filter((each) => each !== record.number),
    anomalies: explained(dictionary, [...anomalies, ...beside]),
    situation: opener.open('situation', sealed.situation ?? []),
    reasons: opener.open('reasons', sealed.reasons ?? []),
    ...(withFacts ? { facts: factsWithUse(assessed, rows) } : {}),
  };
}

/** Of several descriptions the one that the record holds in force; of several linked ids the first. */
function whoItIs({ path }: PersonPath, opener: Opener): { identity?: object; contact?: object } {
  const first = (category: 'identity' | 'contact') =>
    opener.open(category, path.sealed.filter((block) => block.category === category).slice(0, 1))[0];
  const identity = first('identity');
  const contact = first('contact');
  return { ...(identity === undefined ? {} : { identity }), ...(contact === undefined ? {} : { contact }) };
}

function explained(dictionary: Dictionary, anomalies: readonly Anomaly[]): readonly object[] {
  return anomalies.map((anomaly) => explain(dictionary, anomaly));
}
