import type { EventName } from '@hub/contracts';
import type { CauseEvent, RaisedCause } from '@hub/core';
import type { FedDossier, FeedPlace } from '@hub/platform';

/** Causes for which a row was raised since the reader was there. */
export function causesSince(
  { causes, slice }: Pick<FedDossier, 'causes' | 'slice'>,
  since: FeedPlace,
): readonly RaisedCause[] {
  const from = since[slice] ?? 0;
  return Object.entries(causes).flatMap(([key, [sequence, ...event]]) =>
    sequence > from ? [raisedCause(key, event)] : [],
  );
}

function raisedCause(key: string, [source = '', id = '', receivedAt = '']: readonly string[]): RaisedCause {
  const at = key.indexOf('@');
  const [what, of] = [key.slice(0, at), key.slice(at + 1)];
  if (what === 'sight' || what === 'rules') return { what, of, event: null };
  return { what: what as EventName, of, event: { source, id, receivedAt } satisfies Omit<CauseEvent, 'type'> };
}
