import type { Rules } from '@hub/core';
import {
  type AskedFor,
  type FoundPerson,
  findPerson,
  type PersonColumns,
  readSeen,
  type StoredPerson,
  type Version,
  withSnapshot,
} from '@hub/platform';
import type { QueryContext } from '../http/context.ts';
import { type AtLeast, hasPassed, isMet, untilShown } from './at-least.ts';
import { freshColumns } from './fresh-columns.ts';
import type { Requirement } from './log-state.ts';
import { type PersonSight, personSight, type Reader, searchedSight, storedSessionsOf } from './sight.ts';

/** Whom a read met; of what its reader may see, everything stored. */
export interface PersonRead {
  readonly version: Version;
  /** Of the version. */
  readonly rules: Rules;
  /** Whom the question names; null: nobody whom the hub knows. */
  readonly asked: string | null;
  /** Null: this reader sees nothing, and nothing was fetched. */
  readonly seen: SeenPerson | null;
  /** Receipts whose event the projector could not read: the state shown has passed them without it. */
  readonly parkedReceipts: readonly { readonly receipt: string; readonly reason: string }[];
}

export interface SeenPerson {
  readonly columns: PersonColumns;
  readonly sight: PersonSight;
  /** The rows that are seen, and of other dossiers the sessions. */
  readonly stored: StoredPerson;
}

type Reading = AtLeast & Pick<QueryContext, 'rights'>;

/**
 * What a reader sees of a person, at least as new as required. One statement finds the person by columns; the rights are
 * decided on these; another one fetches what is seen, if anything is. Unknown and forbidden end after the first. `isForeign`:
 * asked for by another partner's own number. Waits and throws as `untilShown` does.
 */
export async function readPerson(
  context: Reading,
  requirements: readonly Requirement[],
  asked: AskedFor,
  { reader, day, isForeign }: { readonly reader: Reader; readonly day: string; readonly isForeign: boolean },
): Promise<PersonRead> {
  const { pool, rights } = context;
  const positions = requirements.map(({ topic, slice, nextOffset }) => ({ topic, slice, offset: nextOffset - 1 }));
  let waits = false;
  return untilShown(context, requirements, async () => {
    // Whoever waits looks at the offsets alone.
    if (waits && !(await withSnapshot(pool, (snapshot) => hasPassed(snapshot, requirements)))) return null;
    waits = true;
    const found = await findPerson(pool, asked, positions);
    if (found === null || !isMet(found.progress, requirements)) return null;
    const { version, rules } = found;
    const columns = await freshColumns({ client: pool, version }, found, rules);
    // Decided in any case, and forgotten where the columns are of somebody who was not asked for.
    const today = { rights, day };
    const decided =
      asked.by === 'alias'
        ? searchedSight(columns, found.read, reader, { ...today, isForeign })
        : personSight(columns, found.read, reader, today);
    const sight = found.asked === null ? null : decided;
    const seen = sight === null ? null : await fetched(context, version, columns, sight);
    if (sight !== null && seen === null) return null;
    return { version, rules, asked: knownOf(found), seen, parkedReceipts: parkedReceipts(found, requirements) };
  });
}

/** Null where the version was retired in between. */
async function fetched(
  { pool }: AtLeast,
  version: Version,
  columns: PersonColumns,
  sight: PersonSight,
): Promise<SeenPerson | null> {
  const stored = await readSeen(pool, version, rowsSeen(columns, sight));
  return stored === null ? null : { columns, sight, stored };
}

export function rowsSeen(columns: PersonColumns, { trainees, dossiers, others }: PersonSight) {
  const rows = dossiers.flatMap((dossier) => dossier.rows);
  return {
    trainees,
    dossiers: rows.map(({ number }) => number),
    sessions: storedSessionsOf(columns, [...rows, ...others.flat()]),
  };
}

function knownOf({ asked, trainees, dossiers }: FoundPerson): string | null {
  return trainees.length === 0 && dossiers.length === 0 ? null : asked;
}

function parkedReceipts({ parked }: FoundPerson, requirements: readonly Requirement[]): PersonRead['parkedReceipts'] {
  return requirements.flatMap(({ receipt, topic, slice, nextOffset }) => {
    const found = parked.find((each) => each.topic === topic && each.slice === slice && each.offset === nextOffset - 1);
    return receipt === null || found === undefined ? [] : [{ receipt, reason: found.reason }];
  });
}
