import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { interactionPolicy } from 'oidc-provider';

/** A whole issuer of OpenID Connect, with sessions of its own: whoever comes is the person of the test, and is asked once a session. */
export interface OutsideIssuer {
  readonly settings: Readonly<Record<string, string>>;
  /** How often somebody was asked who they are. */
  asked(): number;
  close(): Promise<void>;
}

/** `pagesUrl`: where the pages that it signs in for will answer. */
export async function outsideIssuer(
  pagesUrl: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<OutsideIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, secret] = ['hub', randomBytes(16).toString('hex')];
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const provider = new Provider(url, {
    clients: [
      {
        ...{ client_id: clientId, client_secret: secret, redirect_uris: [`${pagesUrl}/console/retour`] },
        post_logout_redirect_uris: [`${pagesUrl}/`],
      },
    ],
    claims: { openid: ['sub'], profile: Object.keys(claims) },
    cookies: { keys: [secret] },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = `<!doctype html>${form}<button form="op.logoutForm" name="logout" value="yes">Finir</button>`;
        },
      },
    },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
    interactions: { policy, url: (_context, { uid }) => `/ask/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const asks = { count: 0 };
  const answer = provider.callback();
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/ask/') !== true) return answer(request, response);
    asks.count += 1;
    const to = await provider.interactionResult(request, response, { login: { accountId: 'someone' } });
    return response.writeHead(303, { location: to }).end();
  });
  return {
    settings: { HUB_OIDC_ISSUER: url, HUB_OIDC_CLIENT_ID: clientId, HUB_OIDC_CLIENT_SECRET: secret },
    asked: () => asks.count,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
