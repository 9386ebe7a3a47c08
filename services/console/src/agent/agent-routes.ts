import { html } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { tradeRoutes } from '../frame/visit.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';

export function agentRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const { get } = tradeRoutes(server, context, 'agent');
  get(tradePaths.agent, async () => ({ title: tradeNames.agent, body: html`<p>${tradeNames.agent}</p>` }));
}
