import { type EventLog, isUuid, type Position, primaryReference, type StoredMessage } from '@hub/core';

/** The trainee that a message of a trainee topic names; null where its header is damaged. */
export function traineeOfMessage({ headers }: Pick<StoredMessage, 'headers'>): string | null {
  const trainee = headers.ce_trainee ?? '';
  return isUuid(trainee) ? trainee : null;
}

/** A dossier number as the log has it. */
export interface NumberedDossier {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  /** RFC 3339. */
  readonly receivedAt: string;
}

/**
 * The dossier that any event names in its clear headers. The registry binds a number to the first session of its
 * references, else to the file.
 */
export function dossierOfMessage(message: Pick<StoredMessage, 'headers'>): NumberedDossier | null {
  const { ce_dossier: dossier, ce_training: training, ce_receivedtime: receivedAt } = message.headers;
  const trainee = traineeOfMessage(message);
  const number = Number(dossier);
  const reference = primaryReference(training?.split(' ') ?? []);
  if (trainee === null || reference === null || receivedAt === undefined || !hasNineDigits(number)) return null;
  return { number, trainee, reference, receivedAt };
}

export function hasNineDigits(number: number): boolean {
  return Number.isInteger(number) && number >= 100_000_000 && number <= 999_999_999;
}

/** Messages from `from` up to, and without, `ends`; then stops by itself. Partitions that have none are left out. */
export async function* readUpTo(
  log: EventLog,
  from: readonly Position[],
  ends: readonly Position[],
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[]> {
  const limits = new Map(ends.map((end) => [partitionOf(end), end.offset]));
  const wanted = from.filter((position) => position.offset < (limits.get(partitionOf(position)) ?? 0));
  const missing = new Set(wanted.map(partitionOf));
  if (missing.size === 0) return;
  const stop = new AbortController();
  try {
    for await (const messages of log.read(wanted, AbortSignal.any([signal, stop.signal]))) {
      const inside = messages.filter((message) => {
        const limit = limits.get(partitionOf(message)) ?? 0;
        if (message.offset >= limit - 1) missing.delete(partitionOf(message));
        return message.offset < limit;
      });
      if (inside.length > 0) yield inside;
      if (missing.size === 0) return;
    }
    signal.throwIfAborted();
  } finally {
    stop.abort();
  }
}

function partitionOf({ topic, slice }: Pick<Position, 'topic' | 'slice'>): string {
  return `${topic} ${slice}`;
}
