import { eventKinds, isRemovable, primaryReference } from '@hub/core';
import { type FullSource, fullMark, fullSources, type NamedEvent, shownEvents } from '@hub/platform';
import type { ElsewhereCorrection } from '../check/check-event.ts';
import {
  type DossierPair,
  dossiersMax,
  type FoundDossiers,
  findDossiers,
  type RegistryDossier,
} from './dossier-rows.ts';
import type { IdentifiedEvent } from './identified.ts';
import type { OwnNumbers } from './own-numbers.ts';
import type { Registry } from './registry.ts';
import { addOrganisations } from './reporters.ts';

/** An event with the dossier that it goes to; null where it belongs to none. */
export interface AttributedEvent extends IdentifiedEvent {
  readonly dossier: RegistryDossier | null;
  /** Where what this event corrects lies, if in another dossier. */
  readonly correctedIn: readonly { readonly row: RegistryDossier; readonly source: string; readonly id: string }[];
}

const dossierFull = { rule: 'dossier-full', pointer: '/data' } as const;
const tooManyDossiers = { rule: 'dossiers-limit', pointer: '/data/training' } as const;

/** Gives each event its dossier and finds the dossiers of what it corrects: all in one look-up. */
export async function attributeEvents(
  registry: Registry,
  events: readonly IdentifiedEvent[],
  numbers: OwnNumbers,
): Promise<readonly AttributedEvent[]> {
  const wanted = events.filter(({ refused }) => refused === null);
  const found = await findDossiers(registry, wanted.flatMap(pairsOf), [], { most: dossiersMax });
  const attributed = events.map((event) => inDossier(event, found, numbers));
  const refused = await refusedAsFull(registry, attributed);
  const settled = attributed.map((event) => (refused.has(event) ? { ...event, refused: dossierFull } : event));
  await rememberReporters(registry, settled);
  return settled;
}

function pairsOf(event: IdentifiedEvent): readonly DossierPair[] {
  const { trainee } = event;
  const pair = ownPair(event);
  const own = pair === null ? null : { ...pair, organisation: reportingOrganisation(event) };
  const corrected = event.event.corrections.flatMap(({ in: elsewhere }) =>
    'reference' in elsewhere && trainee !== null ? [{ trainee, reference: elsewhere.reference }] : [],
  );
  return own === null ? corrected : [own, ...corrected];
}

function ownPair({ event, trainee }: IdentifiedEvent): DossierPair | null {
  const reference = event.subject === 'session' ? null : primaryReference(event);
  return reference === null || trainee === null ? null : { trainee, reference };
}

/** Whose fact the event is in its dossier; null: it is an act, which only takes away. */
function reportingOrganisation({ event, by }: IdentifiedEvent): string | null {
  return eventKinds[event.name].takesAway ? null : by.siret;
}

function inDossier(event: IdentifiedEvent, found: FoundDossiers, numbers: OwnNumbers): AttributedEvent {
  const nowhere = { ...event, dossier: null, correctedIn: [] };
  if (event.refused !== null) return nowhere;
  const pair = ownPair(event);
  const row = numbers.of(event) ?? (pair && found.ofPair(pair)) ?? null;
  if (pair !== null && row === null) return { ...nowhere, refused: tooManyDossiers };
  const attributed = { ...nowhere, dossier: row, trainee: row?.trainee ?? event.trainee };
  const correctedIn = event.destroyed
    ? []
    : event.event.corrections.flatMap((correction) => correctedElsewhere(attributed, correction, found, numbers));
  return { ...attributed, correctedIn };
}

/** A number that is not one's own is passed over, like one that nobody has: there is nothing there to take back. */
function correctedElsewhere(
  event: AttributedEvent,
  { source, id, in: elsewhere }: ElsewhereCorrection,
  found: FoundDossiers,
  numbers: OwnNumbers,
): AttributedEvent['correctedIn'] {
  const { trainee, dossier } = event;
  const row =
    'dossier' in elsewhere
      ? numbers.ofNumber(event, elsewhere.dossier)
      : found.ofPair({ trainee: trainee ?? '', reference: elsewhere.reference });
  return row == null || row.number === dossier?.number ? [] : [{ row, source, id }];
}

/** Writes of which dossiers organisations report for the first time: durable before anything is answered. */
async function rememberReporters({ pool }: Registry, events: readonly AttributedEvent[]): Promise<void> {
  const reported = new Map<number, Set<string>>();
  for (const event of events) {
    const organisation = event.refused === null ? reportingOrganisation(event) : null;
    const { dossier } = event;
    if (dossier === null || organisation === null || dossier.organisations.includes(organisation)) continue;
    reported.set(dossier.number, (reported.get(dossier.number) ?? new Set()).add(organisation));
  }
  await addOrganisations(pool, 'dossier', reported);
}

/**
 * The events of a source that put into the dossier, the trainee or the session as much as one source may. It puts nothing new
 * there; what a dossier has of it already may be reported again, for the source may lack our answer. Facts do not count
 * against acts: a source that is full takes back what it reported.
 */
async function refusedAsFull(
  { pool }: Registry,
  events: readonly AttributedEvent[],
): Promise<ReadonlySet<AttributedEvent>> {
  const accepted = events.filter(({ refused }) => refused === null);
  const beside = new Map(accepted.flatMap(placeBeside));
  const marked = new Set((await fullSources(pool, [...beside.values()])).map(nameOfPlace));
  const full = accepted.filter((event) => {
    const place = beside.get(event);
    return isFullDossier(event) || (place !== undefined && marked.has(nameOfPlace(place)));
  });
  if (full.length === 0) return new Set();
  const stored = await shownEvents(pool, full.map(namedEvent));
  const known = new Set(stored.map(nameOf));
  return new Set(full.filter((event) => !known.has(nameOf(namedEvent(event)))));
}

/** Its own dossier, or one where what it corrects is to be retracted. */
function isFullDossier({ dossier, event, correctedIn }: AttributedEvent): boolean {
  const { source, subject, name } = event;
  const isFull = subject === 'dossier' && dossier?.full.includes(fullMark({ source, acts: !isRemovable(name) }));
  return isFull === true || correctedIn.some(({ row }) => row.full.includes(fullMark({ source, acts: true })));
}

/** What is about no dossier goes to its trainee or session. */
function placeBeside(event: AttributedEvent): [AttributedEvent, FullSource][] {
  const { subject, source, name, references } = event.event;
  const key = subject === 'trainee' ? event.trainee : references[0];
  if (subject === 'dossier' || key == null) return [];
  return [[event, { subject, key, source, acts: !isRemovable(name) }]];
}

function nameOfPlace({ subject, key, source, acts }: FullSource): string {
  return `${subject} ${key} ${source} ${acts}`;
}

function namedEvent({ dossier, event: { source, id } }: AttributedEvent): NamedEvent {
  return { number: dossier?.number ?? 0, source, id };
}

function nameOf({ number, source, id }: NamedEvent): string {
  return `${number} ${source}/${id}`;
}
