import type { ClientBase, Pool } from 'pg';

/** `withdrawn`: by whoever asked. */
export const rectificationAnswers = ['corrected', 'declined', 'withdrawn'] as const;
export type RectificationAnswer = (typeof rectificationAnswers)[number];

export interface RectificationAsked {
  /** SIRET, client and opaque agent. */
  readonly organisation: string;
  readonly clientId: string;
  readonly agent: string;
  readonly dossier: number;
  readonly source: string;
  readonly eventId: string;
  /** A code of `rectification-reason`. */
  readonly reason: string;
  /** The person asked for it. */
  readonly forPerson: boolean;
  /** `YYYY-MM-DD`; null: no day is set. */
  readonly dueOn: string | null;
}

/** Times are RFC 3339. */
export interface Rectification extends Omit<RectificationAsked, 'clientId' | 'agent'> {
  readonly id: string;
  readonly askedAt: string;
  /** Null: it is open. */
  readonly answer: RectificationAnswer | null;
  /** Of `declined`, a code of `rectification-refusal`. */
  readonly answerReason: string | null;
  readonly answeredAt: string | null;
}

const columns = `id, to_json(asked_at)#>>'{}' as "askedAt", organisation, dossier, source, event_id as "eventId", reason,
  for_person as "forPerson", due_on::text as "dueOn", answer,
  answer_reason as "answerReason", to_json(answered_at)#>>'{}' as "answeredAt"`;

export async function askRectification(client: ClientBase, asked: RectificationAsked): Promise<Rectification> {
  const { organisation, clientId, agent, dossier, source, eventId, reason, forPerson, dueOn } = asked;
  const { rows } = await client.query<Rectification>(
    `insert into rectification.request
       (organisation, client_id, agent, dossier, source, event_id, reason, for_person, due_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [organisation, clientId, agent, dossier, source, eventId, reason, forPerson, dueOn],
  );
  return rows[0] as Rectification;
}

/** What this organisation asked of the same fact for the same reason, and nobody answered yet; null: nothing. */
export async function openRectification(client: ClientBase, asked: RectificationAsked): Promise<Rectification | null> {
  const { organisation, dossier, source, eventId, reason, forPerson } = asked;
  const { rows } = await client.query<Rectification>(
    `select ${columns} from rectification.request
     where organisation = $1 and (dossier, source, event_id, reason, for_person) = ($2, $3, $4, $5, $6) and answer is null
     order by asked_at limit 1`,
    [organisation, dossier, source, eventId, reason, forPerson],
  );
  return rows[0] ?? null;
}

export interface RectificationSearch {
  /** What this organisation asked; else what is asked of these sources. */
  readonly of: { readonly organisation: string } | { readonly sources: readonly string[] };
  /** Open ones, answered ones; null: both. */
  readonly open: boolean | null;
  /** Behind this one; null: from the oldest on. */
  readonly after: Pick<Rectification, 'askedAt' | 'id'> | null;
  readonly limit: number;
}

/** The oldest first. */
export async function listRectifications(
  pool: Pool,
  { of, open, after, limit }: RectificationSearch,
): Promise<readonly Rectification[]> {
  const isAsked = 'organisation' in of;
  const { rows } = await pool.query<Rectification>(
    `select ${columns} from rectification.request
     where ${isAsked ? 'organisation = $1' : 'source = any($1::text[])'} and ($2::boolean is null or (answer is null) = $2)
       and ($3::timestamptz is null or (asked_at, id) > ($3, $4::uuid))
     order by asked_at, id limit $5`,
    [isAsked ? of.organisation : of.sources, open, after?.askedAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** `reason`: of `declined`. */
export interface AnswerGiven {
  readonly answer: RectificationAnswer;
  readonly reason: string | null;
}

/** Null where there is none, it is not of this organisation or these sources, or it was answered otherwise already. */
export async function answerRectification(
  client: ClientBase,
  id: string,
  by: { readonly clientId: string } & RectificationSearch['of'],
  { answer, reason }: AnswerGiven,
): Promise<Rectification | null> {
  const isAsker = 'organisation' in by;
  const { rows } = await client.query<Rectification>(
    `update rectification.request
     set answer = $2, answered_by = $3, answered_at = coalesce(answered_at, clock_timestamp()),
       answer_reason = coalesce(answer_reason, $5)
     where id = $1 and (answer is null or answer = $2)
       and ${isAsker ? 'organisation = $4' : 'source = any($4::text[])'}
     returning ${columns}`,
    [id, answer, by.clientId, isAsker ? by.organisation : by.sources, reason],
  );
  return rows[0] ?? null;
}

/** SQL: of a request of its person, that the day by which it is to be answered has passed without an answer on the day `$1`. */
export const isOverdue = 'answer is null and due_on < $1';

/** SQL of how rectifications stand on the day `$1`, as a fate and the reason for it; `where`: which of them. */
export function standingOf(where: string): string {
  return `select id as rectification, source, event_id, dossier, organisation,
      coalesce(answer, case when ${isOverdue} then 'overdue' else 'contested' end) as fate,
      coalesce(answer_reason, reason) as reason
    from rectification.request where ${where}`;
}
