import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type Provider from 'oidc-provider';
import type { Configuration, JWK } from 'oidc-provider';
import { boundedStore } from './bounded-store.ts';
import type { DemoPerson } from './persons.ts';

export interface DemoClient {
  readonly id: string;
  readonly secret: string;
  /** Where it is called back. */
  readonly redirectUri: string;
}

export interface DemoProviderOptions {
  /** `http://127.0.0.1:8400/demo-issuer` */
  readonly issuer: string;
  readonly client: DemoClient;
  readonly persons: readonly (DemoPerson & { readonly siret: string })[];
  /** Where somebody chooses a person, by the id of what is asked. */
  readonly choicePath: (uid: string) => string;
}

export const demoScope = 'openid profile';
const minute = 60;
const lifetimes = {
  ...{ AccessToken: minute, AuthorizationCode: minute, IdToken: minute },
  ...{ Grant: 10 * minute, Interaction: 10 * minute, Session: 10 * minute },
};

/** The issuer of the demo, with keys of its own, drawn now. The library is loaded here alone: without a demo nobody needs it. */
export async function openProvider(options: DemoProviderOptions): Promise<Provider> {
  const { default: OidcProvider, interactionPolicy } = await import('oidc-provider');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return new OidcProvider(options.issuer, {
    ...configurationOf(options),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' } as JWK] },
    interactions: { policy, url: (_context, { uid }) => options.choicePath(uid) },
  });
}

function configurationOf({ client, persons }: DemoProviderOptions): Configuration {
  return {
    adapter: boundedStore(),
    clients: [
      {
        ...{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] },
        ...{ id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_post' },
      },
    ],
    claims: { openid: ['sub', 'siret', 'hub_trades'], profile: ['name'] },
    clientBasedCORS: () => false,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    // Its sessions are not kept, and what was given does not wait for them.
    expiresWithSession: async () => false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    findAccount: (_context, id) => {
      const person = persons.find((each) => each.id === id);
      if (person === undefined) return undefined;
      const { name, siret, trades } = person;
      return { accountId: id, claims: async () => ({ sub: id, name, siret, hub_trades: trades }) };
    },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope(demoScope);
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    renderError: (context, { error }) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `La connexion n’a pas abouti (${error}). Recommencez depuis l’accueil du hub.`;
    },
    scopes: demoScope.split(' '),
    ttl: lifetimes,
  };
}
