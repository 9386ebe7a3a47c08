import type { Attempt, Dossier, Stay, Told } from './answers.ts';
import type { Mark, MarkKind, Row } from './mark.ts';
import { states, type Words } from './words.ts';

/** What a training is called: by its session, else by a reference. */
export function titleOf({ session, trainingRefs, number }: Dossier): string {
  return session?.published?.value.title ?? trainingRefs[0] ?? `Dossier ${number}`;
}

/** How somebody came to a training, or did not. */
export function positioningRow(words: Words, dossier: Dossier): Row {
  const { attempts, number } = dossier;
  const last = attempts.at(-1)?.state;
  const detail = last === undefined ? '' : (states[last] ?? last);
  return { head: titleOf(dossier), detail, dossier: number, marks: attempts.map((each) => attemptMark(words, each)) };
}

/** What was planned of a training, and what became of it. */
export function trainingRow(words: Words, dossier: Dossier): Row {
  const { stays, number, status } = dossier;
  const marks = [...plannedMark(dossier), ...stays.flatMap((stay) => stayMarks(words, stay))];
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
  const { days, entry, exit, abandonment, absence, interruptions, resumptions } = stay;
  const begins = [entry, ...resumptions].find((each) => each?.value === days?.from) ?? null;
  const says = begins === entry ? 'Entrée en formation' : 'Reprise attestée';
  const course: readonly Mark[] = days === null ? [] : [{ kind: 'stay', ...days, says, told: begins }];
  const pauses = interruptions.map(({ period, endedOn, changesState }): Mark => {
    const says = changesState ? 'Interruption' : 'Interruption courte';
    return { kind: 'interruption', from: period.value.from, to: endedOn, says, told: period };
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
