import type { Ask, Asked } from './ask.ts';
import { listIn, unanswered } from './problem.ts';

export interface FeedOptions {
  /** As kept of an earlier page. Absent: from the beginning, each once. */
  readonly cursor?: string | null;
  /** Where to begin without a cursor: `now` passes over what was before. */
  readonly from?: 'beginning' | 'now';
  /** Seconds for which the hub holds its answer until there is something, 0 to 30; default 30. */
  readonly wait?: number;
  /** Most items of a page; default 500. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What changed. Deal with the items, then keep the cursor: whoever is stopped in between is told again. */
export interface FeedPage<Item> {
  readonly items: readonly Item[];
  /** Where to go on from. */
  readonly cursor: string;
  /** There is something behind it already. */
  readonly more: boolean;
}

/** Pages without end, one whenever something came or `wait` is over: a page may have no item. */
export async function* pages<Item>(
  ask: Ask,
  path: string,
  { cursor = null, from, wait = 30, limit, signal }: FeedOptions,
  asked: Pick<Asked, 'query' | 'headers'> = {},
): AsyncGenerator<FeedPage<Item>, never> {
  for (let at = cursor; ; ) {
    const query = { ...asked.query, cursor: at, from: at === null ? from : undefined, wait, limit };
    const page = await ask<FeedPage<Item>>(path, { query, headers: asked.headers, signal });
    listIn(page, 'items');
    if (typeof page.cursor !== 'string') throw unanswered('The hub says not where to go on.');
    at = page.cursor;
    yield page;
  }
}
