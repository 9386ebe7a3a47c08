import { primaryReference } from '@hub/core';
import type { CheckedEvent, ElsewhereCorrection } from '../check/check-event.ts';
import { type DossierPair, type FoundDossiers, findDossiers } from '../registry/dossiers.ts';
import { type NamedEvent, projectedEvents } from '../registry/projected-facts.ts';
import { aliasesOf, identifyTrainees } from '../registry/trainees.ts';
import type { GatewayContext } from './gateway-context.ts';
import { type PipelineEvent, pipelineEvent } from './pipeline-event.ts';

const dossierUnknown = { rule: 'dossier-unknown', pointer: '/data/dossier' } as const;
const dossierFull = { rule: 'dossier-full', pointer: '/data' } as const;

/** Gives each event its trainee: all the events of a pipeline in one look-up. */
export async function identifyEvents(
  context: GatewayContext,
  checked: readonly CheckedEvent[],
  reserve: boolean,
): Promise<readonly PipelineEvent[]> {
  const { secrets } = context;
  const events = checked.map((event) => pipelineEvent(event, aliasesOf(secrets, event.trainee, event.partner)));
  // Somebody whom nobody knows has no dossier: refused before anything is reserved, for what is refused leaves nothing.
  const numbered = events.filter(({ event }) => event.dossier !== null);
  const known = reserve ? await lookUp(context, numbered, false) : new Map<PipelineEvent, PipelineEvent>();
  const strangers = new Set(numbered.filter((event) => known.get(event)?.trainee === null));
  const found = await lookUp(
    context,
    events.filter((event) => !strangers.has(event)),
    reserve,
  );
  return events.map((event) =>
    strangers.has(event) ? { ...event, refused: dossierUnknown } : (found.get(event) ?? event),
  );
}

/** Those of the events that name somebody, each with whom it names. */
async function lookUp(
  { registry }: GatewayContext,
  events: readonly PipelineEvent[],
  reserve: boolean,
): Promise<ReadonlyMap<PipelineEvent, PipelineEvent>> {
  const named = events.flatMap((event) => (event.aliases === null ? [] : [{ event, aliases: event.aliases }]));
  const identified = await identifyTrainees(
    registry,
    named.map(({ aliases }) => aliases),
    reserve,
  );
  return new Map(named.map(({ event }, index) => [event, { ...event, ...identified[index] }]));
}

/** Gives each event its dossier and finds the dossiers of what it corrects: all in one look-up. */
export async function attributeEvents(
  context: GatewayContext,
  events: readonly PipelineEvent[],
  reserve: boolean,
): Promise<readonly PipelineEvent[]> {
  const wanted = events.filter(({ refused }) => refused === null);
  const pairs = wanted.flatMap(pairsOf);
  const numbers = wanted.flatMap(numbersOf);
  if (pairs.length === 0 && numbers.length === 0) return events;
  const found = await findDossiers(context.registry, pairs, [...new Set(numbers)], reserve);
  const attributed = events.map((event) => (event.refused === null ? inDossier(event, found) : event));
  const refused = await refusedByFullDossiers(context, attributed);
  return attributed.map((event) => (refused.has(event) ? { ...event, refused: dossierFull } : event));
}

function pairsOf(event: PipelineEvent): readonly DossierPair[] {
  const { trainee } = event;
  const own = pairOf(event);
  const corrected = event.event.corrections.flatMap(({ in: place }) =>
    'reference' in place && trainee !== null ? [{ trainee, reference: place.reference }] : [],
  );
  return own === null ? corrected : [own, ...corrected];
}

function pairOf({ event, trainee }: PipelineEvent): DossierPair | null {
  const reference = event.subject === 'session' ? null : primaryReference(event.references);
  return reference === null || trainee === null ? null : { trainee, reference };
}

function numbersOf({ event }: PipelineEvent): readonly number[] {
  const corrected = event.corrections.flatMap(({ in: place }) => ('dossier' in place ? [place.dossier] : []));
  return event.dossier === null ? corrected : [event.dossier, ...corrected];
}

function inDossier(event: PipelineEvent, found: FoundDossiers): PipelineEvent {
  const number = event.event.dossier;
  const pair = pairOf(event);
  const row = number === null ? pair && found.ofPair(pair) : found.ofNumber(number);
  // A number of somebody else is answered like a number that nobody has.
  if (number !== null && (!row || (event.aliases !== null && row.trainee !== event.trainee))) {
    return { ...event, refused: dossierUnknown };
  }
  if (!row) return withCorrections(event, found);
  return withCorrections({ ...event, dossier: row, trainee: row.trainee }, found);
}

function withCorrections(event: PipelineEvent, found: FoundDossiers): PipelineEvent {
  const correctedIn = event.event.corrections.flatMap((correction) => correctedElsewhere(event, correction, found));
  return { ...event, correctedIn };
}

function correctedElsewhere(
  { trainee, dossier }: PipelineEvent,
  { source, id, in: place }: ElsewhereCorrection,
  found: FoundDossiers,
): PipelineEvent['correctedIn'] {
  const row =
    'dossier' in place
      ? found.ofNumber(place.dossier)
      : found.ofPair({ trainee: trainee ?? '', reference: place.reference });
  return row === undefined || row.number === dossier?.number ? [] : [{ row, source, id }];
}

/**
 * The events that a full dossier does not take. It takes nothing new but what makes it hold less; what it has already
 * may be reported again, for its source may lack our answer.
 */
async function refusedByFullDossiers(
  { registry }: GatewayContext,
  events: readonly PipelineEvent[],
): Promise<ReadonlySet<PipelineEvent>> {
  const full = events.filter(
    ({ refused, dossier, event }) => refused === null && dossier?.isFull === true && !removals.has(event.name),
  );
  if (full.length === 0) return new Set();
  const stored = await projectedEvents(registry.pool, full.map(namedEvent));
  const known = new Set(stored.map(nameOf));
  return new Set(full.filter((event) => !known.has(nameOf(namedEvent(event)))));
}

const removals: ReadonlySet<CheckedEvent['name']> = new Set(['fact-retracted', 'dossier-withdrawn'] as const);

function namedEvent({ dossier, event: { source, id } }: PipelineEvent): NamedEvent {
  return { number: dossier?.number ?? 0, source, id };
}

function nameOf({ number, source, id }: NamedEvent): string {
  return `${number} ${source}/${id}`;
}
