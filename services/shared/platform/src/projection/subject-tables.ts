import { type DossierSummary, type SessionSummary, type TraineeSummary, watchersOf } from '@hub/core';
import type pg from 'pg';
import { encodeDossierEvidence, encodeNamed, encodePersonEvidence, encodeVerdicts } from './encode-evidence.ts';
import {
  addRow,
  bufferedBytes,
  type Column,
  copyRows,
  parametersOf,
  type RowBuffer,
  type RowTable,
  rowBuffer,
  tableOf,
  unnested,
} from './row-tables.ts';

/** Why a row of the feed is raised: by `<event>@<organisation>`, the source, id and receipt of the last such event. */
export type FedCauses = Readonly<Record<string, readonly [source: string, id: string, receivedAt: string]>>;

/** What every row of a subject has beside its key and its summary. */
interface StoredFacts {
  /** What arrived of it, for the feed. */
  readonly causes?: FedCauses;
  readonly slice: number;
  /** As `encodeFacts` gives them. */
  readonly facts: Buffer;
  readonly factCount: number;
  /** Of the record that the facts give. */
  readonly hash: Buffer;
}

export interface DossierRow extends StoredFacts {
  readonly number: number;
  readonly trainee: string;
  readonly summary: DossierSummary;
}

export interface TraineeRow extends StoredFacts {
  readonly trainee: string;
  readonly summary: TraineeSummary;
}

export interface SessionRow extends StoredFacts {
  readonly reference: string;
  readonly summary: SessionSummary;
}

/** One stay of a dossier; `place` counts them from 0. */
type StayRow = DossierSummary['stays'][number] & { readonly number: number; readonly place: number };

const storedFacts: readonly Column<StoredFacts>[] = [
  { name: 'slice', type: 'smallint', of: (row) => row.slice },
  { name: 'facts', type: 'bytea', of: (row) => row.facts },
  { name: 'fact_count', type: 'integer', of: (row) => row.factCount },
  { name: 'hash', type: 'bytea', of: (row) => row.hash },
];

export const dossierTable: RowTable<DossierRow> & { readonly name: 'dossier' } = {
  name: 'dossier',
  key: ['number'],
  fixed: 'trainee_id',
  columns: [
    { name: 'number', type: 'integer', of: (row) => row.number },
    { name: 'trainee_id', type: 'uuid', of: (row) => row.trainee },
    ...storedFacts,
    { name: 'status', type: 'text', of: ({ summary }) => summary.status },
    { name: 'status_since', type: 'date', of: ({ summary }) => summary.statusSince },
    { name: 'funding', type: 'text', of: ({ summary }) => summary.funding },
    { name: 'territory', type: 'text', of: ({ summary }) => summary.territory },
    { name: 'financers', type: 'text[]', of: ({ summary }) => summary.financers },
    { name: 'sessions', type: 'text[]', of: ({ summary }) => summary.sessions },
    { name: 'files', type: 'text[]', of: ({ summary }) => summary.files },
    { name: 'organisations', type: 'text[]', of: ({ summary }) => summary.organisations },
    { name: 'candidature_on', type: 'date', of: ({ summary }) => summary.candidatureOn },
    { name: 'registered_on', type: 'date', of: ({ summary }) => summary.registeredOn },
    { name: 'sources', type: 'text[]', of: ({ summary }) => summary.sources },
    { name: 'awaited_sources', type: 'text[]', of: ({ summary }) => summary.awaitedSources },
    { name: 'watchers', type: 'text[]', of: ({ summary }) => watchersOf(summary.evidence) },
    { name: 'anomalies', type: 'text[]', of: ({ summary }) => summary.anomalies },
    { name: 'expected', type: 'text[]', of: ({ summary }) => summary.expected },
    { name: 'due_by', type: 'date', of: ({ summary }) => summary.dueBy },
    { name: 'undated', type: 'boolean', of: ({ summary }) => summary.undated },
    { name: 'evidence', type: 'text', of: ({ summary }) => encodeDossierEvidence(summary.evidence) },
    { name: 'named', type: 'text[]', of: ({ summary }) => encodeNamed(summary.named) },
    { name: 'line_fundings', type: 'text[]', of: ({ summary }) => summary.lineFundings },
    { name: 'sole_reporter', type: 'text', of: ({ summary }) => summary.soleReporter },
  ],
};

export const traineeTable: RowTable<TraineeRow> & { readonly name: 'trainee' } = {
  name: 'trainee',
  key: ['trainee_id'],
  columns: [
    { name: 'trainee_id', type: 'uuid', of: (row) => row.trainee },
    ...storedFacts,
    { name: 'linked', type: 'uuid[]', of: ({ summary }) => summary.linked },
    { name: 'restricted', type: 'boolean', of: ({ summary }) => summary.restricted },
    { name: 'destroyed', type: 'boolean', of: ({ summary }) => summary.destroyed },
    { name: 'moved', type: 'boolean', of: ({ summary }) => summary.moved },
    { name: 'anomalies', type: 'text[]', of: ({ summary }) => summary.anomalies },
    { name: 'evidence', type: 'text', of: ({ summary }) => encodePersonEvidence(summary.evidence) },
    { name: 'followers', type: 'text[]', of: ({ summary }) => summary.followers },
    { name: 'verdicts', type: 'text', of: ({ summary }) => encodeVerdicts(summary.verdicts) },
    { name: 'has_nir', type: 'boolean', of: ({ summary }) => summary.hasNir },
    { name: 'employed', type: 'text[]', of: ({ summary }) => summary.employed },
  ],
};

export const sessionTable: RowTable<SessionRow> & { readonly name: 'session' } = {
  name: 'session',
  key: ['reference'],
  columns: [
    { name: 'reference', type: 'text', of: (row) => row.reference },
    ...storedFacts,
    { name: 'refs', type: 'text[]', of: ({ summary }) => summary.references },
    { name: 'state', type: 'text', of: ({ summary }) => summary.state },
    { name: 'starts_on', type: 'date', of: ({ summary }) => summary.startsOn },
    { name: 'ends_on', type: 'date', of: ({ summary }) => summary.endsOn },
    { name: 'entry_mode', type: 'text', of: ({ summary }) => summary.entryMode },
    { name: 'missing', type: 'text[]', of: ({ summary }) => summary.missing },
    { name: 'publishers', type: 'text[]', of: ({ summary }) => summary.publishers },
    { name: 'identified', type: 'boolean', of: ({ summary }) => summary.identified },
    { name: 'deleted_slots', type: 'text[]', of: ({ summary }) => summary.deletedSlots },
    { name: 'territory', type: 'text', of: ({ summary }) => summary.territory },
    { name: 'domain', type: 'text', of: ({ summary }) => summary.domain },
    { name: 'financers', type: 'text[]', of: ({ summary }) => summary.financers },
    { name: 'financer_sirets', type: 'text[]', of: ({ summary }) => summary.financerSirets },
    { name: 'organisations', type: 'text[]', of: ({ summary }) => summary.organisations },
    {
      name: 'verdicts',
      type: 'text',
      of: ({ summary }) => (summary.verdicts.length === 0 ? null : JSON.stringify(summary.verdicts)),
    },
    { name: 'meeting_keys', type: 'text[]', of: ({ summary }) => summary.meetingKeys },
  ],
};

const stayTable: RowTable<StayRow> = {
  name: 'stay',
  key: ['number', 'place'],
  columns: [
    { name: 'number', type: 'integer', of: (row) => row.number },
    { name: 'place', type: 'integer', of: (row) => row.place },
    { name: 'state', type: 'text', of: (row) => row.state },
    { name: 'entered_on', type: 'date', of: (row) => row.entered },
    { name: 'left_on', type: 'date', of: (row) => row.left },
    { name: 'abandoned', type: 'boolean', of: (row) => row.abandoned },
    { name: 'interrupted_on', type: 'date', of: (row) => row.interrupted },
    { name: 'told_after', type: 'integer', of: (row) => row.toldAfter },
    { name: 'told_by', type: 'text', of: (row) => row.toldBy },
    { name: 'declarer', type: 'text', of: (row) => row.declarer },
  ],
};

function staysOf(rows: readonly DossierRow[]): StayRow[] {
  return rows.flatMap(({ number, summary }) => summary.stays.map((stay, place) => ({ ...stay, number, place })));
}

/** Those of these dossiers whose number is that of somebody else's. */
export async function ofOthers(
  client: pg.ClientBase,
  schemaName: string,
  rows: readonly DossierRow[],
): Promise<readonly DossierRow[]> {
  const { rows: owners } = await client.query<{ number: number; trainee: string }>(
    `select number, trainee_id as trainee from ${tableOf(schemaName, 'dossier')} where number = any($1::int[])`,
    [rows.map(({ number }) => number)],
  );
  const ownerOf = new Map(owners.map(({ number, trainee }) => [number, trainee]));
  return rows.filter(({ number, trainee }) => ownerOf.get(number) !== trainee);
}

/** Numbers under which a version that has no keys yet holds several dossiers, with the slices that they came from. */
export async function dossiersHeldTwice(
  client: pg.ClientBase,
  schemaName: string,
): Promise<{ readonly numbers: readonly number[]; readonly slices: readonly number[] }> {
  const { rows } = await client.query<{ number: number; slices: number[] }>(
    `select number, array_agg(distinct slice) as slices from ${tableOf(schemaName, 'dossier')}
     group by number having count(*) > 1`,
  );
  const slices = [...new Set(rows.flatMap((row) => row.slices))].sort((a, b) => a - b);
  return { numbers: rows.map(({ number }) => number), slices };
}

export async function deleteDossiers(
  client: pg.ClientBase,
  schemaName: string,
  numbers: readonly number[],
): Promise<void> {
  for (const table of ['stay', 'dossier']) {
    await client.query(`delete from ${tableOf(schemaName, table)} where number = any($1::int[])`, [numbers]);
  }
}

const stayCounts: readonly Column<DossierRow>[] = [
  { name: 'number', type: 'integer', of: (row) => row.number },
  { name: 'stays', type: 'integer', of: (row) => row.summary.stays.length },
];

/** The parameters of `stayText`. */
export function stayValues(rows: readonly DossierRow[]): readonly Buffer[] {
  return [...parametersOf(stayTable.columns, staysOf(rows)), ...parametersOf(stayCounts, rows)];
}

/**
 * Parts of a WITH, whose parameters begin at `from`: the stays of the dossiers whose numbers the part `written` answers.
 * Stays that are as they were are not written again: most facts change none.
 */
export function stayText(schemaName: string, from: number, written: string): string {
  const { columns } = stayTable;
  const stay = tableOf(schemaName, 'stay');
  const next = from + columns.length;
  const said = columns.map(({ name }) => name).filter((name) => !stayTable.key.includes(name));
  const of = (row: string) => (name: string) => `${row}.${name}`;
  return `stay_given as (select * from ${unnested(columns, from)} where number in (select number from ${written})),
     stay_gone as (
       delete from ${stay} s using unnest($${next}::integer[], $${next + 1}::integer[]) as dossier (number, stays)
       where s.number = dossier.number and s.place >= dossier.stays and s.number in (select number from ${written})),
     stay_written as (
       insert into ${stay} (number, place, ${said.join(', ')})
       select g.* from stay_given g left join ${stay} s using (number, place)
       where s.number is null or (${said.map(of('s'))}) is distinct from (${said.map(of('g'))})
       on conflict (number, place) do update set ${said.map((name) => `${name} = excluded.${name}`).join(', ')})`;
}

/** Rows of a version on their way into its tables, which do not hold them yet. */
export interface RowBuffers {
  readonly dossiers: RowBuffer<DossierRow>;
  readonly stays: RowBuffer<StayRow>;
  readonly trainees: RowBuffer<TraineeRow>;
  readonly sessions: RowBuffer<SessionRow>;
}

export function rowBuffers(): RowBuffers {
  return {
    dossiers: rowBuffer(dossierTable),
    stays: rowBuffer(stayTable),
    trainees: rowBuffer(traineeTable),
    sessions: rowBuffer(sessionTable),
  };
}

/** A dossier, with its stays. */
export function addDossier({ dossiers, stays }: RowBuffers, row: DossierRow): void {
  addRow(dossiers, row);
  for (const stay of staysOf([row])) addRow(stays, stay);
}

export function bytesBuffered(rows: RowBuffers): number {
  return Object.values(rows).reduce((sum, buffer) => sum + bufferedBytes(buffer), 0);
}

/** Writes them and begins anew. */
export async function copyBuffers(client: pg.ClientBase, schemaName: string, rows: RowBuffers): Promise<void> {
  for (const buffer of Object.values(rows)) await copyRows(client, schemaName, buffer);
}
