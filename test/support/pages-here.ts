import { consoleConfig, consolePlugin, hubApi, openDemoIssuer, openSignIn } from '@hub/console';
import {
  buildServer,
  createLogger,
  createMetrics,
  localRealm,
  openPool,
  type SigningSecrets,
  tokenRealm,
} from '@hub/platform';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';

export interface PagesHere {
  readonly url: string;
  /** Lines of its log, of every level. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

export interface PagesOptions {
  readonly hub: RunningHub;
  readonly secrets: SigningSecrets;
  /** Of an outside issuer; absent: that of a demo. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Milliseconds by which its clock is ahead. */
  readonly aheadMs?: () => number;
  /** The hub that it takes itself for. */
  readonly publicUrl?: string;
  /** As under https. */
  readonly isSecure?: boolean;
  readonly port?: number;
}

/** Pages of their own before a hub that runs, with the settings, the clock and the secrets of the test. */
export async function pagesHere(options: PagesOptions): Promise<PagesHere> {
  const { hub, secrets, settings = {}, aheadMs = () => 0, publicUrl, isSecure = false, port = 0 } = options;
  const lines: string[] = [];
  const logger = createLogger('trace', 'pages', { write: (line) => void lines.push(line) });
  const { issuer, idleMs, visitMs } = consoleConfig(settings);
  const own = { url: '' };
  const origin = () => own.url;
  const demoIssuer = issuer === undefined ? openDemoIssuer(origin) : null;
  const server = buildServer({ logger, metrics: createMetrics() });
  const { databaseUrl, dictionary } = hub.infrastructure;
  const pool = openPool(databaseUrl, { max: 2, applicationName: 'pages', role: 'hub_console', logger });
  const signIn = openSignIn({
    ...{ pool, secrets, isSecure, idleMs, visitMs, origin },
    realm: publicUrl === undefined ? localRealm : tokenRealm({ publicUrl }),
    clock: () => Date.now() + aheadMs(),
    settings: demoIssuer?.settings ?? (() => issuer as NonNullable<typeof issuer>),
  });
  const api = hubApi({ url: () => hub.url, secrets, realm: localRealm });
  await server.register(consolePlugin({ trial: null, api, dictionary, signIn, demoIssuer }));
  own.url = await server.listen({ host: '127.0.0.1', port });
  const close = async () => {
    await server.close();
    await pool.end();
  };
  return { url: own.url, lines, close };
}
