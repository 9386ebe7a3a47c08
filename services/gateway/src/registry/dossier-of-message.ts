import { sourcePrefix } from '@hub/contracts';
import { isDossierNumber, isUuid, primaryReference, type StoredMessage } from '@hub/core';

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
  const { ce_dossier: dossier, ce_training: training, ce_receivedtime: receivedAt, ce_source = '' } = message.headers;
  const trainee = traineeOfMessage(message);
  const number = Number(dossier);
  const source = ce_source.slice(sourcePrefix.length);
  const reference = primaryReference({ source, references: training?.split(' ') ?? [] });
  if (trainee === null || reference === null || receivedAt === undefined || !isDossierNumber(number)) return null;
  return { number, trainee, reference, receivedAt };
}
