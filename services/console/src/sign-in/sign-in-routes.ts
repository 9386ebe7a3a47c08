import { findAgreedOrganisation, isLoopbackName, ProblemError } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { layout, type VisitedPage } from '../frame/layout.ts';
import { requireOwnForm } from '../frame/local-request.ts';
import type { Visitor } from '../frame/visitor.ts';
import { endVisit } from './ended-visits.ts';
import type { Told } from './issuer.ts';
import { beginVisit, livingVisit, requireToken, type SignInParts } from './living-visit.ts';
import { ownPath } from './own-path.ts';
import { personOf } from './person.ts';
import { type Refusal, refusalPage, signedOutPage } from './sign-in-pages.ts';
import { pseudonym, storedJourney, storeJourney, storeVisit } from './visit-cookie.ts';

/** To the issuer, back from it, and out. */
export function signInRoutes(server: FastifyInstance, parts: SignInParts): void {
  const hidden = { schema: { hide: true } };
  const going = { ...hidden, errorHandler: showFault };
  server.get('/console/connexion', going, (request, reply) => begin(parts, request, reply));
  server.get('/console/retour', going, (request, reply) => finish(parts, request, reply));
  server.post('/console/deconnexion', { ...hidden, errorHandler: refuseForm }, (request, reply) =>
    end(parts, request, reply),
  );
}

async function begin(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { retour, autre, ici } = request.query as { readonly [name: string]: string | undefined };
  const to = ownPath(retour);
  const origin = parts.origin();
  if (ici === undefined && isOtherName(request, origin)) {
    return reply.redirect(`${origin}/console/connexion?ici=oui&retour=${encodeURIComponent(to)}`, 303);
  }
  if (autre === undefined && (await livingVisit(parts, request)) !== null) return reply.redirect(to, 303);
  try {
    const { journey, address } = await parts.issuer.begin(to, autre !== undefined);
    storeJourney(request, journey);
    return reply.redirect(address, 303);
  } catch (error) {
    return refuse(request, reply, 'issuer-away', error);
  }
}

/** This machine has several names for itself, and a cookie is for one of them. */
function isOtherName({ headers: { host } }: FastifyRequest, origin: string): boolean {
  const own = new URL(origin);
  return isLoopbackName(own.hostname) && host !== own.host;
}

async function finish(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const journey = storedJourney(request);
  if (journey === null) return refuse(request, reply, 'not-ended');
  storeJourney(request, null);
  const query = request.url.slice(request.url.indexOf('?'));
  const told = await parts.issuer.finish(journey, query).catch((error: unknown) => ({ error }));
  if ('error' in told) return refuse(request, reply, whyNot(told.error), told.error);
  const visitor = await visitorFor(parts, told);
  if (typeof visitor === 'string') return refuse(request, reply, visitor);
  storeVisit(request, beginVisit(visitor, told.idToken, parts.clock()));
  return reply.redirect(journey.to, 303);
}

/** What the issuer says of the person, and the hub of the organisation. */
async function visitorFor(parts: SignInParts, { claims, issuer, subject }: Told): Promise<Visitor | Refusal> {
  const person = personOf(claims, parts.settings());
  if (person === null) return 'no-organisation';
  const organisation = await findAgreedOrganisation(parts.pool, person.siret);
  if (organisation === null) return 'unknown-organisation';
  if (!organisation.isAgreed) return 'no-convention';
  const isOperator = organisation.kinds.includes('hub-operator');
  const trades = person.trades.filter((trade) => trade !== 'operator' || isOperator);
  if (trades.length === 0) return 'no-trade';
  const agent = pseudonym(parts.secrets, issuer, subject);
  return { ...person, organisation: organisation.name, trades, agent, purpose: null };
}

function whyNot(error: unknown): Refusal {
  const { message, code, error: said } = error as { message?: unknown; code?: unknown; error?: unknown };
  if (message === 'fetch failed' || code === 'OAUTH_TIMEOUT') return 'issuer-away';
  return said === 'access_denied' ? 'declined' : 'not-ended';
}

async function end(parts: SignInParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnForm(request, parts.origin());
  const visit = await livingVisit(parts, request);
  if (visit === null) return reply.redirect('/', 303);
  requireToken(request);
  await endVisit(parts.pool, visit.id, visit.beganMs + parts.visitMs);
  storeVisit(request, null);
  const address = await parts.issuer.endAddress(visit.idToken);
  if (address === null) return reply.redirect('/', 303);
  // A form of these pages may lead nowhere else (CSP), so that the browser is sent on by the page that answers it.
  reply.header('refresh', `0;url=${address}`);
  return send(reply, signedOutPage(address));
}

function refuseForm(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  if (!(error instanceof ProblemError)) throw error;
  void refuse(request, reply, 'form-foreign');
}

/** A fault of ours is told to a person as whatever else is; an address that is none is nobody's fault. */
function showFault(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof ProblemError && error.problem.status < 500) {
    const { status } = error.problem;
    return void send(reply.headers(error.headers), { ...refusalPage('not-understood'), status });
  }
  request.log.error({ err: error }, 'a sign-in failed');
  void send(reply, refusalPage('fault'));
}

/** The code alone is logged: what an issuer says may hold whatever somebody put into an address. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, error?: unknown): FastifyReply {
  const { code = 'none' } = (error ?? {}) as { readonly code?: unknown };
  request.log.warn({ refusal, code: String(code).slice(0, 60) }, 'somebody was not signed in');
  return send(reply, refusalPage(refusal));
}

function send(reply: FastifyReply, { status = 200, title, body }: VisitedPage): FastifyReply {
  const text = layout({ title, body, hasTrial: false, canSignIn: true });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}
