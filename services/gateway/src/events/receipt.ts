import type { Fact, LogEvent, Position } from '@hub/core';
import { sealReceipt } from '@hub/platform';
import type { Refusal } from '../check/refusals.ts';
import type { AttributedEvent } from '../registry/dossiers.ts';
import type { GatewayContext } from './gateway-context.ts';

/** What a partner keeps of an accepted event. */
export interface Receipt {
  /** Sealed: asks after the event, and tells its bearer nothing. */
  readonly receipt: string;
  readonly id: string;
  readonly source: string;
  /** Nine digits; null where the event belongs to no dossier. */
  readonly dossier: number | null;
  /** RFC 3339. */
  readonly acceptedAt: string;
}

/** What became of one event. `unknown`: it may be on the log or not; sending it again is safe. */
export type Outcome =
  /** `met`: whom the event names and the organisation never reported of before; `digest`: of the content. */
  | {
      readonly status: 'accepted';
      readonly receipt: Receipt | null;
      readonly met?: readonly string[];
      readonly digest?: string;
    }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'unknown' };

/** An event that is on the log, as its receipt names it. */
export interface Received {
  readonly id: string;
  readonly source: string;
  readonly partner: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly trainee: string | null;
  readonly dossier: number | null;
}

/** How much of a content digest tells the contents of one id apart; all receipts have the length of the longest. */
const contentCharacters = 6;

/** `also`: positions of what the hub published with the event. */
export function receiptOf(
  { logEpoch, secrets }: GatewayContext,
  { id, source, partner, receivedAt, trainee, dossier }: Received,
  { digest, references }: Pick<Fact, 'digest' | 'references'>,
  { topic, slice, offset }: Position,
  also: readonly Position[] = [],
): Receipt {
  const session = trainee === null ? references[0] : undefined;
  const claims = {
    ...{ logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, also },
    ...(session === undefined ? {} : { session }),
    content: digest.slice(0, contentCharacters),
  };
  return {
    receipt: sealReceipt(secrets, claims),
    id,
    source: `urn:hub:source:${source}`,
    dossier,
    acceptedAt: receivedAt,
  };
}

/** By trainee, the last position in each partition of what the hub itself published about that person in one pipeline. */
export type ReceiptPositions = ReadonlyMap<string, readonly Position[]>;

export function receiptPositions(messages: readonly LogEvent[], positions: readonly Position[]): ReceiptPositions {
  const byTrainee = new Map<string, readonly Position[]>();
  for (const [index, { trainee }] of messages.entries()) {
    const position = positions[index];
    if (trainee === null || position === undefined) continue;
    byTrainee.set(trainee, lastPositions([...(byTrainee.get(trainee) ?? []), position]));
  }
  return byTrainee;
}

/**
 * What a reader of this event must see with it: what was published about its trainee, about those linked with it and
 * about those whose dossier it corrects.
 */
export function positionsWith(
  { trainee, others, correctedIn }: AttributedEvent,
  published: readonly ReceiptPositions[],
): readonly Position[] {
  const people = new Set([
    trainee ?? '',
    ...others.map((other) => other.trainee),
    ...correctedIn.map(({ row }) => row.trainee),
  ]);
  return lastPositions(published.flatMap((byTrainee) => [...people].flatMap((person) => byTrainee.get(person) ?? [])));
}

function lastPositions(positions: readonly Position[]): readonly Position[] {
  const last = new Map<string, Position>();
  for (const position of positions) {
    const partition = `${position.topic} ${position.slice}`;
    if ((last.get(partition)?.offset ?? -1) < position.offset) last.set(partition, position);
  }
  return [...last.values()];
}
