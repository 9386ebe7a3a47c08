import {
  type CatalogueEntry,
  catalogueEntry,
  dictionaryPrefix,
  type EventName,
  eventTypePrefix,
  isEventName,
  sourcePrefix,
} from '@hub/contracts';
import { looksLikeNir } from '@hub/core';
import { instantOf } from './instant.ts';
import type { JsonObject } from './parse-item.ts';
import { doorFault, type Fault, faultsMax } from './refusal.ts';

/** Who writes, as far as the door cares. */
export interface Writer {
  readonly clientId: string;
  readonly kind: string;
  readonly sources: readonly string[];
}

/** An envelope that was read; `data` is not yet checked. */
export interface Envelope {
  readonly name: EventName;
  readonly entry: CatalogueEntry;
  readonly version: number;
  /** System name, without the prefix of sources. */
  readonly source: string;
  readonly id: string;
  /** Milliseconds. */
  readonly recordedMs: number;
  readonly traceparent: string | undefined;
  readonly data: JsonObject;
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
const idShape = /^[A-Za-z0-9._:/@-]{1,128}$/;
const systemShape = /^[a-z0-9-]{1,64}$/;
const traceparentShape = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Reads the CloudEvents envelope. Every fault is added to `faults`; null if the rest cannot be checked for want of a
 * known type, version and data.
 */
export function readEnvelope(told: JsonObject, writer: Writer, latestMs: number, faults: Fault[]): Envelope | null {
  for (const name in told) {
    if (attributes.has(name)) continue;
    faults.push(doorFault('envelope-unknown-attribute', pointerTo(name)));
    if (faults.length === faultsMax) break;
  }
  if (told.specversion !== '1.0') faults.push(doorFault('envelope-specversion', '/specversion'));
  const contentType = told.datacontenttype;
  if (contentType !== undefined && (typeof contentType !== 'string' || !/^application\/json\b/i.test(contentType))) {
    faults.push(doorFault('envelope-datacontenttype', '/datacontenttype'));
  }
  const source = readSource(told.source, writer, faults);
  const id = readId(told.id, faults);
  if (told.time !== undefined && instantOf(told.time) === null) faults.push(doorFault('time-shape', '/time'));
  const recordedMs = readRecorded(told.recordedtime, latestMs, faults);
  const traceparent = readTraceparent(told.traceparent, faults);
  const type = readType(told, source, writer, faults);
  const data = told.data;
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  if (!isObject) faults.push(doorFault('envelope-data', '/data'));
  if (type === null || !isObject) return null;
  return { ...type, source, id, recordedMs, traceparent, data: data as JsonObject };
}

function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function readSource(told: unknown, writer: Writer, faults: Fault[]): string {
  const system = typeof told === 'string' && told.startsWith(sourcePrefix) ? told.slice(sourcePrefix.length) : '';
  if (!systemShape.test(system)) faults.push(doorFault('source-shape', '/source'));
  else if (!writer.sources.includes(system)) faults.push(doorFault('source-not-owned', '/source'));
  return system;
}

function readId(told: unknown, faults: Fault[]): string {
  const id = typeof told === 'string' ? told : '';
  if (!idShape.test(id)) faults.push(doorFault('id-shape', '/id'));
  else if (looksLikeNir(id)) faults.push(doorFault('nir-in-clear', '/id'));
  return id;
}

function readRecorded(told: unknown, latestMs: number, faults: Fault[]): number {
  const recordedMs = instantOf(told);
  if (recordedMs === null) faults.push(doorFault('time-shape', '/recordedtime'));
  else if (recordedMs > latestMs) faults.push(doorFault('recordedtime-ahead', '/recordedtime'));
  return recordedMs ?? 0;
}

function readTraceparent(told: unknown, faults: Fault[]): string | undefined {
  if (told === undefined) return undefined;
  if (typeof told === 'string' && traceparentShape.test(told)) return told;
  faults.push(doorFault('envelope-traceparent', '/traceparent'));
  return undefined;
}

function readType(told: JsonObject, source: string, writer: Writer, faults: Fault[]) {
  const type = typeof told.type === 'string' ? told.type : '';
  const name = type.startsWith(eventTypePrefix) ? type.slice(eventTypePrefix.length) : '';
  if (!isEventName(name)) {
    faults.push(doorFault('type-unknown', '/type'));
    return null;
  }
  const entry = catalogueEntry(name);
  if (!mayTell(entry, writer)) {
    faults.push(doorFault('type-not-yours', '/type'));
    return null;
  }
  if (byCorrection.has(name)) {
    faults.push(doorFault('type-by-correction', '/type'));
    return null;
  }
  if (entry.onlyFrom !== undefined && !isTeller(entry, source, writer)) {
    faults.push(doorFault('teller-not-named', '/type'));
    return null;
  }
  const version = told.dataschema === undefined ? 1 : majorOf(told.dataschema, name);
  if (version === null || !entry.versions.includes(version)) {
    faults.push(doorFault('version-unknown', '/dataschema'));
    return null;
  }
  return { name, entry, version };
}

function mayTell(entry: CatalogueEntry, writer: Writer): boolean {
  if (entry.reporter !== 'operator') return entry.reporter === 'partner';
  return writer.kind === 'operator' || (writer.kind === 'authority' && entry.onlyFrom !== undefined);
}

/** What must be told again under another trainee's key has a way of its own. */
const byCorrection: ReadonlySet<EventName> = new Set<EventName>(['alias-reassigned', 'facts-moved']);

/** `carif` in the dictionary stands for the source of any CARIF (`carif-idf`). */
function isTeller({ reporter, onlyFrom = [] }: CatalogueEntry, source: string, { kind }: Writer): boolean {
  if (reporter === 'operator' && kind === 'operator') return true;
  return onlyFrom.includes(source) || (onlyFrom.includes('carif') && source.startsWith('carif-'));
}

function majorOf(dataschema: unknown, name: EventName): number | null {
  const prefix = `${dictionaryPrefix}${name}:`;
  if (typeof dataschema !== 'string' || !dataschema.startsWith(prefix)) return null;
  const major = dataschema.slice(prefix.length);
  return /^[1-9]\d{0,3}$/.test(major) ? Number(major) : null;
}
