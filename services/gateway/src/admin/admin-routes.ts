import type { PartnerAuth } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { AdminContext } from './admin-frame.ts';
import { alarmRoutes } from './alarm-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { conventionRoutes } from './convention-routes.ts';
import { dataSetRoutes } from './data-set-routes.ts';
import { destructionRoutes } from './destruction-routes.ts';
import { jobProgressRoutes } from './job-progress.ts';
import { jobRoutes } from './job-routes.ts';
import { journeyRoutes } from './journey-routes.ts';
import { keysRoutes } from './keys-routes.ts';
import { logRoutes } from './log-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { parkedRoutes } from './parked-routes.ts';
import { rulesRoutes } from './rules-routes.ts';
import { adminStatisticsRoutes } from './statistics-routes.ts';
import { statusRoutes } from './status-routes.ts';
import { accessTraceRoutes } from './trace-routes.ts';
import { versionRoutes } from './version-routes.ts';

/** The routes of one subject. Each change goes through `change`, which audits it. */
type AdminSubject = (server: FastifyInstance, context: AdminContext) => void;

const subjects: readonly AdminSubject[] = [
  statusRoutes,
  parkedRoutes,
  logRoutes,
  journeyRoutes,
  auditRoutes,
  jobRoutes,
  jobProgressRoutes,
  organisationRoutes,
  clientRoutes,
  conventionRoutes,
  keysRoutes,
  destructionRoutes,
  alarmRoutes,
  accessTraceRoutes,
  versionRoutes,
  rulesRoutes,
  adminStatisticsRoutes,
  dataSetRoutes,
];

/**
 * `/v1/admin`: what the operators of the hub do, by the command line or by any other client of theirs. `operators` lets in
 * clients of an organisation of kind `hub-operator` only; every schema asks for the agent.
 */
export function adminRoutes(server: FastifyInstance, context: AdminContext, operators: PartnerAuth): void {
  server.addHook('onRequest', operators);
  for (const subject of subjects) subject(server, context);
}
