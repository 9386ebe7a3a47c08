import {
  type CatalogueEntry,
  catalogueEntry,
  dictionaryPrefix,
  type EventName,
  eventTypePrefix,
  isEventName,
  sourcePrefix,
} from '@hub/contracts';
import { eventKinds, hasPartnerTextShape, mayReport, personalIn, type ReportingOrganisation } from '@hub/core';
import { isJsonText, isUtf8Text, type Partner, pointerTo, readMediaType } from '@hub/platform';
import type { JsonObject } from './read-items.ts';
import { doorFault, type Fault, faultsMax, faulty, type Reading, sound } from './refusals.ts';

/** An envelope that was read; `data` is not yet checked. */
export interface Envelope extends TypeOfEvent {
  /** System name, without the prefix of sources. */
  readonly source: string;
  readonly id: string;
  /** RFC 3339, UTC, milliseconds; empty where `recordedtime` is at fault. */
  readonly recordedAt: string;
  readonly data: JsonObject;
}

interface TypeOfEvent {
  readonly name: EventName;
  readonly entry: CatalogueEntry;
  readonly version: number;
}

/** What the hub reads of an envelope. */
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
  'data',
]);
/** A name that CloudEvents lets an attribute have; what extensions say is a matter between others. */
const extensionShape = /^[a-z0-9]{1,64}$/;
const systemShape = /^[a-z0-9-]{1,64}$/;
const traceparentShape = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Reads the CloudEvents envelope; null if the rest cannot be checked for want of a known type, version and data. An
 * attribute that is null counts as left out (JSON format, §2.2). `subject` and extensions are let by and not kept.
 */
export function readEnvelope(reported: JsonObject, writer: Partner, latestMs: number): Reading<Envelope | null> {
  const event = withoutNulls(reported);
  const source = readSource(event, writer);
  const id = readText(event, 'id', readId);
  const recorded = readText(event, 'recordedtime', (text) => readRecorded(text, latestMs));
  const traceparent = readOptional(event, 'traceparent', readTraceparent);
  const type = readText(event, 'type', (text) =>
    readType(text, event, source.faults.length === 0 ? source.value : null, writer),
  );
  const data = readData(event);
  const faults = [
    ...unknownAttributes(event),
    ...readText(event, 'specversion', readSpecversion).faults,
    ...source.faults,
    ...id.faults,
    ...readOptional(event, 'time', readTime).faults,
    ...recorded.faults,
    ...readOptional(event, 'datacontenttype', readContentType).faults,
    ...traceparent.faults,
    ...type.faults,
    ...data.faults,
  ];
  if (type.value === null || data.value === null) return { value: null, faults };
  const read = {
    source: source.value ?? '',
    id: id.value ?? '',
    recordedAt: recorded.value ?? '',
  };
  return { value: { ...type.value, ...read, data: data.value }, faults };
}

function withoutNulls(event: JsonObject): JsonObject {
  const entries = Object.entries(event);
  const set = entries.filter(([, value]) => value !== null);
  return set.length === entries.length ? event : Object.fromEntries(set);
}

/** A mandatory attribute: what is missing or no text is told as that, and read no further. */
function readText<T>(event: JsonObject, name: string, read: (text: string) => Reading<T>): Reading<T | null> {
  return event[name] === undefined ? faulty(null, 'attribute-missing', `/${name}`) : readOptional(event, name, read);
}

function readOptional<T>(event: JsonObject, name: string, read: (text: string) => Reading<T>): Reading<T | null> {
  const value = event[name];
  if (value === undefined) return sound(null);
  return typeof value === 'string' ? read(value) : faulty(null, 'attribute-not-text', `/${name}`);
}

function readData(event: JsonObject): Reading<JsonObject | null> {
  const { data, data_base64: encoded } = event;
  if (encoded !== undefined) return faulty(null, 'envelope-data-base64', '/data_base64');
  if (data === undefined) return faulty(null, 'attribute-missing', '/data');
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? sound(data as JsonObject) : faulty(null, 'envelope-data', '/data');
}

function unknownAttributes(event: JsonObject): readonly Fault[] {
  const faults: Fault[] = [];
  for (const name in event) {
    if (attributes.has(name) || name === 'data_base64' || isExtension(name, event[name])) continue;
    faults.push(doorFault('attribute-unknown', pointerTo(name)));
    if (faults.length === faultsMax) break;
  }
  return faults;
}

/** An attribute is a text, a number or a truth; a list or an object is data in the wrong place. */
function isExtension(name: string, value: unknown): boolean {
  return extensionShape.test(name) && typeof value !== 'object' && personalIn(name) === null;
}

function readSpecversion(text: string): Reading<null> {
  return text === '1.0' ? sound(null) : faulty(null, 'envelope-specversion', '/specversion');
}

function readTime(text: string): Reading<null> {
  return instantOf(text) === null ? faulty(null, 'time-shape', '/time') : sound(null);
}

function readContentType(text: string): Reading<null> {
  const type = readMediaType(text);
  return isJsonText(type) && isUtf8Text(type)
    ? sound(null)
    : faulty(null, 'envelope-datacontenttype', '/datacontenttype');
}

/** The system, also where it is another's: null only where nothing was read. */
function readSource(event: JsonObject, writer: Partner): Reading<string | null> {
  return readText(event, 'source', (text) => {
    const system = text.startsWith(sourcePrefix) ? text.slice(sourcePrefix.length) : '';
    if (!systemShape.test(system)) return faulty(system, 'source-shape', '/source');
    if (writer.sources.includes(system)) return sound(system);
    return faulty(system, 'source-not-owned', '/source', `its own are ${writer.sources.join(', ') || 'none'}`);
  });
}

function readId(id: string): Reading<string> {
  if (!hasPartnerTextShape(id)) return faulty(id, 'id-shape', '/id');
  const personal = personalIn(id);
  return personal === null ? sound(id) : faulty(id, personal, '/id');
}

/** RFC 3339 in UTC; null where it is at fault, so that nothing is derived from it. */
function readRecorded(text: string, latestMs: number): Reading<string | null> {
  const recordedMs = instantOf(text);
  if (recordedMs === null) return faulty(null, 'time-shape', '/recordedtime');
  if (recordedMs > latestMs) return faulty(null, 'recordedtime-ahead', '/recordedtime');
  return sound(new Date(recordedMs).toISOString());
}

/** Its shape is asked for, and nothing of it is kept: what a caller puts into its digits is not known. */
function readTraceparent(text: string): Reading<null> {
  return traceparentShape.test(text) ? sound(null) : faulty(null, 'envelope-traceparent', '/traceparent');
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

/** `source`: null where it is at fault, and nothing is said of what it may report. */
function readType(
  type: string,
  event: JsonObject,
  source: string | null,
  writer: Partner,
): Reading<TypeOfEvent | null> {
  const name = type.startsWith(eventTypePrefix) ? type.slice(eventTypePrefix.length) : '';
  if (!isEventName(name)) return faulty(null, 'type-unknown', '/type');
  const entry = catalogueEntry(name);
  if (entry.reporter === 'hub') return faulty(null, 'event-reserved', '/type');
  if (eventKinds[name].byCorrection) return faulty(null, 'type-by-correction', '/type');
  const foreign = source === null ? null : mayReport(name, source, reportingOrganisation(writer));
  if (foreign !== null) return faulty(null, foreign, foreign === 'source-foreign' ? '/source' : '/type');
  const version = readOptional(event, 'dataschema', (text) => readVersion(text, entry));
  if (version.faults.length > 0) return { value: null, faults: version.faults };
  return sound({ name, entry, version: version.value ?? 1 });
}

/** For whom a client writes; without a convention, as little as anywhere is said of its territories. */
export function reportingOrganisation({ kinds, convention }: Partner): ReportingOrganisation {
  return { kinds, territories: convention?.territories ?? [] };
}

function readVersion(dataschema: string, { name, versions }: CatalogueEntry): Reading<number | null> {
  const prefix = `${dictionaryPrefix}${name}:`;
  const major = dataschema.startsWith(prefix) ? dataschema.slice(prefix.length) : '';
  const version = /^[1-9]\d{0,3}$/.test(major) ? Number(major) : 0;
  return versions.includes(version) ? sound(version) : faulty(null, 'version-unknown', '/dataschema');
}
