import { readFileSync } from 'node:fs';
import { dispatcherPlugin, type Following } from '@hub/dispatcher';
import { type GatewayOptions, gatewayPlugin } from '@hub/gateway';
import {
  type AccessTrace,
  allSecrets,
  buildServer,
  type Checks,
  type Evidence,
  type Metrics,
  noEvidence,
  noteRequests,
  type TokenRoutesOptions,
  tokenRoutes,
} from '@hub/platform';
import { queryPlugin } from '@hub/query';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { HubConfig } from '../config.ts';
import type { ServedParts } from './hub-checks.ts';
import type { Infrastructure } from './infrastructure.ts';
import { realmOf } from './listening.ts';
import type { Sealing } from './open-sealing.ts';
import type { ServiceName } from './run-file.ts';
import type { ServicePools } from './service-pools.ts';

/** The HTTP face, also built without listening to write contracts/openapi.json. */
export async function buildHubServer(
  infrastructure: Infrastructure,
  metrics: Metrics,
  services: ReadonlySet<ServiceName>,
  {
    sealing,
    trace,
    evidence = noEvidence,
    parts,
    checks,
    config,
    face = {},
    pools = {},
    following,
    pages = null,
  }: {
    readonly sealing: Sealing | null;
    readonly trace: AccessTrace | null;
    readonly evidence?: Evidence;
    readonly parts?: ServedParts;
    readonly checks?: Checks;
    readonly config?: HubConfig;
    readonly face?: Partial<Parameters<typeof buildServer>[0]>;
    readonly pools?: ServicePools;
    readonly following: Following | null;
    /** For people; null: this process has none. */
    readonly pages?: FastifyPluginAsync | null;
  },
): Promise<FastifyInstance> {
  const { pool, log, dictionary, logger } = infrastructure;
  const server = buildServer({ logger, metrics, ...(checks && { checks }), ...face });
  noteRequests(server, evidence);
  if (following !== null) await server.register(dispatcherPlugin(following));
  if (pages !== null) await server.register(pages);
  if (sealing === null || trace === null) return server;
  const { keyStore, secrets } = sealing;
  const publicUrl = config?.publicUrl;
  const realm = realmOf(config);
  const tokenPool = pools.gateway ?? pools.query ?? pool;
  // Whoever reads needs a token as whoever reports: each of the two gives it, where its secrets hold the private half.
  if (secrets.tokenKey.d !== undefined) {
    await server.register(
      tokenRoutes({ pool: tokenPool, secrets, publicUrl, realm, onSignedIn: noteSignIn(evidence) }),
    );
  }
  if (services.has('gateway')) {
    const onOpen: GatewayOptions['onOpen'] = (door) => {
      if (parts !== undefined) parts.door = door;
    };
    const own = { pool: pools.gateway ?? pool, keyStore, dictionary, logger, metrics, trace, evidence, realm };
    await server.register(gatewayPlugin({ ...own, secrets: allSecrets(secrets), log, onOpen }));
  }
  if (services.has('query')) {
    await server.register(
      queryPlugin({
        ...{ pool: pools.query ?? pool, keyStore, secrets, dictionary, metrics, trace, evidence, realm },
        ...(config && { dataSets: { ...config.dataSets, logger, log, database: setDatabase(config, infrastructure) } }),
      }),
    );
  }
  return server;
}

function setDatabase({ databaseTimeoutMs }: HubConfig, { databaseUrl: url }: Infrastructure) {
  return { url, role: 'hub_query', timeoutMs: databaseTimeoutMs } as const;
}

function noteSignIn(evidence: Evidence): NonNullable<TokenRoutesOptions['onSignedIn']> {
  return ({ clientId, by, withCertificate }) => {
    evidence.note(clientId, `signed-in-by-${by}`);
    if (withCertificate) evidence.note(clientId, 'client-certificate');
  };
}

let described: Readonly<Record<string, unknown>> | null = null;

/** Behind one address stand all services: whichever answers describes them all, with their examples. Read when somebody looks. */
export function wholeApi(): Readonly<Record<string, unknown>> {
  const file = new URL('../../../../contracts/openapi.json', import.meta.url);
  described ??= JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  return described;
}
