import {
  catalogueEntry,
  type EventName,
  isEventName,
  type RefusalRule,
  type SealedCategory,
  type Subject,
} from '@hub/contracts';
import { parseDossierNumber, parseReference } from '@hub/core';
import { type Envelope, readEnvelope, type Writer } from './envelope.ts';
import { parisDay } from './paris-day.ts';
import type { JsonObject } from './parse-item.ts';
import { attestedPeriods, plannedEvents } from './planned-events.ts';
import { dictionaryFault, doorFault, type Fault, type Refusal, refusal } from './refusal.ts';
import { readTrainee, type TraineeBlock } from './trainee-block.ts';

/** What the dictionary says of `data`; pointers are relative to it. */
type Validate = (
  name: EventName,
  version: number,
  data: unknown,
) => readonly { readonly pointer: string; readonly rule: RefusalRule; readonly detail: string }[];

/** Another event that this one replaces, where it may lie in another dossier. */
export interface ElsewhereCorrection {
  readonly source: string;
  readonly id: string;
  /** The dossier's number, or the canonical reference of its training. */
  readonly in: { readonly dossier: number } | { readonly reference: string };
}

/** An event that broke no rule that can be known without asking anybody. */
export interface CheckedEvent {
  readonly name: EventName;
  readonly version: number;
  readonly source: string;
  readonly id: string;
  /** `clientId` of the partner that tells it. */
  readonly partner: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly traceparent: string;
  /** What it is about; a retraction is about what its target is about. */
  readonly subject: Subject;
  /** Null where nobody is named (sessions), or where the dossier's number names them. */
  readonly trainee: TraineeBlock | null;
  /** Canonical, in the order told. */
  readonly references: readonly string[];
  /** The number told in place of references. */
  readonly dossier: number | null;
  readonly data: JsonObject;
  readonly sealed: Readonly<Partial<Record<SealedCategory, JsonObject>>>;
  readonly corrections: readonly ElsewhereCorrection[];
}

export interface CheckContext {
  readonly writer: Writer;
  readonly validate: Validate;
  readonly nowMs: number;
  readonly clockAheadMs: number;
  readonly traceparent: string;
}

export type Checked =
  | { readonly ok: true; readonly event: CheckedEvent }
  | { readonly ok: false; readonly refusal: Refusal };

/** Checks one event against every rule that needs no look-up; all its faults are named at once. */
export function checkEvent(told: JsonObject, context: CheckContext): Checked {
  const faults: Fault[] = [];
  const { writer } = context;
  const envelope = readEnvelope(told, writer, context.nowMs + context.clockAheadMs, faults);
  if (envelope === null) return { ok: false, refusal: refusal(faults) };
  const { data } = envelope;
  const violations = context.validate(envelope.name, envelope.version, data);
  for (const violation of violations) faults.push(dictionaryFault(violation));
  // Below, types are those of the schema; where it found faults, only those are told.
  if (violations.length > 0) return { ok: false, refusal: refusal(faults) };
  checkDays(envelope, faults);
  checkRemovals(envelope, writer, faults);
  const subject = subjectOf(envelope, faults);
  const trainee = data.trainee === undefined ? null : readTrainee(data.trainee as JsonObject, faults);
  const references = readReferences(data.training, subject, faults);
  const dossier = readDossier(data.dossier, faults);
  if (isVerdict(envelope)) checkVerdict(envelope, faults);
  else if (faults.length === 0) checkCompleteness(subject, trainee, references, dossier, faults);
  if (faults.length > 0) return { ok: false, refusal: refusal(faults) };
  const event: CheckedEvent = {
    name: envelope.name,
    version: envelope.version,
    source: envelope.source,
    id: envelope.id,
    partner: writer.clientId,
    recordedAt: new Date(envelope.recordedMs).toISOString(),
    receivedAt: new Date(context.nowMs).toISOString(),
    traceparent: envelope.traceparent ?? context.traceparent,
    subject,
    trainee,
    references,
    dossier,
    ...partedData(envelope),
    corrections: correctionsElsewhere(data.corrects),
  };
  return { ok: true, event };
}

/** What is attested has happened: its day is not after the day, in Paris, on which the source recorded it. */
function checkDays({ name, data, recordedMs }: Envelope, faults: Fault[]): void {
  if (plannedEvents.has(name)) return;
  const recordedDay = parisDay(recordedMs);
  for (const field of attestedPeriods.has(name) ? ['effectiveDate', 'from', 'to'] : ['effectiveDate', 'from']) {
    const day = data[field];
    if (typeof day === 'string' && day > recordedDay) faults.push(doorFault('attested-in-future', `/data/${field}`));
  }
}

const irremovable: ReadonlySet<EventName> = new Set<EventName>(['fact-retracted', 'dossier-withdrawn']);

/** A partner removes what its own sources told; the hub's operators may set anything aside. */
function checkRemovals({ name, data }: Envelope, writer: Writer, faults: Fault[]): void {
  const foreign = (source: unknown) =>
    typeof source === 'string' && writer.kind !== 'operator' && !writer.sources.includes(source);
  const corrects = (data.corrects ?? []) as readonly (string | { source: string })[];
  for (const [index, target] of corrects.entries()) {
    if (typeof target === 'object' && foreign(target.source)) {
      faults.push(doorFault('target-not-owned', `/data/corrects/${index}/source`));
    }
  }
  if (name === 'dossier-withdrawn' && foreign(data.source)) faults.push(doorFault('target-not-owned', '/data/source'));
  if (name !== 'fact-retracted') return;
  const target = data.target as { source: string; type: string };
  if (foreign(target.source)) faults.push(doorFault('target-not-owned', '/data/target/source'));
  const type = target.type;
  if (!isEventName(type) || irremovable.has(type) || catalogueEntry(type).topic === 'identity') {
    faults.push(doorFault('target-unknown', '/data/target/type'));
  }
}

function subjectOf({ name, entry, data }: Envelope, faults: readonly Fault[]): Subject {
  if (name !== 'fact-retracted' || faults.length > 0) return entry.subject;
  return catalogueEntry((data.target as { type: EventName }).type).subject;
}

function readReferences(training: unknown, subject: Subject, faults: Fault[]): readonly string[] {
  const references: string[] = [];
  for (const [index, told] of ((training ?? []) as readonly string[]).entries()) {
    const parsed = parseReference(told);
    const pointer = `/data/training/${index}`;
    if (!parsed.ok) faults.push(doorFault(parsed.rule, pointer));
    else if (subject === 'session' && parsed.kind !== 'session')
      faults.push(doorFault('reference-not-session', pointer));
    else if (!references.includes(parsed.reference)) references.push(parsed.reference);
  }
  return references;
}

function readDossier(told: unknown, faults: Fault[]): number | null {
  if (told === undefined) return null;
  const number = parseDossierNumber(told as number);
  if (number === null) faults.push(doorFault('dossier-number', '/data/dossier'));
  return number;
}

/** A verdict names its two trainees by the ids that the hub gave them. */
export function isVerdict({ name }: { readonly name: EventName }): boolean {
  return name === 'trainees-judged';
}

function checkVerdict({ data }: Envelope, faults: Fault[]): void {
  if (data.by !== 'manual') faults.push(doorFault('rule-verdict', '/data/by'));
}

function checkCompleteness(
  subject: Subject,
  trainee: TraineeBlock | null,
  references: readonly string[],
  dossier: number | null,
  faults: Fault[],
): void {
  if (subject !== 'trainee' && references.length === 0 && dossier === null) {
    faults.push(doorFault('training-missing', '/data'));
  }
  if (subject !== 'session' && trainee === null && dossier === null) {
    faults.push(doorFault('identifier-missing', '/data/trainee'));
  }
}

/** What is told in clear on the log, and what is sealed, by category. Who and which training travel in headers. */
function partedData({ entry, data }: Envelope): Pick<CheckedEvent, 'data' | 'sealed'> {
  const { trainee: _who, training: _which, dossier: _number, ...rest } = data;
  const clear: Record<string, unknown> = rest;
  const sealed: Partial<Record<SealedCategory, Record<string, unknown>>> = {};
  for (const [category, names] of Object.entries(entry.sealed) as [SealedCategory, readonly string[]][]) {
    for (const name of names) {
      if (clear[name] === undefined) continue;
      sealed[category] ??= {};
      sealed[category][name] = clear[name];
      delete clear[name];
    }
  }
  return { data: clear, sealed };
}

type ToldCorrection = string | { source: string; id: string; dossier?: number; training?: readonly string[] };

function correctionsElsewhere(corrects: unknown): readonly ElsewhereCorrection[] {
  const elsewhere: ElsewhereCorrection[] = [];
  for (const told of (corrects ?? []) as readonly ToldCorrection[]) {
    if (typeof told === 'string') continue;
    const { source, id } = told;
    const reference = told.training === undefined ? null : primaryReference(canonicalReferences(told.training));
    if (told.dossier !== undefined) elsewhere.push({ source, id, in: { dossier: told.dossier } });
    else if (reference !== null) elsewhere.push({ source, id, in: { reference } });
  }
  return elsewhere;
}

function canonicalReferences(told: readonly string[]): readonly string[] {
  return told.map(parseReference).flatMap((parsed) => (parsed.ok ? [parsed.reference] : []));
}

/** The reference that a dossier is bound to: the first session told, else the first file; null without any. */
export function primaryReference(references: readonly string[]): string | null {
  return references.find((reference) => reference.startsWith('session:')) ?? references[0] ?? null;
}
