import { readFileSync } from 'node:fs';
import { type Dictionary, dictionaryRoutes, html, type PageForPeople } from '@hub/platform';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { agentRoutes } from './agent/agent-routes.ts';
import { type DemoIssuer, demoIssuerRoutes } from './demo-issuer/demo-issuer.ts';
import type { ConsoleContext, HubApi, SignIn } from './frame/console-context.ts';
import { layout, stylePath } from './frame/layout.ts';
import { requireLocal } from './frame/local-request.ts';
import { tradeRoutes, visitOf } from './frame/visit.ts';
import { tradePaths } from './frame/visitor.ts';
import { operatorRoutes } from './operator/operator-routes.ts';
import { apiRoutes } from './pages/api-routes.ts';
import type { DescribedApi } from './pages/described-api.ts';
import { homePage } from './pages/home-page.ts';
import { steeringRoutes } from './steering/steering-routes.ts';
import type { Trial } from './trial/trial.ts';
import { trialRoutes } from './trial/trial-routes.ts';

/** Pages run no script but the hub's own files and take nothing from elsewhere; their forms go to this hub alone. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sent as one. */
const styleSheets = ['frame/console.css', 'steering/steering.css'] as const;

export interface ConsoleOptions {
  readonly trial: Trial | null;
  readonly api: HubApi;
  readonly dictionary: Dictionary;
  /** The OpenAPI document with its examples; absent: it has no pages. */
  readonly describedApi?: () => DescribedApi;
  /** A style sheet (CSS) that is sent after the hub's own, such as that of the State. */
  readonly theme?: string;
  /** Null: nobody can sign in here. */
  readonly signIn: SignIn | null;
  /** Of a demo; absent: none. */
  readonly demoIssuer?: DemoIssuer | null;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly clock?: () => number;
}

/** The hub's pages for people: `/`, the dictionary and the API for all, those of each trade under `/console`, and `/console/essai` where there is a trial. */
export function consolePlugin({
  trial,
  demoIssuer = null,
  clock = Date.now,
  ...options
}: ConsoleOptions): FastifyPluginAsync {
  const { describedApi, dictionary, theme = '' } = options;
  const own = styleSheets.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'));
  const style = [...own, theme].join('\n');
  const hasTrial = (request: FastifyRequest) => trial !== null && isLocal(request);
  const context: ConsoleContext = { ...options, clock, hasTrial };
  return async (server) => {
    server.addHook('onRequest', async (_request, reply) => {
      // Under `no-referrer` a browser says "Origin: null" with its own forms.
      reply.header('content-security-policy', contentSecurityPolicy).header('referrer-policy', 'same-origin');
    });
    const hidden = { schema: { hide: true } };
    server.get(stylePath, hidden, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(style),
    );
    if (demoIssuer !== null) server.register(async (inner: FastifyInstance) => demoIssuerRoutes(inner, demoIssuer));
    server.register(async (inner: FastifyInstance) => {
      if (context.signIn !== null) await signedInPages(inner, context);
      const openPage = houseOf(context);
      await inner.register(dictionaryRoutes(dictionary, openPage));
      if (describedApi !== undefined) apiRoutes(inner, describedApi, openPage);
      // Under the visit, so that whoever has signed in finds the way back, and with rules of its own for its forms.
      if (trial !== null) inner.register(async (own: FastifyInstance) => trialRoutes(own, trial, openPage));
      inner.get('/', hidden, (request, reply) => showHome(context, request, reply));
    });
  };
}

const formBytesMax = 256 * 1024;

async function signedInPages(server: FastifyInstance, context: ConsoleContext): Promise<void> {
  server.removeAllContentTypeParsers();
  const form = 'application/x-www-form-urlencoded';
  server.addContentTypeParser(form, { parseAs: 'string', bodyLimit: formBytesMax }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  await context.signIn?.routes(server);
  tradeRoutes(server, context, null).get('/console', async ({ visitor }) => ({
    to: tradePaths[visitor.trades[0] ?? 'agent'],
  }));
  for (const routes of [agentRoutes, steeringRoutes, operatorRoutes]) routes(server, context);
}

/** Of the pages that are open to all: whoever has signed in keeps the own head of the page there, and nobody else is sent it. */
function houseOf(context: ConsoleContext) {
  return async (request: FastifyRequest, reply: FastifyReply, page: PageForPeople): Promise<string> => {
    const visit = await visitOf(context, request, reply);
    const vary = String(reply.getHeader('vary') ?? '');
    if (context.signIn !== null) reply.header('vary', vary === '' ? 'cookie' : `${vary}, cookie`);
    const who = visit === null ? {} : { visitor: visit.visitor, formField: visit.formField };
    const { hasTrial, signIn } = context;
    const path = request.url.split('?')[0] ?? '';
    return layout({ ...page, ...who, hasTrial: hasTrial(request), canSignIn: signIn !== null, path });
  };
}

async function showHome(context: ConsoleContext, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const visit = await visitOf(context, request, reply);
  const { visitor, formField } = visit ?? { visitor: null, formField: html`` };
  const hasTrial = context.hasTrial(request);
  const page = homePage({ hasTrial, canSignIn: context.signIn !== null, visitor, formField });
  return reply.type('text/html; charset=utf-8').send(page);
}

function isLocal(request: FastifyRequest): boolean {
  try {
    requireLocal(request);
    return true;
  } catch {
    return false;
  }
}

export {
  type ConsoleSettings,
  consoleConfig,
  environment as consoleEnvironment,
  type IssuerSettings,
} from './config.ts';
export { type DemoIssuer, openDemoIssuer } from './demo-issuer/demo-issuer.ts';
export type { HubApi, SignIn } from './frame/console-context.ts';
export { hubApi } from './frame/hub-api.ts';
export type { Visitor } from './frame/visitor.ts';
export type { DescribedApi } from './pages/described-api.ts';
export { openSignIn } from './sign-in/sign-in.ts';
export type { Trial, TrialPartner } from './trial/trial.ts';
