import { parisDay } from '@hub/core';
import type { Attempt, Dossier, Path, Stay, Told } from './answers.ts';
import { states, type Words } from './words.ts';

export const markKinds = [
  'positioning',
  'planned',
  'stay',
  'interruption',
  'exit',
  'abandonment',
  'absence',
  'job',
  'certification',
  'cep',
  'registration',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** One thing of a path on its days; the picture and the list show the same marks. */
export interface Mark {
  readonly kind: MarkKind;
  /** `YYYY-MM-DD` */
  readonly from: string;
  /** Null: it goes on. The same day as `from`: it is of that day alone. */
  readonly to: string | null;
  readonly says: string;
  /** Null: nobody alone says it. `standing` null: nothing decides between several. */
  readonly told: { readonly source: string; readonly standing: Told['standing'] | null } | null;
}

export interface Row {
  readonly head: string;
  readonly detail: string;
  /** Of a dossier; null: it leads nowhere. */
  readonly dossier: number | null;
  readonly marks: readonly Mark[];
}

export interface Lane {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** A path in lanes, each with rows, the oldest first; lanes without anything are left out. */
export function lanesOf(words: Words, path: Path): readonly Lane[] {
  const dossiers = path.dossiers.map((dossier) => dossierRow(words, dossier)).sort(byFirstDay);
  const certifications = [...path.certifications, ...path.dossiers.flatMap(({ certifications }) => certifications)];
  const lanes: readonly Lane[] = [
    { name: 'Positionnements et formations', rows: dossiers },
    { name: 'Emploi', rows: path.employment.periods.length === 0 ? [] : [jobRow(words, path)] },
    { name: 'Certifications', rows: certifications.length === 0 ? [] : [certificationRow(words, certifications)] },
    { name: 'Conseil en évolution professionnelle', rows: periodRow('Périodes de CEP', 'cep', path.cepPeriods) },
    {
      name: 'Demande d’emploi',
      rows: periodRow('Inscription à France Travail', 'registration', path.registrations),
    },
  ];
  return lanes.filter(({ rows }) => rows.some(({ marks }) => marks.length > 0));
}

function byFirstDay(a: Row, b: Row): number {
  return firstDay(a) < firstDay(b) ? -1 : 1;
}

function firstDay({ marks }: Row): string {
  return marks.map(({ from }) => from).sort()[0] ?? '9999-12-31';
}

/** What a training is called: by its session, else by a reference. */
export function titleOf({ session, trainingRefs, number }: Dossier): string {
  return session?.published?.value.title ?? trainingRefs[0] ?? `Dossier ${number}`;
}

function dossierRow(words: Words, dossier: Dossier): Row {
  const { attempts, stays, number, status } = dossier;
  const marks = [
    ...attempts.map((attempt) => attemptMark(words, attempt)),
    ...plannedMark(dossier),
    ...stays.flatMap((stay) => stayMarks(words, stay)),
  ];
  return { head: titleOf(dossier), detail: states[status] ?? status, dossier: number, marks };
}

function attemptMark(words: Words, { openedOn, since, state, positioned }: Attempt): Mark {
  const told = positioned ?? { source: since.source, standing: null };
  const mode = positioned?.value.mode == null ? '' : ` (${words.code('positioning-mode', positioned.value.mode)})`;
  const last = since.effectiveDate ?? openedOn;
  const says = `Positionnement${mode} : ${states[state] ?? state}`;
  return { kind: 'positioning', from: openedOn, to: last > openedOn ? last : openedOn, says, told };
}

function plannedMark({ plan, session }: Dossier): readonly Mark[] {
  const published = session?.published ?? null;
  const entry = plan?.plannedEntry ?? null;
  const exit = plan?.plannedExit ?? null;
  const from = entry?.value ?? published?.value.start ?? null;
  const to = exit?.value ?? published?.value.end ?? null;
  if (from === null) return [];
  const told = entry ?? published;
  const says = entry === null ? 'Dates de la session' : 'Parcours prévu';
  return [{ kind: 'planned', from, to: to ?? from, says, told }];
}

function stayMarks(words: Words, stay: Stay): readonly Mark[] {
  const { entry, exit, abandonment, absence, interruptions, resumptions, state } = stay;
  const end = exit ?? abandonment;
  const begins = entry?.value ?? resumptions[0]?.value ?? null;
  const course: Mark[] =
    begins === null || state === 'absent-at-entry'
      ? []
      : [
          {
            kind: 'stay',
            from: begins,
            to: end?.value ?? null,
            says: entry ? 'Entrée en formation' : 'Reprise attestée',
            told: entry ?? resumptions[0] ?? null,
          },
        ];
  const pauses = interruptions.map(({ period, resumedOn, changesState }): Mark => {
    const { from, to } = period.value;
    const last = resumedOn ?? to ?? end?.value ?? null;
    return {
      kind: 'interruption',
      from,
      to: last,
      says: changesState ? 'Interruption' : 'Interruption courte',
      told: period,
    };
  });
  const points = [
    exit && point('exit', exit, `Sortie : ${words.code('exit-kind', exit.kind)}`),
    abandonment && point('abandonment', abandonment, 'Abandon déclaré'),
    absence && point('absence', absence, 'Absent à l’entrée'),
  ];
  return [...course, ...pauses, ...points.filter((each) => each !== null)];
}

function point(kind: MarkKind, told: Told & { readonly value: string }, says: string): Mark {
  return { kind, from: told.value, to: told.value, says, told };
}

function jobRow(words: Words, { employment }: Path): Row {
  const marks = employment.periods.map(({ from, to, nature, told }): Mark => {
    const says = `Emploi : ${words.code('dsn-nature', nature)}`;
    return { kind: 'job', from, to, says, told: { source: told.source, standing: null } };
  });
  return { head: 'Contrats', detail: 'D’après la DSN', dossier: null, marks };
}

function certificationRow(words: Words, certifications: Path['certifications']): Row {
  const marks = certifications.map((told): Mark => {
    const { registry, code } = told.value;
    const on = told.effectiveDate ?? parisDay(told.recordedAt);
    const says = `Certification ${words.code('certification-registry', registry)} ${code}`;
    return { kind: 'certification', from: on, to: on, says, told };
  });
  const once = new Map(marks.map((mark) => [`${mark.from} ${mark.says}`, mark]));
  return { head: 'Obtenues', detail: '', dossier: null, marks: [...once.values()] };
}

interface Period {
  readonly opened: (Told & { readonly value: string }) | null;
  readonly closed: (Told & { readonly value: string }) | null;
}

function periodRow(head: string, kind: MarkKind, periods: readonly Period[]): readonly Row[] {
  const marks = periods.flatMap(({ opened, closed }): Mark[] => {
    const from = opened?.value ?? closed?.value;
    if (from === undefined) return [];
    return [{ kind, from, to: closed?.value ?? null, says: head, told: opened ?? closed }];
  });
  return [{ head, detail: '', dossier: null, marks }];
}
