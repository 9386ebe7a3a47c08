import type { EventName, SealedCategory } from '@hub/contracts';

/**
 * One fact as stored: what one source told once about one subject. Identity is (source, id); two facts of one identity
 * with different digests are variants of it (`id-reused`).
 */
export interface Fact {
  /** System name, the last part of `urn:hub:source:<system>`. */
  readonly source: string;
  readonly id: string;
  readonly type: EventName;
  /** Major version of the dictionary entry. */
  readonly version: number;
  /** Partner that the gateway stamped as the writer. */
  readonly partner: string;
  /** RFC 3339, UTC, milliseconds: when the source recorded it. */
  readonly recordedAt: string;
  /** RFC 3339, UTC, milliseconds: when the gateway received it. */
  readonly receivedAt: string;
  /** `YYYY-MM-DD`, Europe/Paris: the day it happened (`from` where there is no `effectiveDate`); null where it has none. */
  readonly effectiveDate: string | null;
  /** Keyed content digest, base64url: equal digests mean "sent again". */
  readonly digest: string;
  /** Training references (`session:…`, `file:…`) told with the event, in the order told. */
  readonly references: readonly string[];
  /** Clear data, relations (`corrects`, `origin`, `statement`, `attempt`, `module`) and `funding` included. */
  readonly data: Readonly<Record<string, unknown>>;
  /** JWE compact blocks by category; the core carries them and never looks inside. */
  readonly sealed?: Readonly<Partial<Record<SealedCategory, string>>>;
}

/** The set of facts of one subject: sorted by (source, id, digest), one entry per variant. */
export type FactSet = readonly Fact[];

/** Facts told of one trainee: their digests were made under that trainee's key. */
export interface OwnedFacts {
  readonly trainee: string;
  readonly facts: FactSet;
}
