import type { EventName, SealedCategory } from '@hub/contracts';
import { type Fact, HubError, type LogEvent } from '@hub/core';
import { burialMark, derivedId, factDigest, type Secrets, seal, sealedPlace } from '@hub/platform';
import type { JsonObject } from '../check/read-items.ts';
import type { AttributedEvent } from '../registry/dossiers.ts';

/** Keys by trainee. */
export type Keys = ReadonlyMap<string, Buffer>;

/** A fact before its content is digested and its personal part sealed, typed by its event. */
export type Draft<E extends EventName = EventName> = { [Name in E]: DraftOf<Name> }[E];

type DraftOf<E extends EventName> = Omit<Fact<E>, 'digest' | 'sealed' | 'effectiveDate' | 'later'> & {
  readonly plain: Readonly<Partial<Record<SealedCategory, JsonObject>>>;
};

/** Digests the plain content, then seals each category under the trainee's key (null: a session, nothing to seal). */
export function sealedFact(draft: Draft, trainee: string | null, key: Buffer | null): Fact {
  const { plain, ...clear } = draft;
  const { type, version, references } = clear;
  const data: JsonObject = { ...clear.data };
  const digest = factDigest(key, { type, version, references, data, sealed: plain });
  const day = data.effectiveDate ?? data.from;
  // A draft has the data of its event, and so has the fact.
  const fact = { ...clear, digest, effectiveDate: typeof day === 'string' ? day : null } as Fact;
  const categories = Object.keys(plain) as SealedCategory[];
  if (trainee === null || key === null || categories.length === 0) return fact;
  const sealed = categories.map((category) => {
    return [category, seal(key, sealedPlace(clear, trainee, category), plaintextOf(category, plain[category] ?? {}))];
  });
  return { ...fact, sealed: Object.fromEntries(sealed) };
}

/**
 * A ciphertext is as long as what it hides, and of a few closed answers the length tells which: a situation is filled up
 * with spaces, which JSON ignores (rules.md, Sealing and keys).
 */
function plaintextOf(category: SealedCategory, block: JsonObject): string {
  const text = JSON.stringify(block);
  if (category !== 'situation') return text;
  const bytes = Buffer.byteLength(text);
  return text + ' '.repeat(Math.ceil(bytes / situationBytes) * situationBytes - bytes);
}

const situationBytes = 512;

/** The event as it goes on the log: no identifier, no name, nothing personal in clear. */
export function sealEvent(attributed: AttributedEvent, keys: Keys): LogEvent {
  const { event, trainee, dossier } = attributed;
  const draft = {
    source: event.source,
    id: event.id,
    type: event.name,
    version: event.version,
    partner: event.partner,
    organisation: event.organisation,
    recordedAt: event.recordedAt,
    receivedAt: event.receivedAt,
    references: event.references.length === 0 && dossier !== null ? [dossier.reference] : event.references,
    ...(event.written === undefined ? {} : { written: event.written }),
    data: event.data,
    plain: event.sealed,
    // The dictionary checked the data against the schema of the event.
  } as Draft;
  const fact = sealedFact(draft, trainee, trainee === null ? null : keyOf(keys, trainee));
  return { fact, trainee, dossier: dossier?.number ?? null, traceparent: event.traceparent };
}

/**
 * What goes on the log of an event about somebody whose data were destroyed: that it was reported, and the dossier that its
 * source is told. The projector parks it by its mark; no personal data is kept, under any key.
 */
export function buryEvent({ event, trainee, dossier }: AttributedEvent, secrets: Secrets): LogEvent {
  const fact = sealedFact(
    {
      ...{ source: event.source, id: event.id, type: event.name, version: event.version, partner: event.partner },
      ...{ organisation: event.organisation, recordedAt: event.recordedAt, receivedAt: event.receivedAt },
      references: dossier === null ? [] : [dossier.reference],
      // A retraction goes to the topic of its target.
      data: event.name === 'fact-retracted' ? event.data : {},
      plain: {},
    } as unknown as Draft,
    null,
    null,
  );
  const burial = burialMark(secrets, trainee ?? '');
  return { fact, trainee, dossier: dossier?.number ?? null, traceparent: event.traceparent, burial };
}

/**
 * For each event corrected in another dossier, the retraction there (rules.md, Live facts and removal). Its id is
 * derived, so that the retractions of the same correction, sent again, collapse.
 */
export function sealRetractions({ event, correctedIn }: AttributedEvent, keys: Keys): readonly LogEvent[] {
  return correctedIn.map(({ row, source, id }) => {
    const key = keyOf(keys, row.trainee);
    const draft: Draft = {
      source: event.source,
      id: derivedId(key, 'corrected-elsewhere', [event.source, event.id, source, id, row.number]),
      type: 'fact-retracted',
      version: 1,
      partner: event.partner,
      organisation: event.organisation,
      recordedAt: event.recordedAt,
      receivedAt: event.receivedAt,
      references: [row.reference],
      data: { target: { source, id, type: event.name }, reason: 'wrong-training' },
      plain: {},
    };
    const fact = sealedFact(draft, row.trainee, key);
    return { fact, trainee: row.trainee, dossier: row.number, traceparent: event.traceparent };
  });
}

/** The key of a trainee of this pipeline; what has none was left out before. */
export function keyOf(keys: Keys, trainee: string | null): Buffer {
  const key = trainee === null ? undefined : keys.get(trainee);
  if (key === undefined) throw new HubError('key-missing', 'A trainee of this pipeline has no key.');
  return key;
}

/** The moment and the trace of the events that made the hub publish something of its own. */
export interface Stamp {
  readonly receivedAt: string;
  readonly traceparent: string;
}

/** The parts of a draft that are the same for everything that the hub itself publishes. */
export function hubDraft({
  receivedAt,
}: Stamp): Pick<Draft, 'source' | 'version' | 'partner' | 'recordedAt' | 'receivedAt'> {
  return { source: 'hub', version: 1, partner: 'hub', recordedAt: receivedAt, receivedAt };
}

/** An event about a trainee, and about no dossier. */
export function traineeEvent(draft: Draft, trainee: string, keys: Keys, traceparent: string): LogEvent {
  return { fact: sealedFact(draft, trainee, keyOf(keys, trainee)), trainee, dossier: null, traceparent };
}
