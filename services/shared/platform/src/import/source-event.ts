import {
  type CloudEvent,
  catalogueEntry,
  dictionaryPrefix,
  type EventName,
  eventTypePrefix,
  sourcePrefix,
} from '@hub/contracts';

/** An event as its source reports it, in its newest major version. `recordedtime` (RFC 3339) is when the source recorded it. */
export function sourceEvent(
  source: string,
  event: EventName,
  { id, recordedtime, data }: Pick<CloudEvent, 'id' | 'recordedtime' | 'data'>,
): CloudEvent {
  // An event that names no schema is of version 1.
  const newest = catalogueEntry(event).versions.at(-1) ?? 1;
  return {
    specversion: '1.0',
    type: eventTypePrefix + event,
    source: sourcePrefix + source,
    id,
    time: recordedtime,
    recordedtime,
    ...(newest === 1 ? {} : { dataschema: `${dictionaryPrefix}${event}:${newest}` }),
    data,
  };
}

/** The contact block of the dictionary with the numbers and the address that can be reached; null where none can. */
export function contactBlock(
  phones: readonly unknown[],
  email: unknown,
): { readonly phones?: readonly string[]; readonly email?: string } | null {
  const reachable = phones.map(phoneOf).filter((phone) => phone !== null);
  const address = emailOf(email);
  if (reachable.length === 0 && address === null) return null;
  return {
    ...(reachable.length === 0 ? {} : { phones: [...new Set(reachable)].slice(0, 5) }),
    ...(address === null ? {} : { email: address }),
  };
}

/** Whether `contactBlock` takes the number. */
export function isReachablePhone(value: unknown): boolean {
  return phoneOf(value) !== null;
}

/** Whether `contactBlock` takes the address. */
export function isReachableEmail(value: unknown): boolean {
  return emailOf(value) !== null;
}

/** A French number of ten digits, or one of the world with its `+`; spaces, dots and hyphens out. */
function phoneOf(value: unknown): string | null {
  const compact = typeof value === 'string' ? value.replace(/[\s.()-]/g, '') : '';
  return /^(0[1-9][0-9]{8}|(\+|00)[1-9][0-9]{7,14})$/.test(compact) ? compact : null;
}

function emailOf(value: unknown): string | null {
  const address = typeof value === 'string' ? value.trim() : '';
  const shape = /^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;
  return address.length <= 254 && shape.test(address) ? address : null;
}
