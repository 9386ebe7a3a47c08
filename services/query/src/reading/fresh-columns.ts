import { describeRow, type Rules, withoutMoved } from '@hub/core';
import { type PersonColumns, readRows, type VersionRows } from '@hub/platform';

/**
 * The columns as they are without what operators moved to somebody else: the rows of those from whom facts were moved hold
 * them still, so theirs are made anew from the facts. An operator's act, and rare.
 */
export async function freshColumns(rows: VersionRows, columns: PersonColumns, rules: Rules): Promise<PersonColumns> {
  const moved = columns.trainees.filter((each) => each.moved).map(({ trainee }) => trainee);
  if (moved.length === 0) return columns;
  const numbers = columns.dossiers.filter(({ trainee }) => moved.includes(trainee)).map(({ number }) => number);
  const stored = withoutMoved(await readRows(rows, { trainees: moved, dossiers: numbers, sessions: [] }));
  const factsOf = new Map(stored.dossiers.map(({ number, facts }) => [number, facts]));
  return {
    ...columns,
    dossiers: columns.dossiers.map((row) => {
      const facts = factsOf.get(row.number);
      if (facts === undefined) return row;
      const { named, evidence } = describeRow(facts, rules).summary;
      return { ...row, named, evidence };
    }),
  };
}
