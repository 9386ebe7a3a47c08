import { type ElsewhereCorrection, primaryReference } from '../domain/check-event.ts';
import type { GatewayParts } from './parts.ts';
import type { Attributed, DossierPair } from './registry.ts';
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
  for (const work of works) {
    if (work.refused !== null) continue;
    place(work, found);
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
  if (work.dossier?.isFull) work.refused = { rule: 'dossier-full', pointer: '/data' };
}

function placeOf(work: Work, { source, id, in: place }: ElsewhereCorrection, found: Attributed) {
  const row =
    'dossier' in place
      ? found.byNumber(place.dossier)
      : found.find({ trainee: work.trainee ?? '', reference: place.reference });
  return row === undefined || row.number === work.dossier?.number ? [] : [{ row, source, id }];
}
