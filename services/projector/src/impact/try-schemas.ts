import { dictionaryPrefix, eventTypePrefix, sourcePrefix, topics } from '@hub/contracts';
import { type EventLog, envelopeOf, isDossierNumber, type StoredMessage } from '@hub/core';
import { type ClearEvent, loadClearValidator, readInTime, type SchemaPlaces, type Violation } from '@hub/platform';

/** What other schemas would have said of all that was reported. */
export interface SchemasTried {
  readonly events: number;
  /** Sealed blocks: what is in them was not checked. */
  readonly unchecked: number;
  /** Of another version of the hub, or damaged: no schema says anything of them. */
  readonly unreadable: number;
  /** Events that they refuse. */
  readonly refused: number;
  readonly refusals: readonly Refusal[];
}

/** One fault of one event of one source, as often as it is there, the most frequent first. */
export interface Refusal {
  readonly source: string;
  readonly event: string;
  readonly version: number;
  readonly rule: string;
  /** Inside `data`; items of lists by `*`. */
  readonly pointer: string;
  readonly events: number;
  /** The first of them: `<topic>/<slice>/<offset>`, as `hub log cat` finds them. */
  readonly samples: readonly string[];
}

const samplesMax = 5;

/** Reads the whole log, as it ends now. Throws `log-unavailable` where it gives nothing any more. */
export async function trySchemas(
  log: EventLog,
  places: SchemaPlaces,
  onRead: (events: number, total: number) => void,
  signal?: AbortSignal,
): Promise<SchemasTried> {
  const validate = loadClearValidator(places);
  const tried = { events: 0, unchecked: 0, unreadable: 0, refused: 0 };
  const refusals = new Map<string, Refusal & { events: number; samples: string[] }>();
  const ends = await log.endOffsets(topics);
  const total = ends.reduce((sum, { offset }) => sum + offset, 0);
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readInTime(log, from, ends)) {
    for (const message of messages) {
      tried.events += 1;
      const read = clearEvent(message);
      if (read === null) {
        tried.unreadable += 1;
        continue;
      }
      tried.unchecked += read.sealed;
      const violations = validate(read.event);
      if (violations.length > 0) tried.refused += 1;
      for (const violation of violations) count(refusals, read, violation, message);
    }
    signal?.throwIfAborted();
    onRead(tried.events, total);
  }
  return { ...tried, refusals: [...refusals.values()].sort((a, b) => b.events - a.events) };
}

interface ReadEvent {
  readonly source: string;
  readonly event: ClearEvent;
  readonly sealed: number;
}

function clearEvent(message: StoredMessage): ReadEvent | null {
  const envelope = envelopeOf(message);
  if (envelope.burial !== undefined) return null;
  const name = String(envelope.type).slice(eventTypePrefix.length);
  const version = Number(String(envelope.dataschema).slice(dictionaryPrefix.length + name.length + 1));
  const { data, training, dossier } = envelope;
  if (!Number.isSafeInteger(version) || typeof data !== 'object' || data === null) return null;
  return {
    source: String(envelope.source).slice(sourcePrefix.length),
    event: {
      ...{ name, version, data: data as ClearEvent['data'] },
      references: typeof training === 'string' ? training.split(' ') : [],
      dossier: isDossierNumber(Number(dossier)) ? Number(dossier) : null,
    },
    sealed: Object.keys(envelope).filter((each) => each.startsWith('sealed')).length,
  };
}

function count(
  refusals: Map<string, Refusal & { events: number; samples: string[] }>,
  { source, event: { name, version } }: ReadEvent,
  violation: Violation,
  { topic, slice, offset }: StoredMessage,
): void {
  const pointer = violation.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  const key = [source, name, version, violation.rule, pointer].join(' ');
  const known = refusals.get(key);
  const refusal = known ?? { source, event: name, version, rule: violation.rule, pointer, events: 0, samples: [] };
  refusals.set(key, refusal);
  refusal.events += 1;
  if (refusal.samples.length < samplesMax) refusal.samples.push(`${topic}/${slice}/${offset}`);
}
