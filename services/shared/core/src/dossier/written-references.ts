import { isFileOf } from '../identifiers/training-reference.ts';
import { compareRecordings, type Fact } from './facts.ts';

/** Canonical reference → as its source writes it; only those that are written otherwise. */
export type WrittenReferences = Readonly<Record<string, string>>;

/**
 * How readers are shown each reference: a file as the source whose file it is wrote it, anything else as it was written
 * first, by the time of recording; so the order in which events arrive changes nothing (rules.md, References and dossiers).
 * Undefined where every reference is shown in its canonical form.
 */
export function writtenReferences(facts: readonly Fact[]): WrittenReferences | undefined {
  // Nearly always.
  if (facts.every(({ written }) => written === undefined)) return undefined;
  const told = facts
    .filter(({ source }) => source !== 'hub')
    .sort(compareRecordings)
    .flatMap(tellings);
  const names = new Map<string, string>();
  for (const { reference, written } of [...told.filter(({ isOwn }) => isOwn), ...told]) {
    if (!names.has(reference)) names.set(reference, written);
  }
  const otherwise = [...names].filter(([reference, written]) => reference !== written).sort();
  return otherwise.length === 0 ? undefined : Object.fromEntries(otherwise);
}

interface Telling {
  readonly reference: string;
  readonly written: string;
  /** It is a file of the source that writes it. */
  readonly isOwn: boolean;
}

function tellings({ source, references, written }: Fact): readonly Telling[] {
  return references.flatMap((reference, index) => {
    const text = written === undefined ? reference : written[index];
    return text === undefined ? [] : [{ reference, written: text, isOwn: isFileOf(source, reference) }];
  });
}

/** A reference as readers are shown it. */
export function asWritten(reference: string, names: WrittenReferences = {}): string {
  return Object.hasOwn(names, reference) ? (names[reference] as string) : reference;
}
