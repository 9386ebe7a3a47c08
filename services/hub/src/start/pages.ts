import { readFileSync } from 'node:fs';
import {
  consoleConfig,
  consolePlugin,
  type DescribedApi,
  hubApi,
  type IssuerSettings,
  openDemoIssuer,
  openSignIn,
} from '@hub/console';
import { HubError } from '@hub/core';
import { type Dictionary, isLoopbackName, type SigningSecrets } from '@hub/platform';
import type { FastifyPluginAsync } from 'fastify';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { wholeApi } from './hub-server.ts';
import { realmOf } from './listening.ts';
import type { DemoClient, ServiceName } from './run-file.ts';
import { isForThisMachine, trialOf } from './trial.ts';

export interface PagesParts {
  readonly pool: pg.Pool;
  readonly signing: SigningSecrets | null;
  readonly clients: readonly DemoClient[] | null;
  readonly dictionary: Dictionary;
}

interface Own {
  /** Where this process answers, known once it listens. */
  readonly url: string;
}

/** The pages for people; null where this process has none. Throws `configuration-invalid` where they could ask nobody. */
export function pagesOf(
  config: HubConfig,
  services: ReadonlySet<ServiceName>,
  own: Own,
  { pool, signing: secrets, clients, dictionary }: PagesParts,
): FastifyPluginAsync | null {
  if (!services.has('console') || secrets === null) return null;
  const settings = consoleConfig();
  const realm = realmOf(config);
  const origin = () => new URL(config.publicUrl ?? own.url).origin;
  const hasDemo = settings.issuer === undefined && config.demo !== 'off' && isForThisMachine(config);
  const demoIssuer = hasDemo ? openDemoIssuer(origin) : null;
  requireWayBack(config, settings.issuer);
  const isSecure = config.publicUrl === undefined ? config.tls !== undefined : config.publicUrl.startsWith('https:');
  const { idleMs, visitMs } = settings;
  const visits = { pool, secrets, realm, isSecure, idleMs, visitMs, origin, clock: Date.now };
  const known = settings.issuer;
  const issuer = known === undefined ? demoIssuer?.settings : () => known;
  return consolePlugin({
    trial: trialOf(config, clients, own, { dictionary }),
    api: hubApi({ url: apiUrlOf(config, services, own, settings.apiUrl), secrets, realm }),
    dictionary,
    theme: readTheme(config),
    describedApi: () => wholeApi() as unknown as DescribedApi,
    signIn:
      issuer === undefined
        ? null
        : openSignIn({ ...visits, settings: () => (typeof issuer === 'function' ? issuer() : issuer) }),
    demoIssuer,
  });
}

/** The issuer leads a browser back to an address that it knows. */
function requireWayBack({ publicUrl, host }: HubConfig, issuer: IssuerSettings | undefined): void {
  if (issuer === undefined || publicUrl !== undefined || isLoopbackName(host)) return;
  throw new HubError('configuration-invalid', 'HUB_PUBLIC_URL is missing: HUB_OIDC_ISSUER leads persons back to it.');
}

const asked: readonly ServiceName[] = ['gateway', 'query', 'dispatcher'];

/** Where the hub is asked. A certificate of its own is for the name by which others know it. */
function apiUrlOf(
  { publicUrl, tls }: HubConfig,
  services: ReadonlySet<ServiceName>,
  own: Own,
  given: string | undefined,
): () => string {
  const servesAll = asked.every((service) => services.has(service));
  const elsewhere = servesAll && tls === undefined ? given : (given ?? publicUrl);
  if (elsewhere !== undefined) return () => elsewhere.replace(/\/$/, '');
  if (servesAll) return () => own.url;
  throw new HubError(
    'configuration-invalid',
    'HUB_API_URL is missing: pages ask the hub where all of it answers, or at HUB_PUBLIC_URL.',
  );
}

/** Throws `configuration-invalid` where its file cannot be read. */
function readTheme({ consoleStyle }: HubConfig): string {
  if (consoleStyle === undefined) return '';
  try {
    return readFileSync(consoleStyle, 'utf8');
  } catch (cause) {
    throw new HubError('configuration-invalid', `HUB_CONSOLE_STYLE: ${consoleStyle} cannot be read.`, { cause });
  }
}
