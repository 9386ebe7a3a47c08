import { html } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { tradeRoutes } from '../frame/visit.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';

export function steeringRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const { get } = tradeRoutes(server, context, 'steering');
  get(tradePaths.steering, async () => ({ title: tradeNames.steering, body: html`<p>${tradeNames.steering}</p>` }));
}
