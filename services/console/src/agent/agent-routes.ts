import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { styleRoute } from '../frame/style-route.ts';
import { tradeRoutes, type Visit, type Visited } from '../frame/visit.ts';
import { agentPath, agentStyle } from './agent-parts.ts';
import { landingPage } from './landing-page.ts';
import { pathPage } from './path-page.ts';
import { keepPurpose, purposePage, withPurpose } from './purpose-page.ts';
import { search } from './search-page.ts';
import { type Words, wordsOf } from './words.ts';

type PageOf = (context: ConsoleContext, words: Words, visit: Visit) => Promise<Visited>;

/** The pages of whoever follows persons in training: a financer's agent, an adviser. */
export function agentRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const words = wordsOf(context.dictionary);
  const { get, post } = tradeRoutes(server, context, 'agent');
  const styled = (page: PageOf) => async (visit: Visit) => {
    const shown = await page(context, words, visit);
    return 'to' in shown ? shown : { ...shown, style: agentStyle };
  };
  const at = (path: string) => `${agentPath}${path}`;
  styleRoute(server, agentStyle, new URL('agent.css', import.meta.url));
  get(at('/finalite'), styled(purposePage));
  post(
    at('/finalite'),
    styled((_context, _words, visit) => keepPurpose(context, visit)),
  );
  const reading: readonly (readonly [path: string, page: PageOf])[] = [
    ['', landingPage],
    ['/parcours/:trainee', pathPage],
  ];
  for (const [path, page] of reading) get(at(path), withPurpose(styled(page)));
  post(at('/recherche'), withPurpose(styled(search)));
}
