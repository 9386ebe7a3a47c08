import {
  catalogueEntry,
  type EventName,
  isEventName,
  type RefusalRule,
  type SealedCategory,
  type Subject,
} from '@hub/contracts';
import {
  canonicalReference,
  eventKinds,
  parisDay,
  parseDossierNumber,
  parseReference,
  primaryReference,
} from '@hub/core';
import type { Partner } from '@hub/platform';
import { type Envelope, readEnvelope } from './envelope.ts';
import { ownNameFaults, ownNirFaults, strangerNirFaults } from './own-nir.ts';
import type { JsonObject } from './read-items.ts';
import {
  dictionaryFault,
  doorFault,
  type Fault,
  faulty,
  type Reading,
  type Refusal,
  refusal,
  sound,
} from './refusals.ts';
import { reportFaults } from './report-faults.ts';
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
  /** `clientId` of the partner that reports it. */
  readonly partner: string;
  /** SIRET of the organisation that this partner acts for. */
  readonly organisation: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly traceparent: string;
  /** What it is about; a retraction is about what its target is about. */
  readonly subject: Subject;
  /** Null where nobody is named (sessions), or where the dossier's number names them. */
  readonly trainee: TraineeBlock | null;
  /** Canonical, in the order of the event. */
  readonly references: readonly string[];
  /** As the event writes them, where it writes any otherwise; empty where it names the dossier by its number. */
  readonly written?: readonly string[];
  /** The number that the event names in place of references. */
  readonly dossier: number | null;
  readonly data: JsonObject;
  readonly sealed: Readonly<Partial<Record<SealedCategory, JsonObject>>>;
  readonly corrections: readonly ElsewhereCorrection[];
}

export interface CheckContext {
  readonly writer: Partner;
  readonly validate: Validate;
  readonly nowMs: number;
  readonly clockAheadMs: number;
  readonly traceparent: string;
}

export type Checked =
  | { readonly ok: true; readonly event: CheckedEvent }
  | { readonly ok: false; readonly refusal: Refusal };

/** Checks one event against every rule that needs no look-up; all its faults are named at once. */
export function checkEvent(value: JsonObject, context: CheckContext): Checked {
  const { writer } = context;
  const { value: envelope, faults } = readEnvelope(value, writer, context.nowMs + context.clockAheadMs);
  if (envelope === null) return refused(faults);
  const { name, version, data } = envelope;
  const violations = context.validate(name, version, data);
  // Below, types are those of the schema; where it found faults, only those are named.
  if (violations.length > 0) return refused([...faults, ...violations.map(dictionaryFault)]);
  const subject = subjectOf(envelope);
  // What is about a session lies under its reference: who else a retraction names would lead it to another partition.
  const about = subject === 'session' ? { training: data.training } : data;
  const trainee = about.trainee === undefined ? sound(null) : readTrainee(about.trainee as JsonObject);
  const references = readReferences(about.training, subject);
  const dossier = readDossier(about.dossier);
  const found = [
    ...faults,
    ...dayFaults(envelope),
    ...birthFaults(envelope, context.nowMs),
    ...reportFaults(envelope, writer, { references: references.value, corrected: correctedTrainings(data.corrects) }),
    ...trainee.faults,
    ...references.faults,
    ...dossier.faults,
  ];
  const named = { subject, trainee: trainee.value, references: references.value, dossier: dossier.value };
  const parted = partedData(envelope);
  const inClear = { id: envelope.id, references: references.value, data: parted.data };
  const own = ownNirFaults(trainee.value?.identifiers ?? [], inClear);
  found.push(...own);
  // What is the person's own has its fault already.
  const stranger = strangerNirFaults(inClear, { recordedAt: envelope.recordedAt, nowMs: context.nowMs });
  found.push(...stranger.filter(({ pointer }) => !own.some((fault) => fault.pointer === pointer)));
  found.push(...ownNameFaults((about.trainee ?? {}) as JsonObject, inClear));
  if (isVerdict(envelope)) found.push(...verdictFaults(envelope));
  else if (found.length === 0) found.push(...completenessFaults(named));
  if (found.length > 0) return refused(found);
  const event: CheckedEvent = {
    name,
    version,
    source: envelope.source,
    id: envelope.id,
    partner: writer.clientId,
    organisation: writer.siret,
    recordedAt: envelope.recordedAt,
    receivedAt: new Date(context.nowMs).toISOString(),
    traceparent: context.traceparent,
    ...named,
    ...(named.dossier === null ? writtenIn(about.training, named.references) : { written: [] }),
    ...parted,
    corrections: correctionsElsewhere(envelope.source, data.corrects),
  };
  return { ok: true, event };
}

function refused(faults: readonly Fault[]): Checked {
  return { ok: false, refusal: refusal(faults) };
}

const attestedDays = {
  attested: ['effectiveDate', 'from'],
  'attested-period': ['effectiveDate', 'from', 'to'],
  planned: [],
  none: [],
} as const;

/**
 * What is attested has happened: its day is not after the day, in Paris, on which the source recorded it. A period that
 * begins later ends later too: only the first of its days is named.
 */
function dayFaults({ name, data, recordedAt }: Envelope): readonly Fault[] {
  if (recordedAt === '') return [];
  const recordedDay = parisDay(recordedAt);
  const ahead = attestedDays[eventKinds[name].day].find(
    (field) => typeof data[field] === 'string' && data[field] > recordedDay,
  );
  return ahead === undefined ? [] : [doorFault('attested-in-future', `/data/${ahead}`)];
}

/** Nobody is born after today, in Paris, nor after what happened to them. */
function birthFaults({ data }: Envelope, nowMs: number): readonly Fault[] {
  const { birthDate } = (data.trainee ?? {}) as JsonObject;
  const days = [data.effectiveDate, data.from, parisDay(new Date(nowMs).toISOString())];
  const isLate = typeof birthDate === 'string' && days.some((day) => typeof day === 'string' && birthDate > day);
  return isLate ? [doorFault('birth-date-impossible', '/data/trainee/birthDate')] : [];
}

function subjectOf({ name, entry, data }: Envelope): Subject {
  const target = name === 'fact-retracted' ? (data.target as { type: string }).type : '';
  return isEventName(target) ? catalogueEntry(target).subject : entry.subject;
}

function readReferences(training: unknown, subject: Subject): Reading<readonly string[]> {
  const parsed = ((training ?? []) as readonly string[]).map((text) => parseReference(text));
  const faults = parsed.flatMap((reference, index) => {
    if (!reference.ok) return [doorFault(reference.rule, `/data/training/${index}`)];
    if (subject !== 'session' || reference.kind === 'session') return [];
    return [doorFault('reference-not-session', `/data/training/${index}`)];
  });
  return { value: [...new Set(parsed.flatMap((each) => (each.ok ? [each.reference] : [])))], faults };
}

/** Of a reference that stands twice, in two ways, the first counts. */
function writtenIn(training: unknown, references: readonly string[]): Pick<CheckedEvent, 'written'> {
  const texts = (training ?? []) as readonly string[];
  const written = references.map(
    (reference) => texts.find((text) => canonicalReference(text) === reference) ?? reference,
  );
  return written.every((text, index) => text === references[index]) ? {} : { written };
}

function readDossier(value: unknown): Reading<number | null> {
  if (value === undefined) return sound(null);
  const number = parseDossierNumber(value as number);
  return number === null ? faulty(null, 'dossier-number', '/data/dossier') : sound(number);
}

/** A verdict names its two trainees by the ids that the hub gave them. */
export function isVerdict({ name }: { readonly name: EventName }): boolean {
  return name === 'trainees-judged';
}

function verdictFaults({ data }: Envelope): readonly Fault[] {
  return data.by === 'manual' ? [] : [doorFault('rule-verdict', '/data/by')];
}

type Named = Pick<CheckedEvent, 'subject' | 'trainee' | 'references' | 'dossier'>;

/** Whether the event names enough to find the dossier, the session or the trainee that it is about. */
function completenessFaults({ subject, trainee, references, dossier }: Named): readonly Fault[] {
  if (dossier !== null) return [];
  const noTraining = subject !== 'trainee' && references.length === 0;
  const nobody = subject !== 'session' && trainee === null;
  return [
    ...(noTraining ? [doorFault('training-missing', '/data')] : []),
    ...(nobody ? [doorFault('identifier-missing', '/data/trainee')] : []),
  ];
}

/** What is in clear on the log, and what is sealed, by category. Who and which training travel in headers. */
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

type ReportedCorrection = string | { source: string; id: string; dossier?: number; training?: readonly string[] };

function correctionsElsewhere(reporter: string, corrects: unknown): readonly ElsewhereCorrection[] {
  return ((corrects ?? []) as readonly ReportedCorrection[]).flatMap((corrected): ElsewhereCorrection[] => {
    if (typeof corrected === 'string') return [];
    const { source, id, dossier, training = [] } = corrected;
    if (dossier !== undefined) return [{ source, id, in: { dossier } }];
    const reference = primaryReference({ source: reporter, references: canonical(training) });
    return reference === null ? [] : [{ source, id, in: { reference } }];
  });
}

/** The trainings in which corrected events are said to lie; what is no reference says nothing. */
function correctedTrainings(corrects: unknown) {
  return ((corrects ?? []) as readonly ReportedCorrection[]).flatMap((corrected, index) => {
    const references = typeof corrected === 'string' ? [] : canonical(corrected.training ?? []);
    return references.length === 0 ? [] : [{ pointer: `/data/corrects/${index}/training`, references }];
  });
}

function canonical(training: readonly string[]): readonly string[] {
  return training.flatMap((text) => {
    const parsed = parseReference(text);
    return parsed.ok ? [parsed.reference] : [];
  });
}
