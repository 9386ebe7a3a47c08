import { type Identifier, looksLikeNir, withoutSeparators } from '@hub/core';
import { pointerTo } from '@hub/platform';
import type { JsonObject } from './read-items.ts';
import { doorFault, type Fault } from './refusals.ts';

/** What of an event lies in clear on the log. */
interface InClear {
  readonly id: string;
  readonly references: readonly string[];
  readonly data: JsonObject;
}

/**
 * The NIR by which an event names its person, written again where it would be in clear: 13 digits alone may be an instant,
 * but not these.
 */
export function ownNirFaults(identifiers: readonly Identifier[], { id, references, data }: InClear): readonly Fault[] {
  const nirs = identifiers.filter(({ kind }) => kind === 'nir' || kind === 'nia').map(({ value }) => value);
  if (nirs.length === 0) return [];
  // What reads as a NIR by itself has its fault already.
  const holds = (text: string) => {
    if (text.length < 13) return false;
    const compact = withoutSeparators(text);
    return nirs.some((nir) => compact.includes(nir)) && !looksLikeNir(text);
  };
  return [
    ...(holds(id) ? [doorFault('nir-in-clear', '/id')] : []),
    ...references.flatMap((text, place) => (holds(text) ? [doorFault('nir-in-clear', `/data/training/${place}`)] : [])),
    ...placesOf(data, holds, '/data').map((pointer) => doorFault('nir-in-clear', pointer)),
  ];
}

function placesOf(value: unknown, holds: (text: string) => boolean, pointer: string): readonly string[] {
  if (typeof value === 'string') return holds(value) ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => placesOf(inside, holds, pointer + pointerTo(name)));
}
