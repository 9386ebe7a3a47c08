import type { EventName } from '@hub/contracts';
import { type ElsewhereCorrection, primaryReference } from '../domain/check-event.ts';
import type { GatewayParts } from './parts.ts';
import type { Attributed, DossierPair, NamedEvent } from './registry.ts';
import type { Work } from './work.ts';

/** Gives each event its dossier and finds the dossiers of what it corrects: all in one look-up. */
export async function attribute(parts: GatewayParts, works: readonly Work[], reserve: boolean): Promise<void> {
  const pairs: DossierPair[] = [];
  const numbers: number[] = [];
  for (const work of works) {
    if (work.refused !== null) continue;
    const pair = pairOf(work);
    if (pair !== null) pairs.push(pair);
    if (work.event.dossier !== null) numbers.push(work.event.dossier);
    for (const correction of work.event.corrections) {
      if ('dossier' in correction.in) numbers.push(correction.in.dossier);
      else if (work.trainee !== null) pairs.push({ trainee: work.trainee, reference: correction.in.reference });
    }
  }
  if (pairs.length === 0 && numbers.length === 0) return;
  const found = await parts.registry.attribute(pairs, [...new Set(numbers)], reserve);
  for (const work of works) if (work.refused === null) place(work, found);
  await refuseFull(parts, works);
  for (const work of works) {
    if (work.refused === null) work.correctedIn = work.event.corrections.flatMap((each) => placeOf(work, each, found));
  }
}

function pairOf({ event, trainee }: Work): DossierPair | null {
  const reference = event.subject === 'session' ? null : primaryReference(event.references);
  return reference === null || trainee === null ? null : { trainee, reference };
}

function place(work: Work, found: Attributed): void {
  const pair = pairOf(work);
  if (pair !== null) work.dossier = found.find(pair) ?? null;
  if (work.event.dossier !== null) {
    const row = found.byNumber(work.event.dossier);
    // A number of somebody else is answered like a number that nobody has.
    if (row === undefined || (work.told !== null && row.trainee !== work.trainee)) {
      work.refused = { rule: 'dossier-unknown', pointer: '/data/dossier' };
      return;
    }
    work.dossier = row;
    work.trainee = row.trainee;
  }
}

/** What makes a dossier hold less is taken even where it is full. */
const removals: ReadonlySet<EventName> = new Set<EventName>(['fact-retracted', 'dossier-withdrawn']);

/** A full dossier takes nothing new; what it has already may be told again, for its teller may lack our answer. */
async function refuseFull({ registry }: GatewayParts, works: readonly Work[]): Promise<void> {
  const full = works.filter(({ refused, dossier, event }) => {
    return refused === null && dossier?.isFull === true && !removals.has(event.name);
  });
  if (full.length === 0) return;
  const stored = await registry.storedEvents(full.map(namedIn));
  const known = new Set(stored.map(keyOfNamed));
  for (const work of full) {
    if (!known.has(keyOfNamed(namedIn(work)))) work.refused = { rule: 'dossier-full', pointer: '/data' };
  }
}

function namedIn({ dossier, event: { source, id } }: Work): NamedEvent {
  return { number: dossier?.number ?? 0, source, id };
}

function keyOfNamed({ number, source, id }: NamedEvent): string {
  return `${number} ${source}/${id}`;
}

function placeOf(work: Work, { source, id, in: place }: ElsewhereCorrection, found: Attributed) {
  const row =
    'dossier' in place
      ? found.byNumber(place.dossier)
      : found.find({ trainee: work.trainee ?? '', reference: place.reference });
  return row === undefined || row.number === work.dossier?.number ? [] : [{ row, source, id }];
}
