import type { CheckedEvent } from '../check/check-event.ts';
import type { DoorRule } from '../check/refusals.ts';
import type { DossierRow } from '../registry/dossiers.ts';
import type { EventAliases, Identified } from '../registry/trainees.ts';

/** One event on its way through a pipeline; each step gives it back with what it found. */
export interface PipelineEvent extends Identified {
  readonly event: CheckedEvent;
  /** Null where the event names nobody. */
  readonly aliases: EventAliases | null;
  /** Null where the event belongs to no dossier. */
  readonly dossier: DossierRow | null;
  /** Where what this event corrects lies, if in another dossier. */
  readonly correctedIn: readonly CorrectedElsewhere[];
  /** Found by a look-up; nothing of the event is published. */
  readonly refused: { readonly rule: DoorRule; readonly pointer: string } | null;
}

interface CorrectedElsewhere {
  readonly row: DossierRow;
  readonly source: string;
  readonly id: string;
}

export function pipelineEvent(event: CheckedEvent, aliases: EventAliases | null): PipelineEvent {
  return {
    event,
    aliases,
    trainee: null,
    others: [],
    sameByNir: [],
    unannounced: [],
    dossier: null,
    correctedIn: [],
    refused: null,
  };
}
