import type { SignIn } from '../frame/console-context.ts';
import { requireOwnForm } from '../frame/local-request.ts';
import type { Visitor } from '../frame/visitor.ts';
import { openIssuer } from './issuer.ts';
import { livingVisit, requireToken, type SignInOptions, type SignInParts } from './living-visit.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { addCookies, type StoredVisit, storedVisit, storeVisit } from './visit-cookie.ts';

/** Persons are told apart by an issuer of OpenID Connect; a visit is a sealed cookie, which every process of the hub can open. */
export function openSignIn(options: SignInOptions): SignIn {
  const parts: SignInParts = { ...options, issuer: openIssuer(options) };
  const { origin } = options;
  return {
    visitorOf: async (request) => {
      const visit = await livingVisit(parts, request);
      return visit && visitorOf(visit);
    },
    async keepPurpose(request, _reply, purpose) {
      const visit = storedVisit(request);
      if (visit !== null) storeVisit(request, { ...visit, purpose });
    },
    formToken: async (request) => storedVisit(request)?.formToken ?? '',
    async checkForm(request) {
      requireOwnForm(request, origin());
      requireToken(request);
    },
    async routes(server) {
      await addCookies(server, options);
      signInRoutes(server, parts);
    },
  };
}

function visitorOf({ name, siret, organisation, trades, agent, purpose }: StoredVisit): Visitor {
  return { name, siret, organisation, trades, agent, purpose };
}
