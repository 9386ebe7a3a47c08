import { type Recent, recent } from '@hub/platform';

/** What events of late were, by digests of client and event: whether a later one mends, repeats or supersedes them. */
export interface Lately {
  /** Refused, and whether others of the same batch were taken. */
  readonly refused: Recent<{ readonly inPart: boolean }>;
  /** Digest of the content that was taken. */
  readonly taken: Recent<string>;
  /** Sequence of a statement, by its ref. */
  readonly stated: Recent<number>;
}

const latelyMax = 10_000;

export function openLately(): Lately {
  return { refused: recent(latelyMax), taken: recent(latelyMax), stated: recent(latelyMax) };
}
