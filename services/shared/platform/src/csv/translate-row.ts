import { createHash } from 'node:crypto';
import { type CloudEvent, catalogueEntry } from '@hub/contracts';
import { canonicalJson, looksLikeNir } from '@hub/core';
import type { Finding } from '../import/import-reject.ts';
import { sourceEvent } from '../import/source-event.ts';
import type { CsvPlan, FilledField, PlannedEvent } from './check-mapping.ts';
import type { csvRules } from './csv-rules.ts';
import { columnName, columnsOf, type Filler, filledText, listOf } from './mapping.ts';
import { cellText, readStamp, readValue } from './read-cell.ts';
import type { Header } from './read-csv.ts';

/** A row under its header. `extractedAt`: when the file was made, epoch ms; null where its rows say when they were changed. */
export interface Row {
  readonly header: Header;
  readonly cells: readonly string[];
  readonly line: number;
  readonly extractedAt: number | null;
  readonly now: number;
}

/** An event, and where of its row each of its fields was read. */
export interface RowEvent {
  readonly event: CloudEvent;
  readonly cellOf: (pointer: string) => ReadCell | null;
}

/** A column by its name and its place, from 1. */
export interface ReadCell {
  readonly name: string;
  readonly column: number;
}

export interface RowTranslation {
  readonly events: readonly RowEvent[];
  readonly findings: readonly Finding[];
}

/**
 * Translates a row to the events that its mapping says. A row is a state: of one key the latest row counts, and what it tells
 * no more is taken back where the mapping says so, for the events of a row are one statement. Ids are made of the key, the
 * version of the row and what is in clear, so that a repeat is the same fact; nothing of a person is in them.
 */
export function translateRow(row: Row, plan: CsvPlan): RowTranslation {
  const stamp = stampOf(row, plan);
  if ('rule' in stamp) return { events: [], findings: [stamp] };
  const told = plan.events.filter(({ when }) => when.every((name) => cellIn(row, name) !== ''));
  if (told.length === 0) return { events: [], findings: [csvFinding('nothing-told', { severity: 'ignored' })] };
  const built = told.map((event) => ({ event, ...buildEvent(row, event, plan, stamp) }));
  const isHeld = built.some(({ event, made }) => event.isOfRow && made === null);
  const events = built.flatMap(({ event, made }) => (made === null || (isHeld && event.isOfRow) ? [] : [made]));
  const held = built.filter(({ event, made }) => isHeld && event.isOfRow && made !== null);
  return {
    events,
    findings: [
      ...built.flatMap(({ findings }) => findings),
      ...held.map(({ event }) => ({ rule: 'row-held', field: null, element: event.name, detail: `(${event.name})` })),
    ],
  };
}

function csvFinding(rule: keyof typeof csvRules, more: Partial<Finding> = {}): Finding {
  return { field: null, ...more, rule };
}

/** Which row it is, and when it said so. */
interface RowStamp {
  /** Of the key: letters that name nobody. */
  readonly key: string;
  readonly sequence: number;
  readonly recordedtime: string;
  readonly time: string;
}

/** Editions of a mapping, between two versions of a row. */
const editionsMax = 1_000;

function stampOf(row: Row, { mapping, dates }: CsvPlan): RowStamp | Finding {
  const keys = listOf(mapping.key);
  const empty = keys.find((name) => cellIn(row, name) === '');
  if (empty !== undefined) return csvFinding('key-missing', placed(row, empty));
  const personal = keys.find((name) => looksLikeNir(cellIn(row, name)));
  if (personal !== undefined) return { rule: 'nir-in-clear', field: null, ...placed(row, personal) };
  const { recorded, time = recorded, sequence: versions, edition = 0 } = mapping;
  const at = recorded === undefined ? row.extractedAt : (readStamp(cellIn(row, recorded), dates)?.at ?? null);
  if (at === null || at > row.now) return csvFinding('recorded-unread', placed(row, recorded));
  const timed = time === undefined ? at : (readStamp(cellIn(row, time), dates)?.at ?? at);
  const version = versions === undefined ? Math.floor(at / 1000) : wholeNumber(cellIn(row, versions));
  const sequence = version * editionsMax + edition;
  if (!Number.isSafeInteger(sequence) || sequence < 0) return csvFinding('sequence-unread', placed(row, versions));
  return {
    key: rowKey(row, { mapping }),
    sequence,
    recordedtime: new Date(at).toISOString(),
    time: new Date(timed).toISOString(),
  };
}

/** As tables write versions, `12.0` too; NaN for anything else. */
function wholeNumber(text: string): number {
  return /^\d+([.,]0+)?$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
}

/** What a row is known by: its key under its mapping. */
export function rowKey(row: Pick<Row, 'header' | 'cells'>, { mapping }: Pick<CsvPlan, 'mapping'>): string {
  return digest([mapping.name, ...listOf(mapping.key).map((name) => cellIn(row, name))]);
}

interface Built {
  /** Null: refused. */
  readonly made: RowEvent | null;
  readonly findings: readonly Finding[];
}

function buildEvent(row: Row, event: PlannedEvent, plan: CsvPlan, stamp: RowStamp): Built {
  const values = event.filled.flatMap((filled) => {
    const value = fieldValue(row, filled, plan.dates);
    return value === undefined ? [] : [{ filled, value }];
  });
  const ref = `csv-${stamp.key}${event.isOfRow ? '' : `-${event.label}`}`;
  const statement = { ref, sequence: stamp.sequence };
  const facts = dataOf(values);
  const faults = plan.validate(event.entry.name, event.entry.version, { ...facts, statement });
  const findings = faults.map(({ pointer, rule }) => faultFinding(row, event, pointer, rule));
  if (faults.length === 0) return { made: eventOf({ row, event, plan, stamp }, { ...facts, statement }), findings: [] };
  // What may be left out is, and the rest is looked at again; each time there is less of it.
  const left = new Set(faults.map(({ pointer }) => filledAt(event, pointer)).filter((field) => field !== null));
  const mayLeave =
    left.size > 0 && [...left].every(({ fillers }) => fillers.every(({ ifWrong }) => ifWrong === 'leave-out'));
  const isTold = values.some(({ filled }) => left.has(filled));
  if (!mayLeave || !isTold) return { made: null, findings };
  const rest = { ...event, filled: event.filled.filter((filled) => !left.has(filled)) };
  const again = buildEvent(row, rest, plan, stamp);
  return { made: again.made, findings: [...findings, ...again.findings] };
}

function eventOf(
  { row, event, plan, stamp }: { row: Row; event: PlannedEvent; plan: CsvPlan; stamp: RowStamp },
  data: Readonly<Record<string, unknown>>,
): RowEvent {
  const id = `csv-${event.label}-${digest([stamp.key, canonicalJson(inClear(event, data))])}`;
  const { recordedtime, time } = stamp;
  const reported = sourceEvent(plan.mapping.source, event.name, { id, recordedtime, data });
  return {
    event: { ...reported, time },
    cellOf: (pointer) => cellAt(row, event, pointer.replace(/^\/data(?=\/|$)/, '')),
  };
}

/** Nothing of a person: who it is, and what is sealed, are no part of an id. */
function inClear({ name }: PlannedEvent, data: Readonly<Record<string, unknown>>): object {
  const sealed = Object.values(catalogueEntry(name).sealed).flat();
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'trainee' && !sealed.includes(field)));
}

function faultFinding(row: Row, event: PlannedEvent, pointer: string, rule: string): Finding {
  const cell = cellAt(row, event, pointer);
  const path = pointer.slice(1).replaceAll('/', '.');
  return {
    rule,
    field: cell?.name ?? null,
    element: event.name,
    detail: `(${event.name}${path === '' ? '' : ` ${path}`})`,
    ...(cell === null ? {} : { place: { line: row.line, column: cell.column } }),
  };
}

function placed(row: Row, name: string | undefined): Partial<Finding> {
  if (name === undefined) return {};
  return { field: name, place: { line: row.line, column: columnOf(row, name) } };
}

function columnOf({ header }: Pick<Row, 'header'>, name: string): number {
  return (header.places.get(columnName(name))?.[0] ?? -1) + 1;
}

/** The field that a pointer into the data leads to, or into which, or which is a part of what it leads to. */
function filledAt({ filled }: PlannedEvent, pointer: string): FilledField | null {
  const places = filled.map((each) => ({ each, place: `/${each.field.path.replaceAll('.', '/')}` }));
  const [found] = [
    ...places.filter(({ place }) => pointer === place || pointer.startsWith(`${place}/`)),
    ...places.filter(({ place }) => pointer !== '' && place.startsWith(`${pointer}/`)),
  ];
  return found?.each ?? null;
}

function cellAt(row: Row, event: PlannedEvent, pointer: string): ReadCell | null {
  const [name] = (filledAt(event, pointer)?.fillers ?? []).flatMap(columnsOf);
  return name === undefined ? null : { name, column: columnOf(row, name) };
}

function fieldValue(row: Row, { field, fillers }: FilledField, dates: readonly string[]): unknown {
  const values = fillers.flatMap((filler) => {
    const text = textOf(row, filler);
    return text === '' ? [] : [readValue(text, field, filler, dates)];
  });
  if (!field.isList) return values[0];
  return values.length === 0 ? undefined : [...new Set(values)];
}

function textOf(row: Row, { column, constant, text, ifEmpty }: Filler): string {
  const said =
    text === undefined ? (constant ?? cellIn(row, column ?? '')) : filledText(text, (name) => cellIn(row, name));
  return said === null || said === '' ? String(ifEmpty ?? '') : String(said);
}

function cellIn({ header, cells }: Pick<Row, 'header' | 'cells'>, name: string): string {
  return cellText(cells[header.places.get(columnName(name))?.[0] ?? -1]);
}

function dataOf(values: readonly { readonly filled: FilledField; readonly value: unknown }[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const { filled, value } of values) {
    const names = filled.field.path.split('.');
    let holder = data;
    for (const name of names.slice(0, -1)) {
      holder[name] ??= {};
      holder = holder[name] as Record<string, unknown>;
    }
    holder[names.at(-1) ?? ''] = value;
  }
  return data;
}

/** 128 bits of SHA-256 in letters only: no run of digits can look like a NIR. */
export function digest(parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return hex.replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
