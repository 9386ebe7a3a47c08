import { eventNames } from '@hub/contracts';
import { type Identifier, instantsLikeNir, looksLikeNir, withoutSeparators } from '@hub/core';
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

const dayMs = 86_400_000;
/** How long before it was recorded an event may have been named in other ids: of its line, attempt or period, or of the fact corrected. */
const otherIdsDays = 5 * 366;

/**
 * Any NIR of 13 digits that only the milliseconds of an instant could excuse, where no such instant can be written: the id of
 * an event is made between its recording and its sending, other ids some years before.
 */
export function strangerNirFaults(
  { id, references, data }: InClear,
  times: { readonly recordedAt: string; readonly nowMs: number },
): readonly Fault[] {
  const recordedMs = Date.parse(times.recordedAt);
  if (Number.isNaN(recordedMs)) return [];
  const reads = (days: number) => (text: string) =>
    instantsLikeNir(text).some((ms) => ms < recordedMs - days * dayMs || ms > times.nowMs + dayMs);
  const [readsInId, readsElsewhere] = [reads(1), reads(otherIdsDays)];
  return [
    ...(readsInId(id) ? [doorFault('nir-in-clear', '/id')] : []),
    ...references.flatMap((text, place) =>
      readsElsewhere(text) ? [doorFault('nir-in-clear', `/data/training/${place}`)] : [],
    ),
    ...placesOf(data, readsElsewhere, '/data').map((pointer) => doorFault('nir-in-clear', pointer)),
  ];
}

/**
 * The names and telephone numbers that an event gives of its person, written again where they would be in clear: a family
 * name of four letters or more in its id or references, a family and a first name together in any text, a number anywhere.
 */
export function ownNameFaults(block: JsonObject, { id, references, data }: InClear): readonly Fault[] {
  const family = wordsOf([block.birthName, block.usualName]);
  const first = wordsOf([block.firstNames]);
  const { phones = [] } = (block.contact ?? {}) as { phones?: readonly unknown[] };
  const numbers = phones
    .map((phone) => String(phone).replace(/\D/g, '').slice(-9))
    .filter(({ length }) => length === 9);
  if (family.length === 0 && numbers.length === 0) return [];
  const holdsNumber = (text: string) => numbers.some((number) => text.replace(/\D/g, '').includes(number));
  const isNamed = (text: string) => {
    const words = wordsOf([text]);
    return (
      holdsNumber(text) || (family.some((name) => words.includes(name)) && first.some((name) => words.includes(name)))
    );
  };
  const isNamedAlone = (text: string) =>
    isNamed(text) || wordsOf([text]).some((word) => word.length >= 4 && family.includes(word) && !fieldWords.has(word));
  return [
    ...(isNamedAlone(id) ? [doorFault('name-in-clear', '/id')] : []),
    ...references.flatMap((text, place) =>
      isNamedAlone(text) ? [doorFault('name-in-clear', `/data/training/${place}`)] : [],
    ),
    ...placesOf(data, isNamed, '/data').map((pointer) => doorFault('name-in-clear', pointer)),
  ];
}

/** Somebody may be called Place; an id that says which event it is of names nobody. */
const fieldWords: ReadonlySet<string> = new Set(eventNames.flatMap((name) => name.split('-')));

/** Words of three letters or more, without accents and case. */
function wordsOf(texts: readonly unknown[]): readonly string[] {
  return texts.flatMap((text) => {
    if (typeof text !== 'string') return [];
    const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.split(/[^a-z]+/).filter(({ length }) => length >= 3);
  });
}

function placesOf(value: unknown, holds: (text: string) => boolean, pointer: string): readonly string[] {
  if (typeof value === 'string') return holds(value) ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => placesOf(inside, holds, pointer + pointerTo(name)));
}
