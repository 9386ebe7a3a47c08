import { asWritten, type Category, type EmploymentPeriod, type EmploymentPoint, endOf } from '@hub/core';
import type { DataSetKind } from '@hub/platform';
import { organisationsShown, sessionsShown } from '../lists/scope.ts';
import { lastStay, outcomeOf, type SetDossier } from './set-dossier.ts';

/** `text` may be anything that a partner wrote; a `date` is `YYYY-MM-DD`. */
export type ColumnType = 'integer' | 'decimal' | 'text' | 'date' | 'boolean';
export type Value = string | number | boolean | null;

/** A column as a manifest names it. */
export interface Column {
  readonly name: string;
  /** In French. */
  readonly label: string;
  readonly type: ColumnType;
  /** What of the dossier must be open for it to be filled; null: it always is. */
  readonly from: Category | null;
}

/** What data sets of one kind hold. */
export interface SetKind {
  /** In French. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** The lines of a dossier. */
  linesOf(dossier: SetDossier): readonly (readonly Value[])[];
}

interface Filled<Subject> extends Column {
  readonly of: (subject: Subject) => Value | undefined;
}

type Of<Subject> = (subject: Subject) => Value | undefined;

function column<Subject>(
  name: string,
  label: string,
  type: ColumnType,
  from: Category | null,
  of: Of<Subject>,
): Filled<Subject> {
  return { name, label, type, from, of };
}

/** Whatever a column reads, it is empty where its category is not open. */
function kindOf<Subject extends { readonly dossier: SetDossier }>(
  title: string,
  columns: readonly Filled<Subject>[],
  subjectsOf: (dossier: SetDossier) => readonly Subject[],
): SetKind {
  return {
    title,
    columns: columns.map(({ of: _, ...head }) => head),
    linesOf: (dossier) => {
      const open = columns.map(({ from }) => from === null || isOpen(dossier, from));
      return subjectsOf(dossier).map((subject) =>
        columns.map(({ of }, index) => (open[index] ? (of(subject) ?? null) : null)),
      );
    },
  };
}

function isOpen({ sight, seesEmployment }: SetDossier, category: Category): boolean {
  if (category === 'employment') return seesEmployment;
  if (category === 'outcome' && seesEmployment) return true;
  return sight.categories.includes(category) || sight.own.includes(category);
}

interface OfDossier {
  readonly dossier: SetDossier;
}

/** Of each line: a number and a surrogate id, and nothing that says who it is. */
const named = [
  column<OfDossier>('dossier', 'Numéro de dossier', 'integer', null, ({ dossier }) => dossier.numbers[0]),
  column<OfDossier>('trainee', 'Identifiant technique du stagiaire', 'text', null, ({ dossier }) => {
    return dossier.rows[0]?.trainee;
  }),
];

const training = [
  column<OfDossier>('session', 'Références de la session', 'text', 'states', ({ dossier }) => sessionsOf(dossier)),
  column<OfDossier>('organisation', 'SIRET des organismes de formation', 'text', 'states', ({ dossier }) => {
    return organisationsShown(dossier.shown).join(' ');
  }),
];

/** Several have a space between them. */
function sessionsOf({ shown, assessed }: SetDossier): string {
  const names = { ...assessed.session?.writtenRefs, ...assessed.writtenRefs };
  return sessionsShown(shown)
    .map((reference) => asWritten(reference, names))
    .join(' ');
}

const stay = [
  column<OfDossier>('entry', "Date d'entrée", 'date', 'states', ({ dossier }) => lastStay(dossier)?.entry?.value),
  column<OfDossier>('exit', 'Date de sortie', 'date', 'states', ({ dossier }) => {
    const last = lastStay(dossier);
    return last && endOf(last)?.value;
  }),
  column<OfDossier>('exit_kind', 'Nature de la sortie', 'text', 'states', ({ dossier }) => exitKindOf(dossier)),
];

/** `abandonment`: no exit was declared beside it. */
function exitKindOf(dossier: SetDossier): string | null {
  const last = lastStay(dossier);
  if (last === undefined || endOf(last) === null) return null;
  return last.exit?.kind ?? 'abandonment';
}

interface OfReturn extends OfDossier {
  readonly points: readonly EmploymentPoint[];
}

const points = [
  ['validation', 'validation', 'À la validation'],
  ['entry', 'entry', "À l'entrée"],
  ['exit', 'exit', 'À la sortie'],
  ['exit+3', 'exit_3', 'Sortie + 3 mois'],
  ['exit+6', 'exit_6', 'Sortie + 6 mois'],
  ['exit+12', 'exit_12', 'Sortie + 12 mois'],
] as const;

function columnsOfPoint([point, name, label]: (typeof points)[number]): readonly Filled<OfReturn>[] {
  const at = (type: ColumnType, what: string, said: string, of: (each: EmploymentPoint) => Value | undefined) =>
    column<OfReturn>(`${name}_${what}`, `${label} : ${said}`, type, 'outcome', (line) => {
      const found = line.points.find((each) => each.point === point);
      return found === undefined || found.date === null ? null : of(found);
    });
  return [
    at('date', 'date', 'date', ({ date }) => date),
    at('text', 'contract', 'meilleur emploi (cdi, cdd, interim)', ({ bestJob }) => bestJob?.contractClass),
    at('text', 'nature', 'nature du contrat (code DSN)', ({ bestJob }) => bestJob?.nature),
    at('decimal', 'hours', 'heures mensuelles', ({ bestJob }) => bestJob?.monthlyHours),
    at('date', 'start', 'début du contrat', ({ bestJob }) => bestJob?.start),
    at('text', 'naf', "secteur d'activité (NAF)", ({ bestJob }) => bestJob?.sector),
    at('boolean', 'several', 'plusieurs emplois', ({ several }) => several),
    at('boolean', 'awaited', 'DSN encore attendue', ({ awaited }) => awaited),
  ];
}

interface OfPeriod extends OfDossier {
  readonly period: EmploymentPeriod;
}

const job = (name: string, label: string, type: ColumnType, of: (period: EmploymentPeriod) => Value) =>
  column<OfPeriod>(name, label, type, 'employment', ({ period }) => of(period));

/** Of one's own lines, those told last: realised, or engaged. */
function amountOf(line: 'engaged' | 'realised'): Of<OfDossier> {
  return ({ dossier: { shown, reader } }) => {
    const own = (shown.financing ?? []).flatMap((each) => each[line]?.value ?? []);
    const amounts = own.filter(({ financerSiret }) => financerSiret === reader).flatMap(({ amount }) => amount ?? []);
    return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) / 100;
  };
}

const state = [
  column<OfDossier>('status', 'État du dossier', 'text', 'states', ({ dossier }) => dossier.shown.status),
  column<OfDossier>('status_since', 'État depuis le', 'date', 'states', ({ dossier }) => {
    return dossier.shown.statusSince?.effectiveDate;
  }),
  column<OfDossier>('funding', 'Financement', 'text', 'states', ({ dossier }) => dossier.shown.funding),
  column<OfDossier>('territory', 'Territoire', 'text', 'states', ({ dossier }) => dossier.shown.territory),
];

const plan = [
  column<OfDossier>('planned_entry', "Date d'entrée prévue", 'date', 'states', ({ dossier }) => {
    return dossier.shown.plan?.plannedEntry?.value;
  }),
  column<OfDossier>('planned_exit', 'Date de sortie prévue', 'date', 'states', ({ dossier }) => {
    return dossier.shown.plan?.plannedExit?.value;
  }),
];

const measures = [
  column<OfDossier>('assessment', 'Bilan', 'text', 'states', ({ dossier }) => dossier.shown.assessment?.value),
  column<OfDossier>('hours_centre', 'Heures réalisées en centre', 'decimal', 'hours', hoursOf('hoursCentre')),
  column<OfDossier>('hours_company', 'Heures réalisées en entreprise', 'decimal', 'hours', hoursOf('hoursCompany')),
  column<OfDossier>('engaged', 'Montant engagé par vos lignes (€)', 'decimal', 'amounts', amountOf('engaged')),
  column<OfDossier>('realised', 'Montant constaté sur vos lignes (€)', 'decimal', 'amounts', amountOf('realised')),
];

/** Of the whole stay; those of a module are part of them. */
function hoursOf(name: 'hoursCentre' | 'hoursCompany'): Of<OfDossier> {
  return ({ dossier }) => {
    const whole = (dossier.shown.hours ?? []).filter(({ value }) => value.module === null);
    return whole.length === 0 ? null : whole.reduce((sum, { value }) => sum + value[name], 0);
  };
}

/** Every kind of data set: what a line is of, and its columns. */
export const setKinds: Readonly<Record<DataSetKind, SetKind>> = {
  outcomes: kindOf<OfReturn>(
    'Devenir des stagiaires entrés en formation : une ligne par dossier',
    [...named, ...training, ...stay, ...points.flatMap(columnsOfPoint)],
    (dossier) => (lastStay(dossier) === undefined ? [] : [{ dossier, points: outcomeOf(dossier) ?? [] }]),
  ),
  dossiers: kindOf<OfDossier>(
    'Dossiers de l’organisation : une ligne par dossier',
    [...named, ...state, ...training, ...plan, ...stay, ...measures],
    (dossier) => [{ dossier }],
  ),
  employment: kindOf<OfPeriod>(
    'Emplois (DSN) des personnes suivies : une ligne par période de contrat',
    [
      ...named,
      job('contract', 'Contrat (cdi, cdd, interim)', 'text', ({ contractClass }) => contractClass),
      job('nature', 'Nature du contrat (code DSN)', 'text', ({ nature }) => nature),
      job('monthly_hours', 'Heures mensuelles', 'decimal', ({ monthlyHours }) => monthlyHours),
      job('start', 'Début du contrat', 'date', ({ start }) => start),
      job('end', 'Fin du contrat', 'date', ({ end }) => end),
      job('from', 'Premier jour de la période', 'date', ({ from }) => from),
      job('to', 'Dernier jour de la période', 'date', ({ to }) => to),
      job('naf', "Secteur d'activité (NAF)", 'text', ({ sector }) => sector),
      job('several', 'Plusieurs emplois', 'boolean', ({ several }) => several),
      job('month', 'Dernier mois de DSN', 'text', ({ month }) => month),
    ],
    (dossier) =>
      dossier.isFirst && dossier.seesEmployment
        ? dossier.path.employment.periods.map((period) => ({ dossier, period }))
        : [],
  ),
};
