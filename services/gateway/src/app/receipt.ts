import type { Position } from '@hub/core';
import { signReceipt } from '@hub/platform';
import type { Receipt } from './outcome.ts';
import type { GatewayParts } from './parts.ts';

/** An event that is on the log, as its receipt names it. */
export interface Received {
  readonly id: string;
  readonly source: string;
  readonly partner: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly trainee: string | null;
  readonly dossier: number | null;
  /** Places of what the hub told with it. */
  readonly toldWith?: readonly Position[];
}

export function receiptOf(parts: GatewayParts, received: Received, { topic, slice, offset }: Position): Receipt {
  const { id, source, partner, dossier, trainee, receivedAt, toldWith: also = [] } = received;
  const claims = { logEpoch: parts.logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, also };
  return {
    receipt: signReceipt(parts.secrets, claims),
    id,
    source: `urn:hub:source:${source}`,
    dossier,
    topic,
    slice,
    offset,
    acceptedAt: receivedAt,
  };
}
