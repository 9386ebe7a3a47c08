import type { Subject } from '@hub/contracts';
import type pg from 'pg';
import { fedColumns, feedParts } from './feed-writing.ts';
import { type Advance, leaseValues, moveLeases, progressNotice } from './leases.ts';
import { parametersOf, type RowTable, upsertText } from './row-tables.ts';
import {
  type DossierRow,
  dossierTable,
  ofOthers,
  sessionTable,
  stayText,
  stayValues,
  traineeTable,
} from './subject-tables.ts';
import type { Part, SubjectRows } from './write-parts.ts';

/**
 * Rows, stays and offsets in one statement, for each is a round trip and none needs what another writes. It is named, so
 * that the server plans it once. Answers the dossiers that were not written, for another projector has begun the dossier
 * of this number for somebody else. `isFed`: of a version that readers may be given, so that partners are told what changed.
 */
export async function writeRows(
  client: pg.ClientBase,
  schemaName: string,
  { dossier = [], trainee = [], session = [] }: Partial<SubjectRows>,
  { advance = null, isFed }: Writing = { isFed: false },
): Promise<readonly DossierRow[]> {
  const isAny = dossier.length + trainee.length + session.length > 0;
  const parts = [
    ...(dossier.length > 0 ? [upsertPart(dossierTable, dossier, isFed), stayPart(dossier)] : []),
    ...(trainee.length > 0 ? [upsertPart(traineeTable, trainee, isFed)] : []),
    ...(session.length > 0 ? [upsertPart(sessionTable, session, isFed)] : []),
    ...(isFed && isAny ? feedParts({ dossier, trainee, session }) : []),
    ...(advance === null ? [] : [leasePart(advance)]),
  ];
  if (parts.length === 0) return [];
  // PostgreSQL takes 63 characters.
  const name = `write ${parts.map((part) => part.letter).join('')} ${schemaName}`;
  const values = parts.flatMap((part) => part.values);
  const { rows } = await client.query<{ written?: number }>({ name, text: textOf(name, schemaName, parts), values });
  return (rows[0]?.written ?? 0) === dossier.length ? [] : ofOthers(client, schemaName, dossier);
}

/** How rows are written. */
export interface Writing {
  /** How far the leases come by them. */
  readonly advance?: Advance | null;
  readonly isFed: boolean;
}

/** By name: each text is the same for all rows, and as long as a small row. */
const texts = new Map<string, string>();

function textOf(name: string, schemaName: string, parts: readonly Part[]): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  let from = 1;
  const all: string[] = [];
  for (const { text, values } of parts) {
    all.push(text(schemaName, from));
    from += values.length;
  }
  const answers = parts.flatMap(({ answer }) => answer ?? []);
  const text = `with ${all.join(',\n')} select ${answers.join(', ') || 'null'}`;
  texts.set(name, text);
  return text;
}

const written = 'dossier_written';

function stayPart(rows: readonly DossierRow[]): Part {
  return { letter: 's', values: stayValues(rows), text: (schemaName, from) => stayText(schemaName, from, written) };
}

function upsertPart<Row>(
  table: RowTable<Row> & { readonly name: Subject },
  rows: readonly Row[],
  isFed: boolean,
): Part {
  const { name, key } = table;
  const answered = isFed ? fedColumns[name] : key.join(', ');
  return {
    letter: name === 'session' ? 'o' : name.charAt(0),
    values: parametersOf(table.columns, rows),
    text: (schemaName, from) => `${name}_written as (${upsertText(schemaName, table, from)} returning ${answered})`,
    ...(name === 'dossier' && { answer: `(select count(*)::int from ${written}) as written` }),
  };
}

function leasePart(advance: Advance): Part {
  return {
    letter: 'l',
    values: leaseValues(advance),
    text: (_, from) => `moved as (${moveLeases(from)})`,
    answer: `(select ${progressNotice} from moved) as notified`,
  };
}
