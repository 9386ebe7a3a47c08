import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../frame/console-context.ts';
import { tradeRoutes } from '../frame/visit.ts';
import { assetRoutes } from './assets.ts';
import { keyPages } from './keeping/key-pages.ts';
import { publicationPages } from './keeping/publication-pages.ts';
import { retentionPages } from './keeping/retention-pages.ts';
import { alarmPages } from './oversight/alarm-pages.ts';
import { auditPage } from './oversight/audit-page.ts';
import { tracePages } from './oversight/trace-pages.ts';
import { partnerPages } from './partners/partner-pages.ts';
import { webhookPages } from './partners/webhook-pages.ts';
import { linkPages } from './quality/link-pages.ts';
import { rectificationPages } from './quality/rectification-pages.ts';
import { sessionPages } from './quality/session-pages.ts';
import { journeyPage } from './running/journey-page.ts';
import { overviewPage } from './running/operator-overview.ts';
import { parkedPages } from './running/parked-pages.ts';
import { slicesPage } from './running/slices-page.ts';
import { jobPages } from './versions/job-pages.ts';
import { rulePages } from './versions/rule-pages.ts';
import { versionPages } from './versions/version-pages.ts';

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
