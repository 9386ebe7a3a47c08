import type { IdentifierKind, LinkReason } from '@hub/core';
import type { Partner } from '@hub/platform';
import type { CheckedEvent } from '../check/check-event.ts';
import type { DoorRule } from '../check/refusals.ts';

/** An identifier by its keyed hash; the identifier itself never reaches the registry. */
export interface Alias {
  /** Under each pepper of the secrets, the newest first: it may be known under any. */
  readonly hashes: readonly Buffer[];
  /** Names it: the first of its hashes. */
  readonly hex: string;
  readonly kind: IdentifierKind;
  /** What stays of it once its trainee's data are destroyed; looked for where nobody is known by it. */
  readonly tombstone: () => Buffer;
}

/** The aliases of one event, the strongest first, and what their source may say of them. */
export interface EventAliases {
  readonly aliases: readonly Alias[];
  /** The source says that the NIR among them are of one person. */
  readonly joinsNirs: boolean;
  /** Kinds for which the source is certified. */
  readonly certifies: readonly IdentifierKind[];
  /** SIRET for which they are reported; null: an operator names somebody. */
  readonly organisation: string | null;
}

/** Somebody else whose identifier was told together with the trainee's, and why the two are linked. */
export interface OtherTrainee {
  readonly trainee: string;
  readonly reason: LinkReason;
}

export interface Identified {
  /** Null only when nothing is reserved: nobody has any of these aliases yet. */
  readonly trainee: string | null;
  /** The data of this trainee were destroyed: what is reported now is buried (`buryEvent`). */
  readonly destroyed: boolean;
  /** Other trainees that aliases belong to, once for each reason. */
  readonly others: readonly OtherTrainee[];
  /** Aliases of the event that are not known to be on the log. */
  readonly unannounced: readonly UnannouncedAlias[];
}

/** By hexadecimal name, with the trainee whose it is. */
export interface UnannouncedAlias {
  readonly hex: string;
  readonly trainee: string;
}

/** A checked event, and who reports it. */
export interface ReportedEvent {
  readonly event: CheckedEvent;
  readonly by: Partner;
}

/** An event with whom it is about; it names nobody where `aliases` is null. */
export interface IdentifiedEvent extends Identified, ReportedEvent {
  readonly aliases: EventAliases | null;
  /** Whom it names of whom its organisation never reported before, or for whom it opens a period. */
  readonly met: readonly string[];
  /** Found by a look-up; nothing of the event is published. */
  readonly refused: { readonly rule: DoorRule; readonly pointer: string } | null;
}

export interface KnownAlias {
  readonly trainee: string;
  readonly announced: boolean;
  /** Only a tombstone is left of it. */
  readonly destroyed: boolean;
  /** For which the trainee was reported of. */
  readonly organisations: readonly string[];
}

/** By hexadecimal name of the alias. */
export type Known = Map<string, KnownAlias>;
