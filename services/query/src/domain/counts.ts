import type { AnomalyCode, ExpectationName, Severity } from '@hub/core';

interface CountedAnomaly {
  readonly code: AnomalyCode;
  readonly severity: Severity;
}

/** By code, in the order of codes. */
export function countAnomalies(
  items: readonly CountedAnomaly[],
): readonly (CountedAnomaly & { readonly count: number })[] {
  const counts = new Map<AnomalyCode, { code: AnomalyCode; severity: Severity; count: number }>();
  for (const { code, severity } of items) {
    const known = counts.get(code);
    if (known === undefined) counts.set(code, { code, severity, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

interface CountedExpectation {
  readonly what: ExpectationName;
  readonly since: string | null;
  readonly overdue: boolean;
  readonly mode: string | null;
}

/** What is kept of a dossier until all are counted. */
export interface CountedDossier {
  readonly items: readonly CountedExpectation[];
  /** A positioning that nobody has answered yet (S0 l279-283). */
  readonly contact: 'candidature' | 'foad' | null;
  /** A service done that is declared and not yet certified or refused (S0 l291). */
  readonly serviceDone: boolean;
  /** Quotes sent and not yet decided (S0 l391). */
  readonly quotes: number;
}

interface Counter {
  readonly count: number;
  readonly overdue: number;
}

/** What Kairos shows to an organisation on its first page (S0 l269-300, l391), as far as events tell it. */
export interface RecordingCounters {
  readonly presences: Counter;
  readonly results: Counter;
  readonly candidatureContacts: number;
  readonly candidaturePresences: Counter;
  readonly candidatureResults: Counter;
  readonly foadContacts: number;
  readonly entryCertificates: Counter;
  readonly serviceDoneToValidate: number;
  readonly quotesToDecide: number;
}

/** What is expected, by name, and the counters of what is to be recorded now: its day has come. */
export function countExpectations(found: readonly CountedDossier[], today: string) {
  const items = found.flatMap((each) => each.items);
  const hasCome = ({ since }: CountedExpectation) => since !== null && since <= today;
  const counts = [...Map.groupBy(items, ({ what }) => what)].map(([what, own]) => ({
    what,
    count: own.length,
    reached: own.filter(hasCome).length,
    overdue: own.filter(({ overdue }) => overdue).length,
  }));
  const counterOf = (what: ExpectationName, byCandidature: boolean | null): Counter => {
    const own = items.filter(
      (item) =>
        item.what === what &&
        hasCome(item) &&
        (byCandidature === null || (item.mode === 'candidature') === byCandidature),
    );
    return { count: own.length, overdue: own.filter(({ overdue }) => overdue).length };
  };
  const counters: RecordingCounters = {
    presences: counterOf('presence', false),
    results: counterOf('result', false),
    candidatureContacts: found.filter(({ contact }) => contact === 'candidature').length,
    candidaturePresences: counterOf('presence', true),
    candidatureResults: counterOf('result', true),
    foadContacts: found.filter(({ contact }) => contact === 'foad').length,
    entryCertificates: counterOf('entry', null),
    serviceDoneToValidate: found.filter(({ serviceDone }) => serviceDone).length,
    quotesToDecide: found.reduce((sum, { quotes }) => sum + quotes, 0),
  };
  return { counts: counts.sort((a, b) => (a.what < b.what ? -1 : 1)), counters };
}
