import { type Html, html, ProblemError, problem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleContext } from './console-context.ts';
import { ApiProblem } from './hub-api.ts';
import { layout, type VisitedPage } from './layout.ts';
import { problemPage } from './problem-page.ts';
import type { Trade, Visitor } from './visitor.ts';

/** What a route is given: who asks, and the hidden field that each of its forms begins with. */
export interface Visit {
  readonly visitor: Visitor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Of a form that was sent; a name that stands twice has its last value. */
  readonly fields: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly formField: Html;
}

/** A page, or where to go on: 303. */
export type Visited = VisitedPage | { readonly to: string };

export interface TradeRoutes {
  get(path: string, answer: (visit: Visit) => Promise<Visited>): void;
  /** Forms are checked before. */
  post(path: string, answer: (visit: Visit) => Promise<Visited>): void;
  /** What is no page, a file or a stream: the route sends it itself. */
  raw(path: string, answer: (visit: Visit) => Promise<unknown>): void;
}

/** Routes for persons of a trade; null: of any. Who has not signed in is led there and back. */
export function tradeRoutes(server: FastifyInstance, context: ConsoleContext, trade: Trade | null): TradeRoutes {
  const hidden = { schema: { hide: true } };
  const page = (answer: (visit: Visit) => Promise<Visited>) => async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = await visitOf(context, request, reply);
    if (visit === null) return isForm(request) ? sendVisitOver(reply) : reply.redirect(signInPath(request), 303);
    const shown = await answerTo(visit, trade, answer).catch((error: unknown) => {
      if (error instanceof ApiProblem || error instanceof ProblemError) return problemPage(context, error.problem);
      throw error;
    });
    return send(context, visit, shown);
  };
  return {
    get: (path, answer) => void server.get(path, hidden, page(answer)),
    post: (path, answer) =>
      void server.post(
        path,
        hidden,
        page(async (visit) => {
          await context.signIn?.checkForm(visit.request);
          return answer(visit);
        }),
      ),
    raw: (path, answer) =>
      void server.get(path, hidden, async (request, reply) => {
        const visit = await visitOf(context, request, reply);
        return visit === null ? reply.redirect(signInPath(request), 303) : answerTo(visit, trade, answer);
      }),
  };
}

/** Throws 403 for a visitor of another trade. */
async function answerTo<Answer>(
  visit: Visit,
  trade: Trade | null,
  answer: (visit: Visit) => Promise<Answer>,
): Promise<Answer> {
  if (trade === null || visit.visitor.trades.includes(trade)) return answer(visit);
  throw problem(403, 'trade-other', 'This page is not for what this person does.');
}

function signInPath({ url }: FastifyRequest): string {
  return `/console/connexion?retour=${encodeURIComponent(url)}`;
}

function isForm({ method }: FastifyRequest): boolean {
  return method === 'POST';
}

/** What a form asked for is not done later, under a visit that begins after it. */
function sendVisitOver(reply: FastifyReply): FastifyReply {
  const body = html`<div class="note bad"><p>Ce que vous venez d’envoyer n’a pas été fait : votre visite était finie, ou vous n’étiez pas connecté.</p></div>
<p><a href="/console/connexion">Se connecter</a>, puis recommencer.</p>`;
  const text = layout({ title: 'Votre visite est finie', body, hasTrial: false, canSignIn: true });
  return reply.code(403).type('text/html; charset=utf-8').send(text);
}

/** Null: nobody has signed in. What is shown of somebody is kept nowhere. */
export async function visitOf(
  { signIn }: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visit | null> {
  const visitor = (await signIn?.visitorOf(request)) ?? null;
  if (visitor === null || signIn === null) return null;
  const token = await signIn.formToken(request, reply);
  reply.header('cache-control', 'no-store');
  return {
    ...{ visitor, request, reply },
    fields: textsOf(request.body),
    query: textsOf(request.query),
    params: textsOf(request.params),
    formField: formField(token),
  };
}

/** What every form begins with. */
export function formField(token: string): Html {
  return html`<input type="hidden" name="_csrf" value="${token}">`;
}

function textsOf(values: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries((values ?? {}) as object).map(([name, value]) => [
    name,
    String(Array.isArray(value) ? value.at(-1) : value),
  ]);
  return Object.fromEntries(texts) as Readonly<Record<string, string>>;
}

function send(context: ConsoleContext, visit: Visit, shown: Visited): FastifyReply {
  const { reply, request, visitor, formField } = visit;
  if ('to' in shown) return reply.redirect(shown.to, 303);
  const { status = 200, ...page } = shown;
  const hasTrial = context.hasTrial(request);
  const text = layout({ ...page, hasTrial, visitor, formField, path: request.url.split('?')[0] ?? '' });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}
