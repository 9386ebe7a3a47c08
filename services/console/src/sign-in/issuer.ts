import { isLoopbackName } from '@hub/platform';
import * as oidc from 'openid-client';
import type { IssuerSettings } from '../config.ts';

/** What a browser is sent to the issuer with; it comes back with the same, or is refused. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go afterwards. */
  readonly to: string;
}

/** What the issuer said of somebody. */
export interface Told {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly issuer: string;
  readonly subject: string;
  readonly idToken: string;
}

export interface Issuer {
  /** The address to go to; `again`: the issuer is to ask who it is. Throws where the issuer cannot be reached. */
  begin(to: string, again: boolean): Promise<{ readonly journey: Journey; readonly address: string }>;
  /** `query`: that with which the browser came back. Throws for whatever is not the end of this journey. */
  finish(journey: Journey, query: string): Promise<Told>;
  /** Where the visit ends at the issuer too; null: it has no such address, or cannot be reached. */
  endAddress(idToken: string | null): Promise<string | null>;
}

/** The hub at the issuer. */
export interface IssuerOptions {
  readonly settings: () => Pick<IssuerSettings, 'issuer' | 'clientId' | 'clientSecret' | 'scope'>;
  /** Of this hub, known once it listens. */
  readonly origin: () => string;
}

const askSeconds = 5;
/** What an issuer says of itself is asked again after this time. */
const knownMs = 3_600_000;

export function openIssuer({ settings, origin }: IssuerOptions): Issuer {
  let known: { readonly found: Promise<oidc.Configuration>; readonly untilMs: number } | null = null;
  const found = (): Promise<oidc.Configuration> => {
    if (known !== null && known.untilMs > Date.now()) return known.found;
    const asked = { found: discover(settings()), untilMs: Date.now() + knownMs };
    known = asked;
    // An issuer that was away is asked again by whoever comes next.
    asked.found.catch(() => {
      if (known === asked) known = null;
    });
    return asked.found;
  };
  return {
    async begin(to, again) {
      const config = await found();
      const journey: Journey = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        to,
      };
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: `${origin()}/console/retour`,
        scope: settings().scope,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        ...(again && { prompt: 'login' }),
      });
      return { journey, address: address.href };
    },
    async finish({ state, nonce, verifier }, query) {
      const config = await found();
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${origin()}/console/retour${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined) throw new Error('The issuer gave no identity.');
      const isMore = config.serverMetadata().userinfo_endpoint !== undefined;
      const more = isMore ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
      const { iss: issuer, sub: subject } = claims;
      return { claims: { ...more, ...claims }, issuer, subject, idToken: tokens.id_token };
    },
    async endAddress(idToken) {
      const config = await found().catch(() => null);
      if (config?.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${origin()}/`,
        ...(idToken !== null && { id_token_hint: idToken }),
      }).href;
    },
  };
}

function discover({ issuer, clientId, clientSecret }: ReturnType<IssuerOptions['settings']>) {
  const at = new URL(issuer);
  const plain = at.protocol === 'http:' && isLoopbackName(at.hostname);
  return oidc.discovery(at, clientId, { client_secret: clientSecret }, showsSecret(clientSecret), {
    timeout: askSeconds,
    // The signature of who somebody is counts even where TLS says whose answer it is.
    execute: [oidc.enableNonRepudiationChecks, ...(plain ? [oidc.allowInsecureRequests] : [])],
  });
}

/** In the body where the issuer takes it there, else in the header, which every issuer takes that says nothing. */
function showsSecret(secret: string): oidc.ClientAuth {
  const [inBody, inHeader] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, ...given) => {
    const inPlace = server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ? inBody : inHeader;
    return inPlace(server, ...given);
  };
}
