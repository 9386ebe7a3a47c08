import { type LookPlace, looksBy, namedAgent, type OwnLook, openCursor, purposesOf, sealCursor } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { consultationsSchema, purposesSchema } from './consultation-schemas.ts';

const limitDefault = '100';

interface ConsultationsQuery {
  readonly cursor?: string;
  readonly limit?: string;
}

/** What one may look for, and what one has looked at. Neither is a look at a person: they leave no trace. */
export function consultationRoutes(server: FastifyInstance, context: QueryContext): void {
  const onRequest = context.authenticate;
  server.get('/v1/purposes', { schema: purposesSchema, onRequest }, async ({ partner }) => ({
    purposes: purposesOf(partner),
  }));
  server.get<{ Querystring: ConsultationsQuery }>(
    '/v1/consultations',
    { schema: consultationsSchema, onRequest },
    (request) => ownConsultations(context, request),
  );
}

async function ownConsultations(
  { pool, secrets }: QueryContext,
  request: FastifyRequest<{ Querystring: ConsultationsQuery }>,
): Promise<object> {
  const by = { clientId: request.partner.clientId, agent: namedAgent(request) };
  const { cursor, limit = limitDefault } = request.query;
  const list = `consultations ${by.clientId} ${by.agent}`;
  const after = openCursor<LookPlace>(secrets, list, cursor);
  const rowsMax = Number(limit);
  const found = await looksBy(pool, by, { after, limit: rowsMax + 1 });
  const rows = found.slice(0, rowsMax);
  const last = found.length > rowsMax ? rows.at(-1) : undefined;
  return { items: consultationsOf(rows), next: last === undefined ? null : sealCursor(secrets, list, last.place) };
}

interface Consultation extends Pick<OwnLook, 'at' | 'operation' | 'searchedBy' | 'purpose' | 'decision'> {
  readonly of: Pick<OwnLook, 'trainee' | 'dossier'>[];
}

/** The rows that one request left stand together: a list shows many persons at once. */
function consultationsOf(rows: readonly OwnLook[]): readonly Consultation[] {
  const consultations: Consultation[] = [];
  let request: string | null = null;
  for (const { at, operation, searchedBy, purpose, decision, trainee, dossier, ...row } of rows) {
    const of = trainee === null && dossier === null ? [] : [{ trainee, dossier }];
    const former = consultations.at(-1);
    const isSame = row.request !== null && row.request === request && former?.operation === operation;
    if (isSame && former.decision === decision) former.of.push(...of);
    else consultations.push({ at, operation, searchedBy, purpose, decision, of });
    ({ request } = row);
  }
  return consultations;
}
