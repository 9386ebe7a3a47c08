import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { tradeRoutes } from '../frame/visit.ts';
import { alarmPages } from './alarm-pages.ts';
import { assetRoutes } from './assets.ts';
import { auditPage } from './audit-page.ts';
import { jobPages } from './job-pages.ts';
import { journeyPage } from './journey-page.ts';
import { keyPages } from './key-pages.ts';
import { linkPages } from './link-pages.ts';
import { overviewPage } from './operator-overview.ts';
import { parkedPages } from './parked-pages.ts';
import { partnerPages } from './partner-pages.ts';
import { publicationPages } from './publication-pages.ts';
import { rectificationPages } from './rectification-pages.ts';
import { retentionPages } from './retention-pages.ts';
import { rulePages } from './rule-pages.ts';
import { sessionPages } from './session-pages.ts';
import { slicesPage } from './slices-page.ts';
import { tracePages } from './trace-pages.ts';
import { versionPages } from './version-pages.ts';
import { webhookPages } from './webhook-pages.ts';

/** Does it run, how fresh is it, what waits for me: all by the administration API, in the name of the visitor's organisation. */
export function operatorRoutes(server: FastifyInstance, context: ConsoleContext): void {
  assetRoutes(server);
  const routes = tradeRoutes(server, context, 'operator');
  for (const pages of [
    ...[
      overviewPage,
      slicesPage,
      parkedPages,
      journeyPage,
      versionPages,
      rulePages,
      jobPages,
      linkPages,
      sessionPages,
      rectificationPages,
    ],
    ...[partnerPages, webhookPages, alarmPages, tracePages, auditPage, publicationPages, keyPages, retentionPages],
  ]) {
    pages(routes, context);
  }
}
