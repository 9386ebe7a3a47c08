import { HubError } from '@hub/core';
import { dispatcherConfig, type Following, openFollowing } from '@hub/dispatcher';
import {
  checkSigningSecrets,
  type Evidence,
  type HeldSecrets,
  type Logger,
  loadSigningSecrets,
  type Metrics,
  type SigningSecrets,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { realmOf } from './listening.ts';
import type { ServiceName } from './run-file.ts';

/**
 * By which tokens are checked and, of a dispatcher and of pages, made: what its services hold already, or what of its file signs, compared
 * with what the hub knows of its secrets. Throws `secrets-unusable`.
 */
export async function signingOf(
  { secretsFile }: HubConfig,
  pool: pg.Pool,
  held: HeldSecrets | null,
  services: ReadonlySet<ServiceName>,
): Promise<SigningSecrets | null> {
  if (!services.has('dispatcher') && !services.has('console')) return held;
  if (held === null) {
    const own = await loadSigningSecrets(secretsFile);
    await checkSigningSecrets(pool, own);
    return own;
  }
  if (held.tokenKey.d !== undefined) return held;
  throw new HubError(
    'secrets-unusable',
    `${secretsFile} is the file of secrets of a query service: dispatcher and console sign.`,
  );
}

export interface FollowingParts {
  readonly pool: pg.Pool;
  readonly signing: SigningSecrets | null;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly evidence: Evidence;
}

/** What webhooks are followed with; null where this process does not. `own`: where it answers itself, known once it listens. */
export function followingOf(
  config: HubConfig,
  services: ReadonlySet<ServiceName>,
  own: { readonly url: string },
  { signing, ...parts }: FollowingParts,
): Following | null {
  if (!services.has('dispatcher') || signing === null) return null;
  const { queryUrl: given, allowPrivate = config.demo === 'full', ...settings } = dispatcherConfig();
  // Its certificate is for the name by which others know it.
  const elsewhere = services.has('query') && config.tls === undefined ? given : (given ?? config.publicUrl);
  if (elsewhere === undefined && !services.has('query')) {
    throw new HubError(
      'configuration-invalid',
      'HUB_QUERY_URL is missing: a dispatcher reads the feed where the query service answers, or at HUB_PUBLIC_URL.',
    );
  }
  const queryUrl = () => (elsewhere ?? own.url).replace(/\/$/, '');
  return openFollowing({ ...parts, secrets: signing, queryUrl, allowPrivate, settings, realm: realmOf(config) });
}
