import { describeTrainee } from '@hub/core';
import {
  countDossiersOf,
  openCursor,
  readMayBeSeveral,
  type StoredTrainee,
  sealCursor,
  traceRequest,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { readAtLeast } from '../reading/at-least.ts';
import { kindsOf } from './links.ts';

export interface SeveralQuery {
  readonly cursor?: string;
  readonly limit?: string;
}

/** Lesser than the id of any trainee. */
export const firstTrainee = '00000000-0000-0000-0000-000000000000';

/** `GET /v1/links/may-be-several` (rules.md, 2.17): counted from facts, so that whom an event joins depends on no birth date. */
export async function answerSeveral(
  context: QueryContext,
  request: FastifyRequest<{ Querystring: SeveralQuery }>,
): Promise<object> {
  const reader = namedReader(request);
  const { limit = '50' } = request.query;
  const cursor = openCursor<string>(context.secrets, 'may-be-several', request.query.cursor) ?? firstTrainee;
  const items = await readAtLeast(context, request, async (snapshot) => {
    const found = await readMayBeSeveral(snapshot, cursor, Number(limit));
    const dossiers = await countDossiersOf(
      snapshot,
      found.map(({ trainee }) => trainee),
    );
    return found.map((each) => {
      const { mayBeSeveral } = describeTrainee(each.facts, snapshot.rules, each.trainee);
      return itemOf(each, mayBeSeveral, dossiers.get(each.trainee) ?? 0);
    });
  });
  const persons = items.map(({ trainee }) => ({ trainee, dossier: null }));
  await traceRequest(context.trace, request, { reader, operation: 'may-be-several', persons, decision: 'allowed' });
  context.reads.inc({ operation: 'may-be-several', decision: 'allowed' });
  const last = items.length < Number(limit) ? undefined : items.at(-1)?.trainee;
  return { items, next: last === undefined ? null : sealCursor(context.secrets, 'may-be-several', last) };
}

function itemOf(
  { trainee, facts }: StoredTrainee,
  parts: ReturnType<typeof describeTrainee>['mayBeSeveral'],
  dossiers: number,
) {
  return {
    trainee,
    birthDates: parts.length,
    identifiers: [...kindsOf(facts)].sort(),
    sources: [...new Set(parts.flatMap((part) => part.facts.map(({ source }) => source)))].sort(),
    dossiers,
    parts,
  };
}
