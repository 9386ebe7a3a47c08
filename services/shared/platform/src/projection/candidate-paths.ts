import { tableOf } from './row-tables.ts';

/** Only dossiers of one training organisation or session; null: of any. */
export interface Scope {
  /** SIRET */
  readonly organisation: string | null;
  /** Session reference in canonical text. */
  readonly session: string | null;
}

export interface FinderSearch extends Scope {
  /** Null: every dossier. */
  readonly watchers: readonly string[] | null;
  /** By what persons whom the reader follows are found; null: it follows nobody. */
  readonly followers: readonly string[] | null;
}

/** Parts of a WITH RECURSIVE, conditions on a dossier `a` that stand on them, and the values of their parameters. */
interface Paths {
  readonly parts: readonly string[];
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
}

const none: Paths = { parts: [], conditions: [], values: [] };

/** Whom verdicts name with each other, both ways: few. */
export function linkedPairs(schemaName: string): string {
  const pairs = (columns: string) => `select ${columns} from ${tableOf(schemaName, 'trainee')} where linked <> '{}'`;
  return `linked_pair (one, other) as materialized (
    ${pairs('trainee_id, unnest(linked)')} union ${pairs('unnest(linked), trainee_id')})`;
}

/** These trainees and whoever is linked with them: dossiers of linked persons may answer as one. */
function people(name: string, own: string): string {
  return `${name} (trainee_id) as (
    ${own} union select other from ${name} join linked_pair on one = ${name}.trainee_id)`;
}

/**
 * The ways on which a reader finds dossiers: each is a condition that an index serves, for of one condition that holds any
 * of them PostgreSQL would look at every row.
 */
export function waysTo(schemaName: string, { watchers, followers }: FinderSearch, from: number): Paths {
  const watched = watchers === null ? 'true' : `watchers && $${from}::text[]`;
  const values = watchers === null ? [] : [watchers];
  if (watchers === null || followers === null) return { parts: [], conditions: [watched], values };
  const isFollowed = (trainee: string) => `exists (select from ${tableOf(schemaName, 'trainee')} f
    where f.trainee_id = ${trainee} and f.followers <> '{}' and f.followers && $${from + 1}::text[])`;
  return {
    parts: [people('linked_with_followed', `select one from linked_pair where ${isFollowed('one')}`)],
    conditions: [watched, isFollowed('a.trainee_id'), 'a.trainee_id in (select trainee_id from linked_with_followed)'],
    values: [...values, followers],
  };
}

/**
 * Persons of whom a dossier may be in the scope by what any fact of it or its session says: what its reader is shown of it
 * is looked at later. All rows of these persons, for several rows may answer as one.
 */
export function withinScope(schemaName: string, { organisation, session }: Scope, from: number): Paths {
  const ofSession = session === null ? none : inSession(schemaName, session, from);
  const at = from + ofSession.values.length;
  const ofOrganisation = organisation === null ? none : inOrganisation(schemaName, organisation, at);
  return {
    parts: [...ofSession.parts, ...ofOrganisation.parts],
    conditions: [...ofSession.conditions, ...ofOrganisation.conditions],
    values: [...ofSession.values, ...ofOrganisation.values],
  };
}

function inSession(schemaName: string, session: string, at: number): Paths {
  const named = `reference = $${at}::text or (cardinality(refs) > 1 and refs && array[$${at}::text])`;
  const own = `select trainee_id from ${tableOf(schemaName, 'dossier')}
    where sessions && ((select names from session_names) || $${at}::text)`;
  return {
    parts: [sessionNames('session_names', schemaName, named), people('in_session', own)],
    conditions: ['a.trainee_id in (select trainee_id from in_session)'],
    values: [session],
  };
}

function inOrganisation(schemaName: string, organisation: string, at: number): Paths {
  const isOf = `organisations <> '{}' and organisations && array[$${at}::text]`;
  const dossier = tableOf(schemaName, 'dossier');
  const own = `(select trainee_id from ${dossier} where ${isOf}
    union select trainee_id from ${dossier} where sessions && (select names from organisation_session_names))`;
  return {
    parts: [sessionNames('organisation_session_names', schemaName, isOf), people('in_organisation', own)],
    conditions: ['a.trainee_id in (select trainee_id from in_organisation)'],
    values: [organisation],
  };
}

/** All references of these sessions, and of those that verdicts name with them. */
function sessionNames(name: string, schemaName: string, condition: string): string {
  const session = tableOf(schemaName, 'session');
  return `${name}_found as materialized (select unnest(refs || reference) as ref from ${session} where ${condition}),
    ${name} (names) as materialized (select array(
      select ref from ${name}_found
      union select unnest(refs || reference) from ${session}
      where cardinality(refs) > 1 and refs && array(select ref from ${name}_found)))`;
}
