import { daysBetween, parisDay } from '../calendar.ts';
import { isFileReference, isSessionReference, namedBy } from '../identifiers/training-reference.ts';
import { evidenceOf } from '../rights/dossier-evidence.ts';
import type { DossierEvidence } from '../rights/evidence.ts';
import type { AnomalyCode, ExpectationName, Rules } from '../rules.ts';
import { skillsProfileMissing } from './assess.ts';
import { fold, inOrder } from './describe.ts';
import { echoesMissing } from './echoes-missing.ts';
import { type FactSet, indexOfFact, sortedOnce } from './facts.ts';
import { type Sifted, sift } from './live-facts.ts';
import { type DossierRecord, type DossierStatus, endOf, type Financing, type Stay, type StayState } from './record.ts';
import { asksSession } from './session-anomalies.ts';
import { sourcesToReport } from './sources-to-report.ts';

/**
 * What of a dossier is searched, counted and decided on without describing it: each member is a column of its row. A
 * function of the facts and the rules alone, like the record.
 */
export interface DossierSummary {
  readonly status: DossierStatus;
  /** `YYYY-MM-DD` */
  readonly statusSince: string | null;
  readonly funding: string | null;
  readonly territory: string;
  /** SIRETs on live financing lines, engaged or realised. Lists are sorted and hold each value once, unless said. */
  readonly financers: readonly string[];
  readonly sessions: readonly string[];
  readonly files: readonly string[];
  /** SIRETs of the training organisations that live facts name: several where several give the training. */
  readonly organisations: readonly string[];
  /** Day of the candidature of the last attempt; day on which that attempt was registered. */
  readonly candidatureOn: string | null;
  readonly registeredOn: string | null;
  /** Systems with a live fact or a live echo. */
  readonly sources: readonly string[];
  /** Systems that an anomaly names, or that have to report what is expected, and that have neither a live fact nor an echo. */
  readonly awaitedSources: readonly string[];
  /** Codes of the anomalies that need neither the day nor the session, and `echo-missing` while an echo is awaited; a code as often as it is there. */
  readonly anomalies: readonly AnomalyCode[];
  readonly expected: readonly ExpectationName[];
  /** The earliest due day that the record itself knows. */
  readonly dueBy: string | null;
  /** Some expectation has its day from the session, or an appointment was transferred: only the session says more. */
  readonly undated: boolean;
  readonly stays: readonly StaySummary[];
  /** Fundings of its live financing lines. */
  readonly lineFundings: readonly string[];
  /** SIREN of the organisation that alone has live facts or echoes in it; null: several have, or nobody known. */
  readonly soleReporter: string | null;
  /** What rights stand on. */
  readonly evidence: DossierEvidence;
  /** The lists of references that its facts name, each once: which dossiers answer as one is read from these. Sorted. */
  readonly named: readonly (readonly string[])[];
}

export interface StaySummary {
  readonly state: StayState;
  /** `YYYY-MM-DD` */
  readonly entered: string | null;
  /** The exit, else the abandonment that stands for it; null while the stay goes on. */
  readonly left: string | null;
  /** It ended by an abandonment. */
  readonly abandoned: boolean;
  /** The first day of the first interruption that changed its state. */
  readonly interrupted: string | null;
  /** Days from the entry until the hub received it; below 0: told before. */
  readonly toldAfter: number | null;
  /** The system of the attestation of the entry that stands, and the SIREN of the organisation that reported it. */
  readonly toldBy: string | null;
  readonly declarer: string | null;
}

/** A dossier's record with its summary, as a row holds it. */
export function describeRow(facts: FactSet, rules: Rules): { record: DossierRecord; summary: DossierSummary } {
  const sifted = sift(inOrder(facts));
  const { record } = fold(sifted, rules);
  return { record, summary: { ...summarise(record, sourcesOf(sifted), rules), ...beside(sifted, record, rules) } };
}

/** What the record does not hold: which organisation said what. */
function beside(sifted: Sifted, record: DossierRecord, rules: Rules): Pick<DossierSummary, BesideRecord> {
  const evidence = evidenceOf(sifted, record, rules);
  const stays = record.stays.map((stay) => stayOf(stay, sifted.facts));
  return { evidence, named: namedBy(sifted.facts), soleReporter: soleReporterOf(evidence), stays };
}

type BesideRecord = 'evidence' | 'named' | 'soleReporter' | 'stays';

function stayOf(stay: Stay, facts: FactSet): StaySummary {
  const { entry } = stay;
  const attested = entry === null ? undefined : facts[indexOfFact(facts, entry.source, entry.eventId)];
  return {
    state: stay.state,
    entered: entry?.value ?? null,
    left: endOf(stay)?.value ?? null,
    abandoned: isAbandoned(stay),
    interrupted: stay.interruptions.find(({ changesState }) => changesState)?.period.value.from ?? null,
    toldAfter: entry === null ? null : daysBetween(entry.value, parisDay(entry.receivedAt)),
    toldBy: entry?.source ?? null,
    declarer: attested?.organisation?.slice(0, 9) ?? null,
  };
}

/** Two establishments of one legal entity are one. */
function soleReporterOf({ organisations }: DossierEvidence): string | null {
  const [only, ...others] = new Set(organisations.map(({ organisation }) => organisation.slice(0, 9)));
  return others.length > 0 ? null : (only ?? null);
}

function sourcesOf({ live, echoes }: Sifted): readonly string[] {
  return sortedOnce([...live, ...echoes].map(({ source }) => source));
}

/** `sources`: those with a live fact or echo in the dossier, sorted. */
export function summarise(
  record: DossierRecord,
  sources: readonly string[],
  rules: Rules,
): Omit<DossierSummary, BesideRecord> {
  const { expectations, anomalies, funding, attempts } = record;
  const attempt = attempts.at(-1);
  const context = { rules, funding };
  const timeless = [...skillsProfileMissing(context, record), ...echoesMissing(context, record, null)];
  const dueDays = expectations.flatMap(({ dueBy }) => dueBy ?? []).sort();
  return {
    status: record.status,
    statusSince: record.statusSince?.effectiveDate ?? null,
    funding,
    territory: record.territory,
    financers: sortedOnce(financersOf(record)),
    sessions: record.trainingRefs.filter(isSessionReference),
    files: record.trainingRefs.filter(isFileReference),
    organisations: record.organisations.map(({ siret }) => siret),
    candidatureOn: attempt?.positioned?.effectiveDate ?? null,
    registeredOn: attempt?.enrolment?.value === 'registered' ? attempt.enrolment.effectiveDate : null,
    sources,
    awaitedSources: awaitedSources(record, rules).filter((source) => !sources.includes(source)),
    anomalies: [...anomalies, ...timeless].map(({ code }) => code).sort(),
    expected: sortedOnce(expectations.map(({ what }) => what)),
    dueBy: dueDays[0] ?? null,
    undated: asksSession(record),
    lineFundings: sortedOnce(linesOf(record).map(({ funding: ofLine }) => ofLine)),
  };
}

/** SIRETs on live financing lines, engaged or realised. */
export function financersOf({ financing }: Pick<DossierRecord, 'financing'>): readonly string[] {
  return linesOf({ financing }).map(({ financerSiret }) => financerSiret);
}

function linesOf({ financing }: Pick<DossierRecord, 'financing'>): readonly Financing[] {
  return financing.flatMap(({ engaged, realised }) =>
    [engaged, realised].flatMap((line) => (line === null ? [] : [line.value])),
  );
}

/** The nature of its exit says so, or an abandonment stands for the exit. */
function isAbandoned(stay: Stay): boolean {
  if (stay.state !== 'exited') return false;
  return stay.exit === null ? stay.abandonment !== null : stay.exit.kind === 'abandonment';
}

/** What has no due day is reported under the newest regime. */
const newestDay = '9999-12-31';

function awaitedSources(record: DossierRecord, rules: Rules): readonly string[] {
  const named = record.anomalies.flatMap(({ facts }) => facts.map(({ source }) => source));
  const owing = record.expectations.flatMap((expected) =>
    sourcesToReport(expected, record, expected.dueBy ?? newestDay, rules),
  );
  return sortedOnce([...named, ...owing]);
}
