import {
  type Anomaly,
  type AssessedDossier,
  type Attempt,
  type Expectation,
  type Fact,
  type FactRef,
  factKey,
  type Rules,
  tellersOf,
  tellersOfEvent,
} from '@hub/core';
import type { Partner } from '@hub/platform';

/** Of a dossier, what decides what a reader is shown of it: by reading its rows, or from its stored record alone. */
export interface SeenDossier {
  /** `full`: it reads the dossier; `own`: only what concerns what its own systems told. */
  readonly sight: 'full' | 'own';
  readonly assessed: AssessedDossier;
  /** Its own, and those of the person that stand by it. */
  readonly anomalies: readonly Anomaly[];
  /** Every fact told in its rows, by source and id. */
  readonly facts: ReadonlyMap<string, Fact>;
}

/** Who asks, and the day and the rules that decide who has to tell what. */
export interface Asker {
  readonly reader: Partner;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly rules: Rules;
}

/** The anomalies of a dossier for a reader: of one that it sees as a teller only, those that concern its statements. */
export function anomaliesShown(dossier: SeenDossier, asker: Asker): readonly Anomaly[] {
  if (dossier.sight === 'full') return dossier.anomalies;
  return dossier.anomalies.filter((anomaly) => concerns(anomaly, dossier, asker));
}

/** What is expected in a dossier; of one that the reader sees as a teller only, what it has to tell itself. */
export function expectationsShown({ sight, assessed }: SeenDossier, asker: Asker): readonly Expectation[] {
  if (sight === 'full') return assessed.expectations;
  return assessed.expectations.filter((expectation) => owes(tellersOn(expectation, assessed, asker), asker.reader));
}

/** The systems that have to tell what is expected. */
export function tellersOn(expectation: Expectation, dossier: AssessedDossier, { today, rules }: Asker) {
  return tellersOf(expectation, dossier, today, rules);
}

/** The expectation that an `overdue` speaks of. */
export function expectationOf({ code, about }: Anomaly, dossier: AssessedDossier): Expectation | undefined {
  if (code !== 'overdue') return undefined;
  return dossier.expectations.find(
    (expectation) =>
      expectation.what === about.what && expectation.dueBy === about.dueBy && expectation.about === about.of,
  );
}

/** The attempt that an expectation is about; that of an entry, the one by which the trainee is expected. */
export function attemptOf({ about }: Pick<Expectation, 'about'>, { attempts }: AssessedDossier): Attempt | undefined {
  const own = about.startsWith('expected:') ? about.slice('expected:'.length) : about;
  return attempts.find(({ key }) => key === own);
}

/** The facts that make something expected: the appointment, the presence, the plan, the entry, the exit … */
export function factsBehind({ what, about }: Expectation, dossier: AssessedDossier): readonly FactRef[] {
  const attempt = dossier.attempts.find(({ key }) => key === about);
  if (attempt !== undefined) return [attempt.since];
  const stay = dossier.stays.find(({ key }) => key === about);
  switch (what) {
    case 'entry':
      return present(dossier.plan?.plannedEntry ?? dossier.statusSince);
    case 'attendance':
      return present(stay?.entry);
    case 'exit':
      return present(stay?.entry, dossier.plan?.plannedExit);
    case 'resumption':
      return (stay?.interruptions ?? [])
        .filter(({ changesState, resumedOn }) => changesState && resumedOn === null)
        .map(({ period }) => period);
    case 'assessment':
      return present(stay?.exit ?? stay?.abandonment);
    default:
      return present(dossier.statusSince);
  }
}

function present(...facts: readonly (FactRef | null | undefined)[]): readonly FactRef[] {
  return facts.filter((fact) => fact != null);
}

/** What the reader has to do that no expectation says: counted only (S0 l279-295, l391). */
export interface Awaited {
  /** A candidature, or a positioning on a session of open distance learning (FOAD), that nobody has answered yet. */
  readonly contact: 'candidature' | 'foad' | null;
  /** A service done that is declared and not yet certified or refused. */
  readonly serviceDone: boolean;
  /** Quotes sent and not yet decided. */
  readonly quotes: number;
}

export function awaitedOf({ sight, assessed }: SeenDossier, { reader, today, rules }: Asker): Awaited {
  const { serviceDone, quotes } = assessed;
  const isMine = (source: string) => sight === 'full' || reader.sources.includes(source);
  const kind = contactKind(assessed);
  const about = assessed.attempts.at(-1)?.key ?? '';
  const answering =
    kind === null || sight === 'full'
      ? []
      : tellersOfEvent('candidate-contacted', { day: today, about }, assessed, today, rules);
  return {
    contact: sight === 'full' || owes(answering, reader) ? kind : null,
    serviceDone: serviceDone !== null && serviceDone.value === 'declared' && isMine(serviceDone.source),
    quotes: quotes.filter(({ value, source }) => value.state === 'sent' && isMine(source)).length,
  };
}

/** Nothing told says that a session is FOAD; the device of its financing does. */
function contactKind({ attempts, financing, status }: AssessedDossier): Awaited['contact'] {
  const last = attempts.at(-1);
  if (last?.state !== 'positioned' || status !== 'positioned') return null;
  const isDistant = financing.some((line) => (line.realised ?? line.engaged)?.value.device === 'FOAD');
  if (isDistant) return 'foad';
  return last.positioned?.value.mode === 'candidature' ? 'candidature' : null;
}

/** Where no system has the authority, whoever told something of the dossier may tell it. */
function owes(tellers: readonly string[], reader: Partner): boolean {
  return tellers.length === 0 || tellers.some((source) => reader.sources.includes(source));
}

function concerns(anomaly: Anomaly, dossier: SeenDossier, asker: Asker): boolean {
  const { code, facts, about } = anomaly;
  const { sources } = asker.reader;
  if (facts.length > 0) return facts.some(({ source }) => sources.includes(source));
  if (code === 'overdue') {
    const awaited = expectationOf(anomaly, dossier.assessed);
    return awaited !== undefined && owes(tellersOn(awaited, dossier.assessed, asker), asker.reader);
  }
  if (code === 'session-incomplete') {
    const publisher = dossier.assessed.session?.published?.source;
    return publisher !== undefined && sources.includes(publisher);
  }
  const { reference } = about;
  return [...dossier.facts.values()].some(
    (fact) => sources.includes(fact.source) && fact.references.includes(String(reference)),
  );
}

/** Facts by source and id. */
export function factsByKey(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  return new Map(facts.map((fact) => [factKey(fact), fact]));
}
