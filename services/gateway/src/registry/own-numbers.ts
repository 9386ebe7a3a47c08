import { findDossiers, type RegistryDossier } from './dossier-rows.ts';
import type { ReportedEvent } from './identified.ts';
import type { Registry } from './registry.ts';

/** The dossiers that events may name by their number: those of which their organisation reported itself, and whose trainee is there. */
export interface OwnNumbers {
  /** The dossier that an event names; null: there is none, or it is not the organisation's. */
  of(event: ReportedEvent): RegistryDossier | null;
  /** Where an event says that what it corrects lies. */
  ofNumber(event: ReportedEvent, number: number): RegistryDossier | null;
}

/**
 * Looks up the numbers that events name, all at once, whoever may act by them: a number that nobody has takes the same work as
 * one of somebody else's dossier, and both are answered alike.
 */
export async function ownNumbers(registry: Registry, events: readonly ReportedEvent[]): Promise<OwnNumbers> {
  const numbers = [...new Set(events.flatMap(numbersOf))];
  const found = numbers.length === 0 ? null : await findDossiers(registry, [], numbers, false);
  const ofNumber = ({ by }: ReportedEvent, number: number) => {
    const row = found?.ofNumber(number);
    if (row === undefined || row.isDestroyed) return null;
    return row.organisations.includes(by.siret) || by.kinds.includes('hub-operator') ? row : null;
  };
  const of = (event: ReportedEvent) => (event.event.dossier === null ? null : ofNumber(event, event.event.dossier));
  return { of, ofNumber };
}

function numbersOf({ event: { dossier, corrections } }: ReportedEvent): readonly number[] {
  const corrected = corrections.flatMap(({ in: elsewhere }) => ('dossier' in elsewhere ? [elsewhere.dossier] : []));
  return dossier === null ? corrected : [dossier, ...corrected];
}
