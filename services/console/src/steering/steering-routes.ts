import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { html } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { apiPath } from '../frame/api-path.ts';
import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { VisitedPage } from '../frame/layout.ts';
import { tradeRoutes, type Visit } from '../frame/visit.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';
import { askForDataSet, dataSetsPage, dataSetsPath } from './data-set-pages.ts';
import { delayPage, delaysCsv, delaysPath, delaysTitle } from './delay-page.ts';
import { delayView } from './delay-view.ts';
import { capital, whyUntold } from './figure-words.ts';
import { figuresCsv } from './figures-csv.ts';
import { measurePage, trail } from './measure-page.ts';
import { measureOf, measureView } from './measure-view.ts';
import { askCatalogue, type Catalogue } from './statistics.ts';
import { overviewPage } from './steering-page.ts';

/** `/console/pilotage`: figures of many, as the hub's statistics tell them; nothing is counted here. */
export function steeringRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const { get, post, raw } = tradeRoutes(server, context, 'steering');
  const path = tradePaths.steering;
  get(path, (visit) => withFigures(context, visit, (catalogue) => overviewPage(context, visit, catalogue)));
  get(delaysPath, (visit) => withFigures(context, visit, (catalogue) => showDelays(context, visit, catalogue)));
  raw(`${delaysPath}/csv`, (visit) => sendDelays(context, visit));
  get(`${path}/:measure`, (visit) =>
    withFigures(context, visit, (catalogue) => showMeasure(context, visit, catalogue)),
  );
  raw(`${path}/:measure/csv`, (visit) => sendCsv(context, visit));
  get(dataSetsPath, (visit) => dataSetsPage(context, visit));
  post(dataSetsPath, (visit) => askForDataSet(context, visit));
  raw(`${dataSetsPath}/:id/:file`, (visit) => sendDataSet(context, visit));
}

async function withFigures(
  { api }: ConsoleContext,
  { visitor }: Visit,
  page: (catalogue: Catalogue) => Promise<VisitedPage>,
): Promise<VisitedPage> {
  const catalogue = await askCatalogue(api, visitor);
  if (catalogue === null) return notAgreed(visitor.organisation);
  return catalogue.weeks.length === 0 ? notMade() : page(catalogue);
}

async function showMeasure(context: ConsoleContext, visit: Visit, catalogue: Catalogue): Promise<VisitedPage> {
  const { measure = '' } = visit.params;
  const view = await measureView(context, visit, catalogue, measure);
  if (view !== null) return measurePage(view, new URL(visit.request.url, 'http://hub').search);
  const { label, definition } = measureOf(catalogue, measure);
  const body = html`<p>${definition}</p><p class="note">${capital(whyUntold('open', catalogue.fewest))}</p>`;
  return { title: label, trail, body };
}

async function showDelays(context: ConsoleContext, visit: Visit, catalogue: Catalogue): Promise<VisitedPage> {
  const view = await delayView(context, visit, catalogue);
  if (view !== null) return delayPage(view, new URL(visit.request.url, 'http://hub').search);
  const body = html`<p class="note">${capital(whyUntold('open', catalogue.fewest))}</p>`;
  return { title: delaysTitle, trail, body };
}

async function sendDelays(context: ConsoleContext, visit: Visit): Promise<unknown> {
  const { reply, visitor } = visit;
  const catalogue = await askCatalogue(context.api, visitor);
  const view = catalogue === null ? null : await delayView(context, visit, catalogue);
  return view === null ? reply.redirect(delaysPath, 303) : sendTable(reply, `delais-${view.month}`, delaysCsv(view));
}

function sendTable(reply: Visit['reply'], name: string, text: string): unknown {
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(text);
}

/** What has no file has a page that says why. */
async function sendCsv(context: ConsoleContext, visit: Visit): Promise<unknown> {
  const { reply, params, request, visitor } = visit;
  const { measure = '' } = params;
  const catalogue = await askCatalogue(context.api, visitor);
  const view =
    catalogue === null
      ? null
      : await measureView(context, visit, catalogue, measure).catch((error: unknown) => {
          if (error instanceof ApiProblem) return null;
          throw error;
        });
  const { pathname, search } = new URL(request.url, 'http://hub');
  if (view === null) return reply.redirect(`${pathname.replace(/\/csv$/, '')}${search}`, 303);
  return sendTable(reply, `${view.measure.name}-${view.week}`, figuresCsv(view));
}

/** The file as the hub gives it; what it refuses is seen on the list. */
async function sendDataSet({ api }: ConsoleContext, { visitor, params, query, reply }: Visit): Promise<unknown> {
  const { id = '', file = '' } = params;
  const purpose = query.finalite ?? '';
  const address = apiPath`/v1/data-sets/${id}/files/${file}`;
  const answer = await api.open(visitor, address, { purpose }).catch((error: unknown) => {
    if (error instanceof ApiProblem) return null;
    throw error;
  });
  if (answer?.body == null) return reply.redirect(`${dataSetsPath}?finalite=${encodeURIComponent(purpose)}`, 303);
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${file.replace(/[^a-zA-Z0-9._-]/g, '_')}"`)
    .send(Readable.fromWeb(answer.body as ReadableStream));
}

function notAgreed(organisation: string): VisitedPage {
  return {
    title: tradeNames.steering,
    status: 403,
    body: html`<div class="note bad"><p>Aucun chiffre ne peut être montré à ${organisation} : sa convention avec le hub ne nomme pas la finalité « Statistiques », ou ne nomme aucun territoire.</p>
<p>Les chiffres de pilotage vont à l’État, à l’autorité, et aux Régions pour leurs territoires. Votre référent peut faire compléter la convention auprès de l’exploitant du hub.</p></div>
<p><a href="/">Revenir à l’accueil</a></p>`,
  };
}

function notMade(): VisitedPage {
  return {
    title: tradeNames.steering,
    body: html`<div class="note"><p>Aucun chiffre n’a encore été établi. L’exploitant du hub les fait établir une première fois (<code>hub statistics make</code>) ; ils le sont ensuite chaque semaine.</p></div>`,
  };
}
