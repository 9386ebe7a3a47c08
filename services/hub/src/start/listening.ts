import { HubError } from '@hub/core';
import {
  buildProbeServer,
  type Checks,
  isLoopbackName,
  type Logger,
  type Metrics,
  notFound,
  partnerAuth,
  renewTls,
  type ServerOptions,
  type TlsContent,
  type TokenKey,
  type TokenRealm,
  tokenRealm,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import type { Closers } from './closers.ts';
import type { ServiceName } from './run-file.ts';

/**
 * Names, identifiers and tokens go over a network under TLS: the hub's own, or that of a proxy which it is told to trust.
 * Throws `configuration-invalid` where there is neither; in the demo, whose persons are invented, it is said in the log.
 */
export function requireProtected(config: HubConfig, services: ReadonlySet<ServiceName>, logger: Logger): void {
  const { host, tls, trustedProxies, demo } = config;
  // A projector serves health alone.
  if ([...services].every((service) => service === 'projector')) return;
  if (isLoopbackName(host) || tls !== undefined || trustedProxies.length > 0) return;
  const why =
    `The hub would answer on ${host} without TLS: set HUB_TLS_CERT and HUB_TLS_KEY, or HUB_TRUSTED_PROXIES to the ` +
    'addresses of the proxy in front of it that has TLS, or leave HUB_HOST at 127.0.0.1.';
  if (demo === 'off') throw new HubError('configuration-invalid', why);
  logger.warn(`${why} In the demo it does so all the same.`);
}

/** Whose tokens are taken. */
export function realmOf(config: Pick<HubConfig, 'publicUrl' | 'outsideIssuer'> | undefined): TokenRealm {
  return tokenRealm({ publicUrl: config?.publicUrl, outside: config?.outsideIssuer });
}

interface FaceParts {
  readonly pool: pg.Pool;
  readonly secrets: TokenKey | null;
  readonly services: ReadonlySet<ServiceName>;
}

/** What of the settings makes the server. */
export function faceOf(config: HubConfig, tls: TlsContent | undefined, { pool, secrets, services }: FaceParts) {
  const { limits, trustedProxies, metricsPort } = config;
  // Pages alone look up no client.
  const knowsClients = [...services].some((service) => service !== 'console');
  const guard: Pick<ServerOptions, 'metricsGuard'> =
    metricsPort === undefined
      ? { metricsGuard: metricsGuard(pool, knowsClients ? secrets : null, realmOf(config)) }
      : {};
  return { limits, trustedProxies, ...(tls && { tls }), ...guard };
}

/** Figures tell volumes, of everybody's: they are for those who run the hub. */
function metricsGuard(
  pool: pg.Pool,
  secrets: TokenKey | null,
  realm: TokenRealm,
): NonNullable<ServerOptions['metricsGuard']> {
  if (secrets !== null) return partnerAuth({ pool, secrets, kinds: ['hub-operator'], realm });
  // A projector has no key to tell an operator by, and a console no right to.
  return async () => {
    throw notFound('Figures are on a port of their own.', 'Set HUB_METRICS_PORT.');
  };
}

export interface Listening {
  readonly config: HubConfig;
  readonly tls: TlsContent | undefined;
  readonly metrics: Metrics;
  readonly checks: Checks;
  readonly logger: Logger;
  readonly closers: Closers;
}

/** Answers from now on; gives the addresses as a person of this machine types them. */
export async function listenOn(
  server: FastifyInstance,
  listening: Listening,
): Promise<{ readonly url: string; readonly metricsUrl: string | null }> {
  const { config, tls, logger, closers } = listening;
  const { host } = config;
  const metricsUrl = await listenForMetrics(listening);
  const address = await listen(server, { host, port: config.port, setting: 'HUB_PORT' });
  if (tls !== undefined && config.tls !== undefined) {
    const renewing = renewTls(server.server as Parameters<typeof renewTls>[0], {
      files: config.tls,
      present: tls,
      logger,
    });
    closers.add('certificate', async () => renewing.stop());
  }
  return { url: loopbackUrl(address), metricsUrl };
}

async function listenForMetrics({ config, metrics, checks, logger, closers }: Listening): Promise<string | null> {
  const { host, metricsPort: port } = config;
  if (port === undefined) return null;
  const probes = buildProbeServer({ logger, metrics, checks });
  closers.add('metrics port', () => probes.close());
  return loopbackUrl(await listen(probes, { host, port, setting: 'HUB_METRICS_PORT' }));
}

async function listen(
  server: FastifyInstance,
  { host, port, setting }: { readonly host: string; readonly port: number; readonly setting: string },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const why = code === 'EADDRINUSE' ? 'another program answers there' : code;
    throw new HubError(
      'configuration-invalid',
      `The hub cannot answer on ${host}:${port} (${why}): set ${setting} or HUB_HOST.`,
      { cause },
    );
  }
}

/** Every interface is reached by its loopback. */
function loopbackUrl(address: string): string {
  return address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//127.0.0.1');
}
