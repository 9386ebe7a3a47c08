import type { Subject } from '@hub/contracts';
import { decodeFacts, selectFacts } from '@hub/platform';
import type { ClientBase } from 'pg';
import { keysOf, type Target } from '../apply-facts.ts';
import { type Arrival, groupArrivals } from '../fold/arrival.ts';
import { describeSubject } from '../fold/describe-subject.ts';
import { changesBetween, type FieldChange } from './record-changes.ts';

/** A field of the record of a subject that would change. */
export interface SubjectChange extends FieldChange {
  readonly subject: Subject;
  /** Dossier number, trainee id or session reference. */
  readonly key: string;
}

interface SubjectRecord {
  readonly subject: Subject;
  readonly key: string;
  /** Without a field where nothing is stored. */
  readonly record: object;
}

const subjects = ['dossier', 'trainee', 'session'] as const;

/** The records, as they stand, of the subjects that these are about. */
export async function readSubjects(
  client: ClientBase,
  { schemaName, rules }: Target,
  arrivals: readonly Arrival[],
): Promise<readonly SubjectRecord[]> {
  const keys = keysOf(groupArrivals(arrivals));
  const stored = await selectFacts(client, schemaName, keys);
  return subjects.flatMap((subject) =>
    keys[subject].map((key) => {
      const facts = stored[subject].get(key)?.facts;
      const record = facts === undefined ? {} : describeSubject[subject](decodeFacts(facts), rules, key).record;
      return { subject, key, record };
    }),
  );
}

/** Of the same subjects, in the same order. */
export function subjectChanges(
  before: readonly SubjectRecord[],
  after: readonly SubjectRecord[],
): readonly SubjectChange[] {
  return before.flatMap(({ subject, key, record }, index) =>
    changesBetween(record, after[index]?.record).map((change) => ({ subject, key, ...change })),
  );
}
