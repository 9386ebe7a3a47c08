import type { PoolClient } from 'pg';
import type { LogEntries } from '../app/log-entries.ts';

/** Temporary: they are this session's, need no WAL, and are gone with it however it ends. */
export async function createDraft(client: PoolClient): Promise<void> {
  await client.query(`
    create temp table told_trainee (trainee_id uuid not null, received_at timestamptz not null, late boolean not null);
    create temp table told_alias (alias bytea not null, kind text not null, pepper_version smallint not null,
      trainee_id uuid not null, received_at timestamptz not null, reassigned boolean not null, late boolean not null);
    create temp table told_dossier (number integer not null, trainee_id uuid not null, reference text not null,
      received_at timestamptz not null, late boolean not null);
    create temp table told_description (trainee_id uuid not null, source text not null, digest text not null,
      "offset" float8 not null, late boolean not null);
    create temp table told_link (low uuid not null, high uuid not null, reason text not null, told_to uuid not null,
      late boolean not null);
    create temp table told_verdict (source text not null, event_id text not null, low uuid not null, high uuid not null,
      verdict text not null, agent text not null, reason text, recorded_at timestamptz not null,
      received_at timestamptz not null, told_to uuid not null, late boolean not null);
    create temp table told_destroyed (trainee_id uuid not null);
    create temp table told_keyless (trainee_id uuid not null)`);
}

export async function addToDraft(
  client: PoolClient,
  pepperVersion: number,
  entries: LogEntries,
  late: boolean,
): Promise<void> {
  const insert = async <Row>(into: string, types: string, rows: readonly Row[], columns: (row: Row) => unknown[]) => {
    if (rows.length === 0) return;
    const values = transposed(rows.map(columns));
    const arrays = types.split(' ').map((type, index) => `$${index + 2}::${type}[]`);
    await client.query({
      name: `draft ${into}`,
      text: `insert into pg_temp.told_${into} select told.*, $1::boolean from unnest(${arrays.join(', ')}) as told`,
      values: [late, ...values],
    });
  };
  const { trainees, aliases, dossiers, descriptions, links, verdicts } = entries;
  const firsts = [...new Map(trainees.toReversed().map((each) => [each.trainee, each])).values()];
  await insert('trainee', 'uuid timestamptz', firsts, (each) => [each.trainee, each.receivedAt]);
  await insert('alias', 'bytea text smallint uuid timestamptz boolean', aliases, (each) => [
    each.hash,
    each.kind,
    pepperVersion,
    each.trainee,
    each.receivedAt,
    each.reassigned,
  ]);
  await insert('dossier', 'int uuid text timestamptz', dossiers, (each) => [
    each.number,
    each.trainee,
    each.reference,
    each.receivedAt,
  ]);
  await insert('description', 'uuid text text float8', descriptions, (each) => [
    each.trainee,
    each.source,
    each.digest,
    each.offset,
  ]);
  await insert('link', 'uuid uuid text uuid', links, (each) => [...each.pair, each.reason, each.toldTo]);
  await insert('verdict', 'text text uuid uuid text text text timestamptz timestamptz uuid', verdicts, (each) => [
    each.source,
    each.eventId,
    ...each.pair,
    each.verdict,
    each.agent,
    each.reason,
    each.recordedAt,
    each.receivedAt,
    each.toldTo,
  ]);
  await note(client, 'told_destroyed', entries.destroyed);
  await note(client, 'told_keyless', entries.keyless);
}

async function note(client: PoolClient, table: string, trainees: readonly string[]): Promise<void> {
  if (trainees.length === 0) return;
  await client.query(`insert into pg_temp.${table} select distinct unnest($1::uuid[])`, [trainees]);
}

function transposed(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

/**
 * The rows that the registry should have, columns as there. Whose an alias is, the last received says (a reassignment
 * before an announcement of the same moment). Of two numbers for one training the first received stands; the other one
 * stays given. A link or a verdict counts as told once both trainees were told.
 */
export async function settleDraft(client: PoolClient): Promise<void> {
  await client.query(`
    analyze told_trainee, told_alias, told_dossier, told_description, told_link, told_verdict, told_destroyed;
    create temp table next_trainee as
      select trainee_id, min(received_at) as created_at, bool_and(late) as late from pg_temp.told_trainee group by 1;
    create temp table next_alias as
      select alias, kind, pepper_version, trainee_id, true as announced, late from (
        select distinct on (alias) alias, kind, pepper_version, trainee_id,
          bool_or(late) over (partition by alias) as late
        from pg_temp.told_alias order by alias, received_at desc, reassigned desc, trainee_id) last
      where trainee_id not in (select trainee_id from pg_temp.told_destroyed);
    create temp table next_dossier as
      select distinct on (trainee_id, reference) number, trainee_id, reference, true as announced, late from (
        select distinct on (number) * from pg_temp.told_dossier order by number, received_at, trainee_id) first
      order by trainee_id, reference, received_at, number;
    create temp table next_link as
      select low, high, reason, bool_or(late) as late from pg_temp.told_link
      group by low, high, reason having count(distinct told_to) = 2;
    create temp table next_verdict as
      select first.*, both_told as announced from (
        select distinct on (source, event_id) source, event_id, low, high, verdict, agent, reason, recorded_at, late
        from pg_temp.told_verdict order by source, event_id, received_at, low, high) first
      join (select source, event_id, count(distinct told_to) = 2 as both_told from pg_temp.told_verdict
        group by source, event_id) told using (source, event_id);
    create temp table next_description as
      select distinct on (trainee_id, source) trainee_id, source, digest, late from pg_temp.told_description
      where trainee_id not in (select trainee_id from pg_temp.told_destroyed)
      order by trainee_id, source, split_part(digest, '@', 2) desc, "offset" desc;
    analyze next_trainee, next_alias, next_dossier, next_link, next_verdict, next_description`);
}
