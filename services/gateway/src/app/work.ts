import type { Position } from '@hub/core';
import type { CheckedEvent } from '../domain/check-event.ts';
import type { DoorRule } from '../domain/rules.ts';
import type { AliasesTold, DossierRow, UnannouncedAlias } from './registry.ts';

/** One event on its way through a pipeline; each step fills in what it finds. */
export interface Work {
  readonly event: CheckedEvent;
  readonly told: AliasesTold | null;
  /** Set by `identify`; null for sessions. */
  trainee: string | null;
  /** Other trainees that weaker identifiers belong to. */
  others: readonly string[];
  /** Those of them that the source says to be the same person, by a former NIR. */
  sameByNir: readonly string[];
  /** Its aliases that are not known to be on the log. */
  unannounced: readonly UnannouncedAlias[];
  /** Set by `attribute`; null where the event belongs to no dossier. */
  dossier: DossierRow | null;
  /** Where what this event corrects lies, if in another dossier. */
  correctedIn: readonly { readonly row: DossierRow; readonly source: string; readonly id: string }[];
  /** Found by a look-up; nothing of the event is told. */
  refused: { readonly rule: DoorRule; readonly pointer: string } | null;
  /** Set by `append`. */
  position: Position | null;
  /** Places of what the hub told of its own with it; set by `append`. */
  toldWith: readonly Position[];
}

export function newWork(event: CheckedEvent, told: AliasesTold | null): Work {
  return {
    event,
    told,
    trainee: null,
    others: [],
    sameByNir: [],
    unannounced: [],
    dossier: null,
    correctedIn: [],
    refused: null,
    position: null,
    toldWith: [],
  };
}
