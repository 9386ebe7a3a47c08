import { html } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { tradeRoutes } from '../frame/visit.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';

export function operatorRoutes(server: FastifyInstance, context: ConsoleContext): void {
  const { get } = tradeRoutes(server, context, 'operator');
  get(tradePaths.operator, async () => ({ title: tradeNames.operator, body: html`<p>${tradeNames.operator}</p>` }));
}
