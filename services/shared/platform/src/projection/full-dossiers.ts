import type { ClientBase } from 'pg';

/** Marks dossiers that hold as many facts as they may: the door reads the mark with the number, and refuses more. */
export async function markFull(client: ClientBase, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await client.query('insert into projection.full_dossier (number) select unnest($1::int[]) on conflict do nothing', [
    numbers,
  ]);
}

/** SQL, for statements that read numbers anyway: whether the dossier in this column is marked. */
export function isMarkedFull(numberColumn: string): string {
  return `exists (select from projection.full_dossier where full_dossier.number = ${numberColumn})`;
}
