import { partnerAuth } from '@hub/platform';
import type { FastifyPluginAsync } from 'fastify';
import type { Following } from './following/follow-webhook.ts';
import { webhookRoutes } from './managing/webhook-routes.ts';

/** `/v1/webhooks` and `/v1/admin/webhooks`. */
export function dispatcherPlugin(following: Following): FastifyPluginAsync {
  const { pool, feed } = following;
  const { secrets, realm } = feed;
  const authenticate = {
    own: partnerAuth({ pool, secrets, realm, scopes: ['read'] }),
    administration: partnerAuth({ pool, secrets, realm, kinds: ['hub-operator'], scopes: ['admin'] }),
  };
  return async (server) => webhookRoutes(server, { following, authenticate });
}

export { type DispatcherSettings, dispatcherConfig, environment as dispatcherEnvironment } from './config.ts';
export type { Following } from './following/follow-webhook.ts';
export {
  type Dispatcher,
  type DispatcherOptions,
  openFollowing,
  startDispatcher,
} from './following/start-dispatcher.ts';
