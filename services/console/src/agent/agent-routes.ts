import { html } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { fileRoute } from '../frame/file-route.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import { addressOf } from '../frame/list-pages.ts';
import { tradeRoutes, type Visit, type Visited } from '../frame/visit.ts';
import { agentPath, agentStyle } from './agent-parts.ts';
import { anomaliesPage } from './anomalies-page.ts';
import { consultationsPage } from './consultations-page.ts';
import { dossierListFile, dossierListPage } from './dossier-list-page.ts';
import { dossierPage } from './dossier-page.ts';
import { expectationsPage } from './expectations-page.ts';
import { keptCounts } from './kept-counts.ts';
import { landingPage } from './landing-page.ts';
import { pathPage } from './path-page.ts';
import { paymentsPage } from './payments-page.ts';
import { keepPurpose, purposePage, withPurpose } from './purpose-page.ts';
import { askRectification, rectificationPage } from './rectifications.ts';
import { search } from './search-page.ts';
import { type Words, wordsOf } from './words.ts';

type PageOf = (context: ConsoleContext, words: Words, visit: Visit) => Promise<Visited>;

/** Pages that show persons, or count them: for a purpose. */
const reading: readonly (readonly [path: string, page: PageOf])[] = [
  ['/parcours/:trainee', pathPage],
  ['/dossiers', dossierListPage],
  ['/dossiers/:number', dossierPage],
  ['/paiements', paymentsPage],
  ['/dossiers/:number/rectification', rectificationPage],
];

/** The pages of whoever follows persons in training: a financer's agent, an adviser. */
export function agentRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const words = wordsOf(context.dictionary);
  const kept = keptCounts(context);
  const { get, post, raw } = tradeRoutes(server, context, 'agent');
  const styled = (page: PageOf) => async (visit: Visit) => {
    const shown = await page(context, words, visit);
    if ('to' in shown) return shown;
    return { ...shown, body: html`<div class="stacked">${shown.body}</div>`, style: agentStyle };
  };
  const at = (path: string) => `${agentPath}${path}`;
  fileRoute(server, agentStyle, new URL('agent.css', import.meta.url));
  const counting: typeof reading = [
    ['', (_context, _words, visit) => landingPage(kept, words, visit)],
    ['/anomalies', (_context, _words, visit) => anomaliesPage(context, kept, words, visit)],
    ['/attendus', (_context, _words, visit) => expectationsPage(context, kept, words, visit)],
  ];
  for (const [path, page] of [...reading, ...counting]) get(at(path), withPurpose(styled(page)));
  get(at('/consultations'), styled(consultationsPage));
  get(at('/finalite'), styled(purposePage));
  post(
    at('/finalite'),
    styled((_context, _words, visit) => keepPurpose(context, visit)),
  );
  post(at('/recherche'), withPurpose(styled(search)));
  post(
    at('/dossiers/:number/rectification'),
    withPurpose(styled((_context, _words, visit) => askRectification(context, visit))),
  );
  raw(at('/dossiers.csv'), (visit) => sendFile(context, words, visit));
}

/** What the hub refuses is said by the page of the same list. */
async function sendFile(context: ConsoleContext, words: Words, visit: Visit): Promise<unknown> {
  const { reply, query } = visit;
  const file = await dossierListFile(context, words, visit).catch((error: unknown) => {
    if (error instanceof ApiProblem) return null;
    throw error;
  });
  if (file === null) return reply.redirect(addressOf(`${agentPath}/dossiers`, query), 303);
  reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="dossiers.csv"');
  return reply.send(`\ufeff${file}`);
}
