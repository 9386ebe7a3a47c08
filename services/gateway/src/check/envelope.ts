import {
  type CatalogueEntry,
  catalogueEntry,
  dictionaryPrefix,
  type EventName,
  eventTypePrefix,
  isEventName,
  sourcePrefix,
} from '@hub/contracts';
import { eventKinds, hasPartnerTextShape, personalIn } from '@hub/core';
import { type JsonObject, pointerTo } from './read-items.ts';
import { doorFault, type Fault, faultsMax, faulty, type Reading, sound } from './refusals.ts';

/** Who writes, as far as the door cares. */
export interface Writer {
  readonly clientId: string;
  readonly kind: string;
  readonly sources: readonly string[];
}

/** An envelope that was read; `data` is not yet checked. */
export interface Envelope extends TypeOfEvent {
  /** System name, without the prefix of sources. */
  readonly source: string;
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly traceparent: string | undefined;
  readonly data: JsonObject;
}

interface TypeOfEvent {
  readonly name: EventName;
  readonly entry: CatalogueEntry;
  readonly version: number;
}

const attributes = new Set([
  'specversion',
  'type',
  'source',
  'id',
  'time',
  'recordedtime',
  'dataschema',
  'datacontenttype',
  'traceparent',
  'tracestate',
  'data',
]);
const systemShape = /^[a-z0-9-]{1,64}$/;
const traceparentShape = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Reads the CloudEvents envelope; null if the rest cannot be checked for want of a known type, version and data. */
export function readEnvelope(event: JsonObject, writer: Writer, latestMs: number): Reading<Envelope | null> {
  const { data } = event;
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  const source = readSource(event.source, writer);
  const id = readId(event.id);
  const recorded = readRecorded(event.recordedtime, latestMs);
  const traceparent = readTraceparent(event.traceparent);
  const type = readType(event, source.value, writer);
  const faults = [
    ...attributeFaults(event),
    ...source.faults,
    ...id.faults,
    ...(event.time === undefined || instantOf(event.time) !== null ? [] : [doorFault('time-shape', '/time')]),
    ...recorded.faults,
    ...traceparent.faults,
    ...type.faults,
    ...(isObject ? [] : [doorFault('envelope-data', '/data')]),
  ];
  if (type.value === null || !isObject) return { value: null, faults };
  const read = { source: source.value, id: id.value, recordedAt: recorded.value, traceparent: traceparent.value };
  return { value: { ...type.value, ...read, data: data as JsonObject }, faults };
}

function attributeFaults(event: JsonObject): readonly Fault[] {
  const faults: Fault[] = [];
  for (const name in event) {
    if (attributes.has(name)) continue;
    faults.push(doorFault('envelope-unknown-attribute', pointerTo(name)));
    if (faults.length === faultsMax) break;
  }
  if (event.specversion !== '1.0') faults.push(doorFault('envelope-specversion', '/specversion'));
  const contentType = event.datacontenttype;
  if (contentType !== undefined && (typeof contentType !== 'string' || !/^application\/json\b/i.test(contentType))) {
    faults.push(doorFault('envelope-datacontenttype', '/datacontenttype'));
  }
  return faults;
}

function readSource(value: unknown, writer: Writer): Reading<string> {
  const system = typeof value === 'string' && value.startsWith(sourcePrefix) ? value.slice(sourcePrefix.length) : '';
  if (!systemShape.test(system)) return faulty(system, 'source-shape', '/source');
  return writer.sources.includes(system) ? sound(system) : faulty(system, 'source-not-owned', '/source');
}

function readId(value: unknown): Reading<string> {
  const id = typeof value === 'string' ? value : '';
  if (!hasPartnerTextShape(id)) return faulty(id, 'id-shape', '/id');
  const personal = personalIn(id);
  return personal === null ? sound(id) : faulty(id, personal, '/id');
}

function readRecorded(value: unknown, latestMs: number): Reading<string> {
  const recordedMs = instantOf(value);
  const recordedAt = new Date(recordedMs ?? 0).toISOString();
  if (recordedMs === null) return faulty(recordedAt, 'time-shape', '/recordedtime');
  return recordedMs > latestMs ? faulty(recordedAt, 'recordedtime-ahead', '/recordedtime') : sound(recordedAt);
}

function readTraceparent(value: unknown): Reading<string | undefined> {
  if (value === undefined) return sound(undefined);
  if (typeof value === 'string' && traceparentShape.test(value)) return sound(value);
  return faulty(undefined, 'envelope-traceparent', '/traceparent');
}

const instantShape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Milliseconds of a date and time of RFC 3339 that exists in the calendar, from 1900 on; null for anything else. */
export function instantOf(value: unknown): number | null {
  const match = typeof value === 'string' && value.length <= 40 ? instantShape.exec(value) : null;
  if (match === null) return null;
  const [text, year, month, day] = match;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // JavaScript carries 30 February over to March.
  if (midnight.getUTCMonth() + 1 !== Number(month) || midnight.getUTCDate() !== Number(day)) return null;
  if (Number(year) < 1900) return null;
  const instant = Date.parse(text.toUpperCase());
  return Number.isNaN(instant) ? null : instant;
}

function readType(event: JsonObject, source: string, writer: Writer): Reading<TypeOfEvent | null> {
  const type = typeof event.type === 'string' ? event.type : '';
  const name = type.startsWith(eventTypePrefix) ? type.slice(eventTypePrefix.length) : '';
  if (!isEventName(name)) return faulty(null, 'type-unknown', '/type');
  const entry = catalogueEntry(name);
  if (!mayReport(entry, writer)) return faulty(null, 'type-not-yours', '/type');
  if (eventKinds[name].byCorrection) return faulty(null, 'type-by-correction', '/type');
  if (!isNamed(entry, source, writer)) return faulty(null, 'source-not-named', '/type');
  const version = event.dataschema === undefined ? 1 : majorOf(event.dataschema, name);
  if (version === null || !entry.versions.includes(version)) return faulty(null, 'version-unknown', '/dataschema');
  return sound({ name, entry, version });
}

function mayReport(entry: CatalogueEntry, writer: Writer): boolean {
  if (entry.reporter !== 'operator') return entry.reporter === 'partner';
  return writer.kind === 'operator' || (writer.kind === 'authority' && entry.onlyFrom !== undefined);
}

/** Whether the dictionary names no source, or this one; its `carif` stands for the source of any CARIF (`carif-idf`). */
function isNamed({ reporter, onlyFrom }: CatalogueEntry, source: string, { kind }: Writer): boolean {
  if (onlyFrom === undefined || (reporter === 'operator' && kind === 'operator')) return true;
  return onlyFrom.includes(source) || (onlyFrom.includes('carif') && source.startsWith('carif-'));
}

function majorOf(dataschema: unknown, name: EventName): number | null {
  const prefix = `${dictionaryPrefix}${name}:`;
  if (typeof dataschema !== 'string' || !dataschema.startsWith(prefix)) return null;
  const major = dataschema.slice(prefix.length);
  return /^[1-9]\d{0,3}$/.test(major) ? Number(major) : null;
}
