import { createHash } from 'node:crypto';
import { catalogueEntry, type EventName, isEventName } from '@hub/contracts';
import { type AssessedDossier, addDays, type Fact, type FactStateName } from '@hub/core';

/**
 * A sequence that must come out right, written once and played at every level: as facts through the core, as CloudEvents
 * through the gateway. Days are of 2026; `shifted` moves them all.
 */
export interface Scenario {
  /** Of the F01 to F28 of its file's name. */
  readonly number: number;
  /** French. */
  readonly title: string;
  readonly cases: readonly Case[];
}

export interface Case {
  /** French. */
  readonly title: string;
  readonly events: readonly ReportedEvent[];
  /** Every order and every repeat of the events gives the same answer. */
  readonly allOrders: boolean;
  /** `YYYY-MM-DD` on which the answers are assessed. */
  readonly today: string;
  readonly expected: readonly Expected[];
  /** The rules have days of their own here (a regime): these dates may not be shifted. */
  readonly fixedDays?: true;
}

/** One event as a partner reports it. */
export interface ReportedEvent {
  readonly source: string;
  readonly id: string;
  readonly type: EventName;
  /** effectiveDate; null: none. */
  readonly day: string | null;
  /** Day on which the source recorded it, at 10:00 in Paris or at `hour`; the day itself if not said. */
  readonly recorded?: string;
  readonly hour?: number;
  /** Whom the gateway knows it is about; T1 if not said. */
  readonly trainee?: string;
  /** `session:eos:67680` if not said. */
  readonly training?: readonly string[];
  /** Partner that writes, where it is not the source's own name. */
  readonly partner?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What must be found in the answer of one dossier, named by one of its references and, if need be, its trainee. */
export interface Expected {
  readonly dossier: string;
  readonly trainee?: string;
  /** Part of the record that must match; arrays in full. */
  readonly record: DeepPartial<AssessedDossier>;
  readonly anomalies?: readonly string[];
  readonly noAnomalies?: readonly string[];
  /** Facts by `source/id`: what became of them. */
  readonly facts?: Readonly<Record<string, FactStateName>>;
  /** Dossier numbers that answer together. */
  readonly numbers?: number;
}

export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly DeepPartial<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]?: DeepPartial<T[Name]> }
    : T;

export const session = 'session:eos:67680';

const days = /^\d{4}-\d{2}-\d{2}$/;
const months = /^\d{4}-\d{2}$/;

/** The same case with every day, month and instant moved. */
export function shifted(scene: Case, by: number): Case {
  if (by === 0 || scene.fixedDays === true) return scene;
  return shiftedValue(scene, by) as Case;
}

function shiftedValue(value: unknown, by: number): unknown {
  if (typeof value === 'string') {
    if (days.test(value)) return addDays(value, by);
    if (months.test(value)) return addDays(`${value}-15`, by).slice(0, 7);
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => shiftedValue(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shiftedValue(member, by)]));
}

/** Time of recording, RFC 3339 with the offset of Paris in summer; good enough for the order of events. */
export function recordedTime(reported: ReportedEvent): string {
  const hour = String(reported.hour ?? 10).padStart(2, '0');
  return `${reported.recorded ?? reported.day}T${hour}:00:00+02:00`;
}

/** `data` of the CloudEvent, but for the trainee block, which the player adds with identifiers of its own. */
export function dataOf(reported: ReportedEvent): Record<string, unknown> {
  const own = reported.data ?? {};
  const day = reported.day === null || own.from !== undefined ? {} : { effectiveDate: reported.day };
  return { training: [...(reported.training ?? [session])], ...day, ...own };
}

/** What the event is about: a dossier, a person beside the dossiers, or a session. */
export function subjectOf(type: EventName): 'dossier' | 'trainee' | 'session' {
  return catalogueEntry(type).subject;
}

/** The event as the gateway would put it on the log. Its `position` among all gives the received time. */
export function factOf(reported: ReportedEvent, position: number): Fact {
  if (!isEventName(reported.type)) throw new Error(`No event ${reported.type}.`);
  const { training, ...data } = dataOf(reported);
  const recordedAt = new Date(recordedTime(reported)).toISOString();
  const content = JSON.stringify([reported.type, reported.day, data, training]);
  return {
    source: reported.source,
    id: reported.id,
    type: reported.type,
    version: 1,
    partner: reported.partner ?? partnerOf(reported.source),
    recordedAt,
    receivedAt: new Date(Date.UTC(2026, 11, 31, 0, 0, position)).toISOString(),
    effectiveDate: reported.day,
    digest: createHash('sha256').update(content).digest('base64url'),
    references: training as string[],
    data,
  } as Fact;
}

function partnerOf(source: string): string {
  return source === 'kairos-ng' ? 'kairos' : source;
}
