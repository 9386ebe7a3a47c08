import { type Rules, sessionsOf, withoutMoved } from '@hub/core';
import {
  type AskedFor,
  type ParkedRow,
  type PersonRows,
  readPersonRows,
  type SliceProgress,
  type Version,
  withSnapshot,
} from '@hub/platform';
import type { Requirement } from '../domain/log-state.ts';
import type { StoredPerson } from '../domain/stored-person.ts';
import { namedSessions, sessionsAmong } from './people.ts';
import { described } from './projection.ts';
import { type AtLeast, hasPassed, isMet, untilShown } from './read-at-least.ts';

/** What is stored about a person, and how new it is. */
export interface PersonRead {
  readonly version: Version;
  /** Empty where nobody was met; less what operators moved to somebody else. */
  readonly person: StoredPerson;
  /** Of the slices that its rows are of. */
  readonly progress: readonly SliceProgress[];
  readonly parkedReceipts: readonly ParkedReceipt[];
  readonly parkedOfDossiers: readonly ParkedEvent[];
}

/** A receipt whose event the projector could not read: the state shown has passed it without it. */
export interface ParkedReceipt {
  readonly receipt: string;
  readonly reason: string;
}

/** An event of a dossier that the projector could not read. */
export interface ParkedEvent {
  readonly dossier: number;
  readonly reason: string;
}

/** Everything stored about a person, at least as new as required. */
export async function readPerson(
  options: AtLeast & { readonly rules: Rules },
  requirements: readonly Requirement[],
  asked: AskedFor,
): Promise<PersonRead> {
  const { pool, rules } = options;
  const places = requirements.map(({ topic, slice, nextOffset }) => ({ topic, slice, offset: nextOffset - 1 }));
  let waits = false;
  return untilShown(options, async () => {
    // Whoever waits looks at the offsets alone.
    if (waits && !(await withSnapshot(pool, (snapshot) => hasPassed(snapshot, requirements)))) return null;
    waits = true;
    const found = await readPersonRows(pool, asked, places);
    if (found === null || !isMet(found.progress, requirements)) return null;
    return personOf(found, requirements, rules);
  });
}

function personOf(found: PersonRows, requirements: readonly Requirement[], rules: Rules): PersonRead {
  const { version, ids, trainees, dossiers, progress, parked } = found;
  const sessions = sessionsAmong(namedSessions(described(found.sessions, rules)), sessionsOf(dossiers));
  const slices = new Set([...trainees, ...dossiers].map(({ slice }) => slice));
  const read = progress.filter(({ kind, slice }) => kind === 'trainee' && slices.has(slice));
  return {
    version,
    person: withoutMoved({ ids, trainees, dossiers, sessions }),
    progress: [...read, ...sessions.map((session) => session.progress)],
    parkedReceipts: requirements.flatMap((required) => parkedAt(parked, required)),
    parkedOfDossiers: parked.flatMap(({ dossier, reason }) => (dossier === null ? [] : [{ dossier, reason }])),
  };
}

function parkedAt(
  parked: readonly ParkedRow[],
  { receipt, topic, slice, nextOffset }: Requirement,
): readonly ParkedReceipt[] {
  const isThere = (each: ParkedRow) => each.topic === topic && each.slice === slice && each.offset === nextOffset - 1;
  const found = receipt === null ? undefined : parked.find(isThere);
  return receipt === null || found === undefined ? [] : [{ receipt, reason: found.reason }];
}
