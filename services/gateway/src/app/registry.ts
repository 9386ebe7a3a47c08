import type { formerNirTold } from '@hub/core';
import type { AliasKind } from '@hub/platform';
import type { ManualVerdict, verdictRefused } from '../domain/verdict.ts';

/** An identifier by its keyed hash; the identifier itself never reaches the registry. */
export interface Alias {
  readonly hash: Buffer;
  readonly hex: string;
  readonly kind: AliasKind;
}

/** The aliases of one event, the strongest first. */
export interface AliasesTold {
  readonly aliases: readonly Alias[];
  readonly joinsNirs: boolean;
}

export interface Identified {
  /** Null only when nothing is reserved: nobody has any of these aliases yet. */
  readonly trainee: string | null;
  /** Other trainees that weaker aliases belong to. */
  readonly others: readonly string[];
  /** Those of them whose NIR the source itself says to be of the same person (former NIR). */
  readonly sameByNir: readonly string[];
  /** Aliases of the event that are not known to be on the log, with the trainee each belongs to. */
  readonly unannounced: readonly UnannouncedAlias[];
}

export interface UnannouncedAlias {
  readonly hex: string;
  readonly trainee: string;
}

export interface DossierRow {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly announced: boolean;
  readonly isFull: boolean;
}

export interface DossierPair {
  readonly trainee: string;
  readonly reference: string;
}

/** An event of a dossier, by the number of the one and the identity of the other. */
export interface NamedEvent {
  readonly number: number;
  readonly source: string;
  readonly id: string;
}

export interface Attributed {
  find(pair: DossierPair): DossierRow | undefined;
  byNumber(number: number): DossierRow | undefined;
}

export interface ToldDescription {
  readonly trainee: string;
  readonly source: string;
  readonly digest: string;
}

/** Two trainees, the lesser id first. */
export type Pair = readonly [low: string, high: string];

/** A link that the door proposes by rule, and why. */
export interface Link {
  readonly pair: Pair;
  readonly reason: 'identifiers-told-together' | typeof formerNirTold;
}

/** A verdict by hand as it goes on the log. */
export interface ToldVerdict extends ManualVerdict {
  readonly reason: string | null;
}

/** `given`: every verdict by hand around these two, this one included. */
export type ReservedVerdict =
  | { readonly verdict: ToldVerdict; readonly given: readonly ManualVerdict[] }
  | {
      readonly refused: 'trainee-unknown' | NonNullable<ReturnType<typeof verdictRefused>>;
      /** Which of the two is at fault; null: neither alone. */
      readonly place: 0 | 1 | null;
    };

export interface Announced {
  readonly aliases: readonly Buffer[];
  readonly numbers: readonly number[];
  readonly descriptions: readonly ToldDescription[];
  readonly links: readonly Link[];
}

/**
 * Who is who, shared by all gateways of a hub. What is reserved is durable when a call resolves; any number of
 * gateways that ask at once get one trainee per alias and one number per (trainee, reference). Every call is a bounded
 * number of statements, however many events it is for. Rejects when the database is away: nothing was told to anybody.
 */
export interface Registry {
  /** In the order given. With `reserve` false nothing is written and unknown people stay unknown. */
  identify(told: readonly AliasesTold[], reserve: boolean): Promise<readonly Identified[]>;
  /** With `reserve`, every pair has a row afterwards. Throws `number-space-exhausted`. */
  attribute(pairs: readonly DossierPair[], numbers: readonly number[], reserve: boolean): Promise<Attributed>;
  /** Those of these events that readers find in their dossier. Reads the dossiers whole: for full ones only. */
  storedEvents(events: readonly NamedEvent[]): Promise<readonly NamedEvent[]>;
  /** What each source was last known to say of these trainees. */
  descriptions(trainees: readonly string[]): Promise<readonly ToldDescription[]>;
  /** Those of the links that were not yet told for this reason. */
  untoldLinks(links: readonly Link[]): Promise<readonly Link[]>;
  /** Checks a verdict by hand against those given before, and reserves it; the same one again is found again. */
  reserveVerdict(next: ToldVerdict, reserve: boolean): Promise<ReservedVerdict>;
  markVerdict(verdict: Pick<ToldVerdict, 'source' | 'eventId'>): Promise<void>;
  /** True where each of these was reserved once. */
  areKnown(trainees: readonly string[]): Promise<boolean>;
  /** Gives these aliases of one trainee to another; those that are the other's already stay. Not announced any more. */
  moveAliases(hashes: readonly Buffer[], from: string, to: string): Promise<void>;
  /** Remembers what is on the log by now, so that it is not told again. */
  markAnnounced(announced: Announced): Promise<void>;
}
