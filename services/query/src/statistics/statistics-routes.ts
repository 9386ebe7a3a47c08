import {
  addMonths,
  type CrossingName,
  crossings,
  type Dimension,
  dimensions,
  fewestTold,
  type MeasureName,
  measureNames,
  measures,
  parisDay,
  type StatisticsSight,
  statisticsSight,
} from '@hub/core';
import {
  csvOf,
  fieldProblem,
  listWeeks,
  monthsToldAnew,
  newestWeek,
  notFound,
  problem,
  readFigures,
  rightsReader,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { statisticsSchemas } from './statistics-schemas.ts';

type FiguresQuery = Readonly<Partial<Record<Dimension | 'week' | 'from' | 'to', string>>> & {
  readonly by?: CrossingName;
};
interface FiguresRoute {
  Params: { readonly measure: MeasureName };
  Querystring: FiguresQuery;
}

/** `GET /v1/statistics` and `GET /v1/statistics/{measure}`: steering figures as they were made, of nobody in particular. */
export function statisticsRoutes(server: FastifyInstance, context: QueryContext): void {
  const options = { config: { traced: 'statistics' as const }, onRequest: context.authenticate };
  server.get('/v1/statistics', { ...options, schema: statisticsSchemas.catalogue }, async (request) => {
    await answering(context, request);
    return {
      fewest: fewestTold,
      weeks: await listWeeks(context.pool),
      measures: measureNames.map((name) => ({ name, ...shown(name) })),
      crossings: Object.entries(crossings).map(([name, crossing]) => ({ name, ...crossing })),
    };
  });
  server.get<FiguresRoute>(
    '/v1/statistics/:measure',
    { ...options, schema: statisticsSchemas.figures },
    async (request, reply) => {
      const sight = await answering(context, request);
      const { measure } = request.params;
      const figures = await figuresOf(context, request, sight);
      if (!/\btext\/csv\b/i.test(request.headers.accept ?? '')) return { measure, ...shown(measure), ...figures };
      const { keys } = crossings[figures.by];
      const lines = figures.items.map((item) => [item.month, ...keys.map((key) => item[key] ?? ''), item.value]);
      return reply.type('text/csv; charset=utf-8').send(csvOf([['month', ...keys, measure], ...lines]));
    },
  );
}

function shown(name: MeasureName) {
  const { label, definition, counts, of } = measures[name];
  return { label, definition, counts, of };
}

/** Who may be told figures at all, traced: organisation, client and purpose, without persons. */
async function answering(context: QueryContext, request: FastifyRequest): Promise<StatisticsSight> {
  const reader = namedReader(request);
  const sight = statisticsSight(context.rights, rightsReader(request.partner));
  if (reader.purpose !== 'statistics' || sight.length === 0) {
    throw problem(403, 'statistics-not-agreed', 'This organisation is told no steering figures for this purpose.', {
      detail: 'Ask with Hub-Purpose: statistics; a Région needs the territories in its convention.',
    });
  }
  await traceRequest(context.trace, request, { reader, operation: 'statistics', persons: [], decision: 'allowed' });
  context.reads.inc({ operation: 'statistics', decision: 'allowed' });
  return sight;
}

const monthsMax = 60;

async function figuresOf(
  { pool, clock }: QueryContext,
  { query, params, partner }: FastifyRequest<FiguresRoute>,
  sight: StatisticsSight,
) {
  const { by = 'month', to = parisDay(clock()).slice(0, 7) } = query;
  const { from = monthsFrom(to, -12) } = query;
  if (from > to) throw fieldProblem('/query/to', 'value-invalid', 'not before from');
  if (from < monthsFrom(to, 1 - monthsMax))
    throw fieldProblem('/query/from', 'value-invalid', `${monthsMax} months at most`);
  if (!crossings[by].measures.includes(params.measure))
    throw fieldProblem(
      '/query/by',
      'value-invalid',
      'a crossing by which this figure is told: GET /v1/statistics has them',
    );
  const week = await newestWeek(pool, query.week ?? null);
  if (week === null)
    throw notFound('No figures were made by then.', 'GET /v1/statistics lists the weeks in which they were.');
  const keys = crossings[by].keys.map((key) => wantedOf(key, query, sight));
  const strange = dimensions.find((key) => query[key] !== undefined && !crossings[by].keys.includes(key));
  if (strange !== undefined) throw fieldProblem(`/query/${strange}`, 'value-invalid', 'a key of the crossing');
  if (sight !== 'all' && !crossings[by].keys.includes('territory')) {
    throw problem(
      403,
      'territory-only',
      'This organisation is told figures of its territories alone: ask by territory.',
    );
  }
  const wanted = { measure: params.measure, crossing: by, week, from, to, keys, siren: partner.siret.slice(0, 9) };
  const figures = await readFigures(pool, wanted);
  const items = figures.map(({ month, value, ...row }) => {
    const named = crossings[by].keys.map((key, place) => [key, row.keys[place] ?? ''] as const);
    return { month, ...(Object.fromEntries(named) as Partial<Record<Dimension, string>>), value };
  });
  return { by, week, from, to, anew: await monthsToldAnew(pool, wanted), items };
}

function monthsFrom(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7);
}

function wantedOf(key: Dimension, query: FiguresQuery, sight: StatisticsSight): readonly string[] | null {
  const asked = query[key] === undefined ? null : [query[key]];
  if (key !== 'territory' || sight === 'all') return asked;
  return asked === null ? sight : sight.filter((territory) => asked.includes(territory));
}
