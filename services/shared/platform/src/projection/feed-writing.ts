import { sceneOf, sessionState, traineeState } from './feed-scenes.ts';
import {
  causesText,
  fedOf,
  lockSlices,
  moveSlices,
  noteRelations,
  raiseDossiers,
  raiseSessions,
  relationOf,
  sessionRelation,
  traineeRelation,
  unrelated,
} from './feed-statements.ts';
import { tableOf } from './row-tables.ts';
import type { DossierRow, SessionRow, TraineeRow } from './subject-tables.ts';
import type { Part, SubjectRows } from './write-parts.ts';

/** What `dossier_written`, `trainee_written` and `session_written` answer for the feed. */
export const fedColumns = {
  dossier: 'number, slice, hash, evidence, watchers',
  trainee: `trainee_id, slice, followers, ${traineeRelation}`,
  session: `reference, slice, hash, ${sessionRelation}`,
} as const;

/**
 * Parts of the statement that writes rows: where the slice is fed from these rows, whatever is not as it was told is raised,
 * in the transaction that writes it.
 */
export function feedParts({ dossier, trainee, session }: SubjectRows): readonly Part[] {
  const raised = [
    ...(dossier.length > 0 ? (['dossier'] as const) : []),
    ...(session.length > 0 ? (['session'] as const) : []),
  ];
  return [
    lockPart({ dossier, trainee, session }),
    ...(dossier.length > 0 ? [dossierPart(dossier)] : []),
    ...(session.length > 0 ? [sessionPart(session)] : []),
    ...(trainee.length > 0 ? [traineePart(trainee)] : []),
    ...(raised.length > 0 ? [{ letter: '', values: [], text: () => moveSlices(raised) }] : []),
  ];
}

/** Also where nothing is raised: whoever takes the slice over waits for what is written now. */
function lockPart({ dossier, trainee, session }: SubjectRows): Part {
  const trainees = new Set([...dossier, ...trainee].map(({ slice }) => slice));
  const offers = new Set(session.map(({ slice }) => slice));
  const kinds = [...[...trainees].map(() => 'trainee'), ...[...offers].map(() => 'offer')];
  return {
    letter: 'f',
    values: [kinds, [...trainees, ...offers]],
    text: (schemaName, from) => lockSlices(`'${schemaName}'`, from),
    answer: '(select count(*) from locked_slice) as locked',
  };
}

function dossierPart(rows: readonly DossierRow[]): Part {
  return {
    letter: '',
    values: [rows.map(({ number }) => number), rows.map(({ causes = {} }) => causesText(causes))],
    text: (schemaName, from) => `dossier_before as materialized (
        select number, trainee_id, watchers, evidence, sessions from ${tableOf(schemaName, 'dossier')}
        where number = any($${from}::int[])),
      dossier_fed as (
        select w.number, w.slice, ${fedOf('w')} as fed, given.causes,
          case when not b.watchers <@ w.watchers then b.watchers end as lost,
          case when not b.watchers <@ w.watchers then ${sceneOf(schemaName, 'b')} end as scene
        from dossier_written w join unnest($${from}::int[], $${from + 1}::text[]) as given (number, causes) using (number)
        left join dossier_before b using (number)),
      ${raiseDossiers()}`,
  };
}

function sessionPart(rows: readonly SessionRow[]): Part {
  const related = `select w.reference, ${relationOf(sessionRelation, 'w')} as state, array['sight@*'] as pending,
          case when b.reference is not null and ${relationOf(sessionRelation, 'w')} <> ${relationOf(sessionRelation, 'b')}
            then ${sessionState('b')} end as before
        from session_written w join feeder s on s.kind = 'offer' and s.slice = w.slice
        left join session_before b using (reference)`;
  return {
    letter: '',
    values: [rows.map(({ reference }) => reference), rows.map(({ causes = {} }) => causesText(causes))],
    text: (schemaName, from) => `session_before as materialized (
        select reference, refs, domain, territory, financers, financer_sirets, verdicts
        from ${tableOf(schemaName, 'session')} where reference = any($${from}::text[])),
      session_fed as (
        select w.reference, w.slice, w.hash as fed, given.causes
        from session_written w
        join unnest($${from}::text[], $${from + 1}::text[]) as given (reference, causes) using (reference)),
      ${raiseSessions},
      ${noteRelations('session', 'reference', related)}`,
  };
}

/** Whom a period names is told that it may see other than before; of links and restrictions, everybody. */
function traineePart(rows: readonly TraineeRow[]): Part {
  const related = `select w.trainee_id, ${relationOf(traineeRelation, 'w')} as state, array(
          select 'sight@' || each from unnest(w.followers || coalesce(b.followers, '{}')) as each
          where w.evidence is distinct from b.evidence
          union select 'sight@*'
          where (w.linked, w.verdicts, w.restricted, w.moved, w.destroyed) is distinct from
            (coalesce(b.linked, '{}'), b.verdicts, coalesce(b.restricted, false), coalesce(b.moved, false),
              coalesce(b.destroyed, false))
        ) as pending,
        case when b.trainee_id is null then '{}' else ${traineeState('b')} end as before
        from trainee_written w join feeder s on s.kind = 'trainee' and s.slice = w.slice
        left join trainee_before b using (trainee_id)
        where ${relationOf(traineeRelation, 'w')} <> coalesce(b.state, ${unrelated})`;
  return {
    letter: '',
    values: [rows.map(({ trainee }) => trainee)],
    text: (schemaName, from) => `trainee_before as materialized (
        select t.trainee_id, t.followers, t.evidence, t.linked, t.verdicts, t.has_nir, t.restricted, t.moved, t.destroyed,
          ${relationOf(traineeRelation, 't')} as state
        from ${tableOf(schemaName, 'trainee')} t where trainee_id = any($${from}::uuid[])),
      ${noteRelations('trainee', 'trainee_id::text', related)}`,
  };
}
