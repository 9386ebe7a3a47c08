import type { DossierEvidence, SessionVerdict } from '@hub/core';
import { decodeDossierEvidence, decodePersonEvidence, decodeVerdicts } from './encode-evidence.ts';
import type { PersonColumns, SessionColumnsOf, TraineeColumns } from './person-columns.ts';
import { tableOf } from './row-tables.ts';

/** What rights stand on of a trainee, beside its dossiers: columns of its row, as the feed keeps them. */
export interface TraineeState {
  readonly trainee: string;
  readonly linked: readonly string[];
  readonly verdicts: string | null;
  readonly hasNir: boolean;
  readonly restricted: boolean;
  readonly destroyed: boolean;
  /** Operators moved facts elsewhere: what columns of its dossiers hold of them is not seen any more. */
  readonly moved: boolean;
  readonly evidence: string | null;
  readonly followers: readonly string[];
}

/** The same of a session. */
export interface SessionState {
  readonly reference: string;
  readonly refs: readonly string[];
  readonly domain: string | null;
  readonly territory: string | null;
  readonly financers: readonly string[];
  readonly financerSirets: readonly string[];
  readonly verdicts: string | null;
}

/** What rights of a dossier stood on until it was raised with this sequence. */
export interface FedScene {
  readonly sequence: number;
  readonly evidence: string;
  readonly sessions: readonly string[];
  /** Its own trainee, and whoever verdicts name with that one. */
  readonly trainees: readonly TraineeState[] | null;
  /** Its sessions that were published. */
  readonly offers: readonly SessionState[] | null;
  /** As those of them were for whom the dossier was raised; several of one, where it changed again meanwhile. */
  readonly before?: readonly (TraineeState | SessionState)[];
}

/** SQL: the state of a row of a trainee. */
export function traineeState(row: string): string {
  return `jsonb_build_object('trainee', ${row}.trainee_id, 'linked', ${row}.linked, 'verdicts', ${row}.verdicts,
    'hasNir', ${row}.has_nir, 'restricted', ${row}.restricted, 'destroyed', ${row}.destroyed, 'moved', ${row}.moved, 'evidence', ${row}.evidence,
    'followers', ${row}.followers)`;
}

/** SQL: the state of a row of a session. */
export function sessionState(row: string): string {
  return `jsonb_build_object('reference', ${row}.reference, 'refs', ${row}.refs, 'domain', ${row}.domain,
    'territory', ${row}.territory, 'financers', ${row}.financers, 'financerSirets', ${row}.financer_sirets,
    'verdicts', ${row}.verdicts)`;
}

/** Of a trainee of whom there was no row. */
export function unknownTrainee(trainee: string): TraineeState {
  const none = { verdicts: null, hasNir: false, restricted: false, destroyed: false, moved: false, evidence: null };
  return { trainee, linked: [], followers: [], ...none };
}

/** SQL: the scene of a row of a dossier (number, trainee_id, evidence, sessions), as it is in the tables of this version. */
export function sceneOf(schemaName: string, row: string): string {
  const [trainee, session] = ['trainee', 'session'].map((name) => tableOf(schemaName, name));
  return `jsonb_build_object('evidence', ${row}.evidence, 'sessions', ${row}.sessions,
    'trainees', (
      select jsonb_agg(${traineeState('t')}) from ${trainee} t where t.trainee_id in (
        select ${row}.trainee_id
        union select unnest(own.linked) from ${trainee} own where own.trainee_id = ${row}.trainee_id)),
    'offers', (
      select jsonb_agg(${sessionState('s')}) from ${session} s where s.reference in (
        select unnest(${row}.sessions)
        union select named.reference from ${session} named
        where cardinality(named.refs) > 1 and named.refs && ${row}.sessions)))`;
}

/** The columns that rights stood on in a scene, in the place of those of today. */
export interface SceneColumns extends Pick<PersonColumns, 'trainees' | 'sessions'> {
  readonly evidence: DossierEvidence;
}

/** Those of the scene of a dossier of this trainee; several where what it was raised for was one thing and then another. */
export function decodeFedScenes(scene: FedScene, trainee: string): readonly SceneColumns[] {
  const before = [...Map.groupBy(scene.before ?? [], keyOf).values()];
  const times = Math.max(1, ...before.map((states) => states.length));
  return Array.from({ length: times }, (_, time) =>
    sceneColumns(
      scene,
      trainee,
      before.map((states) => (states[time] ?? states.at(-1)) as TraineeState | SessionState),
    ),
  ).filter((columns) => columns !== null);
}

function keyOf(state: TraineeState | SessionState): string {
  return 'trainee' in state ? state.trainee : state.reference;
}

/** Null: it does not say who saw the dossier, or nobody did. */
function sceneColumns(
  { evidence, sessions, trainees, offers }: FedScene,
  trainee: string,
  before: readonly (TraineeState | SessionState)[],
): SceneColumns | null {
  const states = [...(offers ?? []), ...(trainees ?? []), ...before];
  const last = [...new Map(states.map((state) => [keyOf(state), state])).values()];
  const people = last.filter((state) => 'trainee' in state);
  const own = people.find((state) => state.trainee === trainee);
  if (own?.destroyed === true || own?.moved === true) return null;
  return {
    trainees: people.filter(({ destroyed }) => !destroyed).map(traineeColumns),
    sessions: last.filter((state) => 'reference' in state).map(sessionColumns),
    evidence: decodeDossierEvidence(evidence, sessions),
  };
}

function traineeColumns({ evidence, restricted, verdicts, ...state }: TraineeState): TraineeColumns {
  const { trainee, linked, hasNir, moved, destroyed } = state;
  return {
    ...{ trainee, linked, hasNir, moved, destroyed },
    verdicts: decodeVerdicts(verdicts),
    evidence: decodePersonEvidence(evidence, restricted),
  };
}

function sessionColumns({ reference, refs, domain, territory, verdicts, ...state }: SessionState): SessionColumnsOf {
  const { financers: financerCodes, financerSirets } = state;
  return {
    ...{ reference, references: refs, domain },
    identified: verdicts === null ? [] : (JSON.parse(verdicts) as SessionVerdict[]),
    evidence: { reference, territory, financerCodes, financerSirets },
  };
}

/** Whether anybody may see less of the trainee's dossiers by what it is now than by what it was. */
export function mayLoseTrainee(before: TraineeState, now: TraineeState): boolean {
  const isWithheld = (['restricted', 'destroyed', 'moved'] as const).some((each) => now[each] && !before[each]);
  const isSeparated = before.verdicts !== null && before.verdicts !== now.verdicts;
  return isWithheld || isSeparated || !isCovered(before, now);
}

/** Every period of before is there as it was, or goes on longer. */
function isCovered(before: TraineeState, now: TraineeState): boolean {
  const [was, is] = [decodePersonEvidence(before.evidence, false), decodePersonEvidence(now.evidence, false)];
  const lasts = (to: string | null, until: string | null) => until === null || (to !== null && to <= until);
  return (
    was.registrations.every(({ to, ...of }) => is.registrations.some((each) => isOf(of, each) && lasts(to, each.to))) &&
    was.employment.every(({ to, ...of }) => is.employment.some((each) => isOf(of, each) && lasts(to, each.to))) &&
    was.advice.every(({ closed, lastFact, ...of }) =>
      is.advice.some((each) => isOf(of, each) && lasts(closed, each.closed) && lastFact <= each.lastFact),
    )
  );
}

function isOf<Period extends object>(of: Period, period: Period): boolean {
  return (Object.keys(of) as (keyof Period)[]).every((name) => of[name] === period[name]);
}

/** The same of a session and the dossiers in it. */
export function mayLoseSession(before: SessionState, now: SessionState | null): boolean {
  if (now === null || now.territory !== before.territory || now.verdicts !== before.verdicts) return true;
  const isGone = (was: readonly string[], is: readonly string[]) => was.some((each) => !is.includes(each));
  return (
    isGone(before.financers, now.financers) ||
    isGone(before.financerSirets, now.financerSirets) ||
    isGone(before.refs, now.refs)
  );
}
