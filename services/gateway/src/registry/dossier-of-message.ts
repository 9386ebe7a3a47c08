import { sourcePrefix } from '@hub/contracts';
import { isDossierNumber, isUuid, primaryReference, type ReadEnvelope, type StoredMessage } from '@hub/core';

/** Of whom a message of a trainee topic is, by its key: also of one that cannot be read. Null where the key is damaged. */
export function traineeOfMessage({ key }: Pick<StoredMessage, 'key'>): string | null {
  return isUuid(key) ? key : null;
}

/** Whom an event names; null where it is damaged. */
export function traineeOfEnvelope({ trainee }: ReadEnvelope): string | null {
  return typeof trainee === 'string' && isUuid(trainee) ? trainee : null;
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
 * The dossier that any event names in clear. The registry binds a number to the first session of its
 * references, else to the file.
 */
export function dossierOfEnvelope(envelope: ReadEnvelope): NumberedDossier | null {
  const { dossier, training, receivedtime: receivedAt, source } = envelope;
  const trainee = traineeOfEnvelope(envelope);
  const number = Number(dossier);
  const reference = primaryReference({
    source: typeof source === 'string' ? source.slice(sourcePrefix.length) : '',
    references: typeof training === 'string' ? training.split(' ') : [],
  });
  if (trainee === null || reference === null || typeof receivedAt !== 'string' || !isDossierNumber(number)) return null;
  return { number, trainee, reference, receivedAt };
}
