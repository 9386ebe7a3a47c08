import { eventKinds, parisDay, type Rights, relationsOf, relationsOfTwo } from '@hub/core';
import { type DossierScene, readScenes, rightsReader } from '@hub/platform';
import { findDossiers, type RegistryDossier } from './dossier-rows.ts';
import type { ReportedEvent } from './identified.ts';
import type { Registry } from './registry.ts';

/**
 * The dossiers that events may name by their number: those of which their organisation reported itself, and for what adds to a
 * dossier, those to which another organisation's fact relates it. Of somebody whose data were destroyed there are none.
 */
export interface OwnNumbers {
  /** The dossier that an event names; null: there is none, or the event may not name it. */
  of(event: ReportedEvent): RegistryDossier | null;
  /** Where an event says that what it corrects lies. */
  ofNumber(event: ReportedEvent, number: number): RegistryDossier | null;
}

/**
 * Looks up the numbers that events name, all at once, whoever may act by them: a number that nobody has takes the same
 * statements as one of somebody else's dossier, and both are answered alike.
 */
export async function ownNumbers(
  registry: Registry,
  rights: Rights,
  events: readonly ReportedEvent[],
): Promise<OwnNumbers> {
  const numbers = [...new Set(events.flatMap(numbersOf))];
  const found = numbers.length === 0 ? null : await findDossiers(registry, [], numbers, null);
  const rowOf = (number: number) => {
    const row = found?.ofNumber(number);
    return row === undefined || row.isDestroyed ? null : row;
  };
  const ofNumber = ({ by }: ReportedEvent, number: number) => {
    const row = rowOf(number);
    return row?.organisations.includes(by.siret) === true || by.kinds.includes('hub-operator') ? row : null;
  };
  const others = events.filter(
    (event) => event.event.dossier !== null && ofNumber(event, event.event.dossier) === null,
  );
  const scenes = await scenesOf(registry, others);
  const of = (event: ReportedEvent) => {
    const number = event.event.dossier;
    if (number === null) return null;
    const own = ofNumber(event, number);
    if (own !== null || eventKinds[event.event.name].takesAway) return own;
    const scene = scenes.get(number);
    return scene !== undefined && isRelated(rights, event, scene) ? rowOf(number) : null;
  };
  return { of: onceEach(of), ofNumber };
}

function numbersOf({ event: { dossier, corrections } }: ReportedEvent): readonly number[] {
  const corrected = corrections.flatMap(({ in: elsewhere }) => ('dossier' in elsewhere ? [elsewhere.dossier] : []));
  return dossier === null ? corrected : [dossier, ...corrected];
}

async function scenesOf({ pool }: Registry, events: readonly ReportedEvent[]) {
  const numbers = new Set(events.flatMap(({ event: { dossier } }) => dossier ?? []));
  return numbers.size === 0 ? new Map<number, DossierScene>() : readScenes(pool, [...numbers]);
}

function isRelated(rights: Rights, { by }: ReportedEvent, scene: DossierScene): boolean {
  const relations = relationsOf(rights, rightsReader(by), { ...scene, day: parisDay(Date.now()) });
  return relations.some(({ name }) => relationsOfTwo.includes(name));
}

/** Asked at each step of a pipeline, and found once. */
function onceEach(find: OwnNumbers['of']): OwnNumbers['of'] {
  const known = new Map<unknown, RegistryDossier | null>();
  return (event) => {
    const before = known.get(event.event);
    if (before !== undefined) return before;
    const row = find(event);
    known.set(event.event, row);
    return row;
  };
}
