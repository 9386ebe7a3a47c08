import { tableOf } from './row-tables.ts';

/** Only dossiers of one training organisation or session; null: of any. */
export interface Scope {
  /** SIRET */
  readonly organisation: string | null;
  /** Session reference in canonical text. */
  readonly session: string | null;
}

interface Finder {
  /** Null: every dossier. */
  readonly watchers: readonly string[] | null;
  /** By what persons whom the reader follows are found; null: it follows nobody. */
  readonly followers: readonly string[] | null;
  readonly isScoped: boolean;
}

/** Parts of a WITH RECURSIVE, and the values of the parameters that are new in it. */
interface Parts {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
}

/** Conditions on a dossier `a`. */
interface Ways extends Parts {
  readonly conditions: readonly string[];
}

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
 * of them PostgreSQL would look at every row. `isScoped`: of the few rows of a scope that is right, and one way is enough.
 */
export function waysTo(schemaName: string, { watchers, followers, isScoped }: Finder, from: number): Ways {
  if (watchers === null) return { parts: [], conditions: ['true'], values: [] };
  const watched = `watchers && $${from}::text[]`;
  if (followers === null) return { parts: [], conditions: [watched], values: [watchers] };
  const trainee = tableOf(schemaName, 'trainee');
  // By key, one after the other: as EXISTS, everybody whom the reader follows would be hashed for it.
  const isFollowed = (id: string) =>
    `(select followers && $${from + 1}::text[] from ${trainee} where trainee_id = ${id})`;
  const byIndex = `exists (select from ${trainee} f
    where f.trainee_id = a.trainee_id and f.followers <> '{}' and f.followers && $${from + 1}::text[])`;
  const linked = 'a.trainee_id in (select trainee_id from linked_with_followed)';
  return {
    parts: [people('linked_with_followed', `select one from linked_pair where ${isFollowed('one')}`)],
    conditions: isScoped ? [`(${watched} or ${isFollowed('a.trainee_id')} or ${linked})`] : [watched, byIndex, linked],
    values: [watchers, followers],
  };
}

/** The dossiers `a` that a reader looks among: `from` is their part of a FROM. */
interface Among extends Parts {
  readonly from: string;
}

/**
 * Those of the persons of whom a dossier may be in the scope by what any fact of it or its session says: what its reader is
 * shown of it is looked at later. All rows of these persons, for several rows may answer as one. `offset 0` keeps them
 * looked up by person.
 */
export function withinScope(schemaName: string, { organisation, session }: Scope, from: number): Among {
  const dossier = tableOf(schemaName, 'dossier');
  const persons = [
    ...(session === null ? [] : [{ name: 'in_session', value: session, partsAt: inSession }]),
    ...(organisation === null ? [] : [{ name: 'in_organisation', value: organisation, partsAt: inOrganisation }]),
  ];
  if (persons.length === 0) return { parts: [], values: [], from: `${dossier} a` };
  const inAll = persons.map(({ name }) => `select trainee_id as person from ${name}`).join(' intersect ');
  return {
    parts: persons.flatMap(({ name, partsAt }, index) => partsAt(schemaName, name, `$${from + index}::text`)),
    values: persons.map(({ value }) => value),
    from: `(${inAll}) s cross join lateral (select * from ${dossier} where trainee_id = s.person offset 0) a`,
  };
}

function inSession(schemaName: string, name: string, session: string): readonly string[] {
  const named = `reference = ${session} or (cardinality(refs) > 1 and refs && array[${session}])`;
  const own = `select trainee_id from ${tableOf(schemaName, 'dossier')}
    where sessions && ((select names from ${name}_names) || ${session})`;
  return [sessionNames(`${name}_names`, schemaName, named), people(name, own)];
}

function inOrganisation(schemaName: string, name: string, organisation: string): readonly string[] {
  const isOf = `organisations <> '{}' and organisations && array[${organisation}]`;
  const dossier = tableOf(schemaName, 'dossier');
  const own = `(select trainee_id from ${dossier} where ${isOf}
    union select trainee_id from ${dossier} where sessions && (select names from ${name}_names))`;
  return [sessionNames(`${name}_names`, schemaName, isOf), people(name, own)];
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
