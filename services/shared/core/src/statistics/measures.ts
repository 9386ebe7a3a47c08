import { addMonths, lastDayOfMonth } from '../calendar.ts';
import { knownUntil } from '../person/worked.ts';

/** What is counted: `dossier`: each once; `training`: each stay, of which a dossier may have several. */
export type Counted = 'dossier' | 'training';

export interface Measure {
  readonly label: string;
  readonly definition: string;
  readonly counts: Counted;
  /** What it is a part of, which is told too: what is left of it is as much of a figure. Null: of nothing. */
  readonly of: MeasureName | null;
  /** Months after its own in which the DSN must be known. */
  readonly monthsAfter: number;
}

export const measureNames = [
  'positionings',
  'registrations',
  'entries',
  'entries-late',
  'entries-very-late',
  'interruptions',
  'exits',
  'abandonments',
  'insertion-3',
  'insertion-6',
  'insertion-12',
] as const;
export type MeasureName = (typeof measureNames)[number];

const insertion = (months: number): Measure => ({
  label: `Insertion à ${months} mois`,
  definition: `Sorties du mois dont la personne avait un contrat (CDI, CDD ou intérim) ${months} mois après le jour de la sortie, d’après la DSN.`,
  counts: 'training',
  of: 'exits',
  monthsAfter: months,
});

const late = (days: number, of: MeasureName): Measure => ({
  label: `Entrées déclarées après plus de ${days} jours`,
  definition: `Entrées du mois dont le hub a reçu l’attestation plus de ${days} jours après le jour de l’entrée.`,
  counts: 'training',
  of,
  monthsAfter: 0,
});

/** Days after an entry within which it is to be declared (décret 2019-1386), and after which it is very late. */
export const lateAfterDays = { 'entries-late': 3, 'entries-very-late': 30 } as const;

/** The figures, in the order in which they are made: a part behind what it is a part of. */
export const measures: Readonly<Record<MeasureName, Measure>> = {
  positionings: {
    label: 'Positionnements',
    definition: 'Dossiers dont la dernière candidature est datée du mois.',
    counts: 'dossier',
    of: null,
    monthsAfter: 0,
  },
  registrations: {
    label: 'Inscriptions',
    definition: 'Dossiers dont la dernière candidature a été inscrite dans le mois.',
    counts: 'dossier',
    of: null,
    monthsAfter: 0,
  },
  entries: {
    label: 'Entrées',
    definition: 'Périodes de formation commencées dans le mois.',
    counts: 'training',
    of: null,
    monthsAfter: 0,
  },
  'entries-late': late(lateAfterDays['entries-late'], 'entries'),
  'entries-very-late': late(lateAfterDays['entries-very-late'], 'entries-late'),
  interruptions: {
    label: 'Interruptions',
    definition:
      'Périodes de formation dont la première interruption de plus de 15 jours, ou suspension, a commencé dans le mois.',
    counts: 'training',
    of: null,
    monthsAfter: 0,
  },
  exits: {
    label: 'Sorties',
    definition: 'Périodes de formation terminées dans le mois, abandons compris.',
    counts: 'training',
    of: null,
    monthsAfter: 0,
  },
  abandonments: {
    label: 'Abandons',
    definition: 'Sorties du mois qui sont des abandons : sortie de cette nature, ou abandon déclaré sans autre sortie.',
    counts: 'training',
    of: 'exits',
    monthsAfter: 0,
  },
  'insertion-3': insertion(3),
  'insertion-6': insertion(6),
  'insertion-12': insertion(12),
};

/** By what figures may be asked for beside the month. No other crossing is made. */
export const dimensions = ['territory', 'funding', 'financer', 'domain', 'source'] as const;
export type Dimension = (typeof dimensions)[number];

export const crossingNames = [
  'month',
  'territory',
  'funding',
  'financer',
  'territory-funding',
  'territory-domain',
  'source',
  'territory-source',
] as const;
export type CrossingName = (typeof crossingNames)[number];

export interface Crossing {
  readonly label: string;
  readonly keys: readonly Dimension[];
  /** The figures that are told by it. */
  readonly measures: readonly MeasureName[];
}

/** What says how late entries are declared: who declared an exit or a candidature is not asked. */
const ofEntries: readonly MeasureName[] = ['entries', 'entries-late', 'entries-very-late'];

const ofAll = (label: string, keys: readonly Dimension[]): Crossing => ({ label, keys, measures: measureNames });

/** `source`: the system of the attestation of the entry that stands. */
export const crossings: Readonly<Record<CrossingName, Crossing>> = {
  month: ofAll('Mois', []),
  territory: ofAll('Mois × territoire', ['territory']),
  funding: ofAll('Mois × type de financement', ['funding']),
  financer: ofAll('Mois × nature du financeur', ['financer']),
  'territory-funding': ofAll('Mois × territoire × type de financement', ['territory', 'funding']),
  'territory-domain': ofAll('Mois × territoire × domaine', ['territory', 'domain']),
  source: { label: 'Mois × source de la déclaration', keys: ['source'], measures: ofEntries },
  'territory-source': {
    label: 'Mois × territoire × source de la déclaration',
    keys: ['territory', 'source'],
    measures: ofEntries,
  },
};

export function isBySource({ crossing }: { readonly crossing: CrossingName }): boolean {
  return crossings[crossing].keys.includes('source');
}

/** Fewer are not told; what is told is rounded to a multiple. */
export const fewestTold = 20;
const roundedTo = 5;

export function rounded(count: number): number {
  return roundedTo * Math.round(count / roundedTo);
}

/** Months looked back over, the last closed one included. */
const monthsBack = 60;

/**
 * The months (`YYYY-MM`) of a figure that are closed, the oldest first: the month after it is over too, and what of the DSN it
 * needs has been told. A month is made once, when it is closed, and never again.
 */
export function closedMonths(measure: MeasureName, today: string): readonly string[] {
  const { monthsAfter } = measures[measure];
  const thisMonth = `${today.slice(0, 7)}-01`;
  const months = Array.from({ length: monthsBack }, (_, back) => addMonths(thisMonth, -2 - back).slice(0, 7));
  const isKnown = (month: string) =>
    monthsAfter === 0 || lastDayOfMonth(addMonths(`${month}-01`, monthsAfter).slice(0, 7)) <= knownUntil(today);
  return months.filter(isKnown).reverse();
}
