import { randomBytes } from 'node:crypto';
import { demoPartners, html, nothingAtAddress } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { IssuerSettings } from '../config.ts';
import { layout } from '../frame/layout.ts';
import { requireLocal, requireOwnForm } from '../frame/local-request.ts';
import { trades } from '../frame/visitor.ts';
import { demoPersons } from './persons.ts';
import { demoScope, openProvider } from './provider.ts';

/** An issuer inside the hub, which believes whoever chooses a person: for a demo on this machine alone. */
export interface DemoIssuer {
  /** For the pages, once they listen. */
  readonly settings: () => IssuerSettings;
  readonly origin: () => string;
  readonly provider: () => Promise<Provider>;
}

const mount = '/demo-issuer';
const choicePath = `${mount}/personne`;

/** `origin`: where the pages are, known once they listen. */
export function openDemoIssuer(origin: () => string): DemoIssuer {
  const [clientId, clientSecret] = ['pages', randomBytes(32).toString('base64url')];
  let provider: Promise<Provider> | null = null;
  const issuer = () => `${origin()}${mount}`;
  const claimed = { siretClaim: 'siret', tradesClaim: 'hub_trades', tradesUnclaimed: [], scope: demoScope };
  const tradesNamed = new Map(trades.map((trade) => [trade as string, [trade]]));
  return {
    origin,
    settings: () => ({ ...claimed, issuer: issuer(), clientId, clientSecret, trades: tradesNamed }),
    provider: () => {
      provider ??= openProvider({
        issuer: issuer(),
        client: { id: clientId, secret: clientSecret, redirectUri: `${origin()}/console/retour` },
        persons: demoPersons.map((person) => ({ ...person, siret: partnerOf(person.clientId).siret })),
        choicePath: (uid) => `${choicePath}/${uid}`,
      });
      return provider;
    },
  };
}

function partnerOf(clientId: string): (typeof demoPartners)[number] {
  const partner = demoPartners.find((each) => each.clientId === clientId);
  if (partner === undefined) throw new Error(`The demo has no partner ${clientId}.`);
  return partner;
}

/** `/demo-issuer`, for who sits at this machine. */
export function demoIssuerRoutes(server: FastifyInstance, demo: DemoIssuer): void {
  server.addHook('onRequest', async (request) => requireLocal(request));
  server.removeAllContentTypeParsers();
  const hidden = { schema: { hide: true } };
  server.get<{ Params: { uid: string } }>(`${choicePath}/:uid`, hidden, (request, reply) =>
    choose(demo, request, reply),
  );
  server.register(async (inner: FastifyInstance) => {
    const form = 'application/x-www-form-urlencoded';
    inner.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    inner.post(`${choicePath}/:uid`, hidden, (request, reply) => chosen(demo, request, reply));
  });
  server.register(async (inner: FastifyInstance) => {
    // The issuer reads bodies itself.
    inner.addContentTypeParser('*', (_request, _body, done) => done(null));
    for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
      inner.route({
        ...hidden,
        method,
        url: `${mount}/*`,
        exposeHeadRoute: false,
        handler: (...given) => pass(demo, ...given),
      });
    }
  });
}

/** Answered by the library itself, which knows its place by the difference of the two addresses. */
async function pass(demo: DemoIssuer, { raw }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const answer = (await demo.provider()).callback();
  reply.hijack();
  const url = raw.url ?? '';
  Object.assign(raw, { originalUrl: url, url: url.slice(mount.length) });
  await answer(raw, reply.raw);
}

async function choose(demo: DemoIssuer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!(await isAsked(demo, request, reply))) return sendLost(reply);
  const persons = demoPersons.map(
    ({
      id,
      name,
      does,
      clientId,
    }) => html`<li><button name="person" value="${id}">${name}</button> <span>${does} – ${partnerOf(clientId).name}</span></li>
`,
  );
  const body = html`<div class="note"><p>Démonstration : ces personnes sont inventées, et il n’y a pas de mot de passe. Un vrai hub s’en remet au service de connexion de votre administration.</p></div>
<form method="post" action="${request.url.split('?')[0] ?? ''}"><fieldset class="plain"><legend>Qui êtes-vous ?</legend>
<ul class="choices">${persons}</ul></fieldset></form>`;
  const page = layout({ title: 'Choisir une personne', body, hasTrial: false });
  return reply.type('text/html; charset=utf-8').send(page);
}

async function chosen(demo: DemoIssuer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  requireOwnForm(request, demo.origin());
  if (!(await isAsked(demo, request, reply))) return sendLost(reply);
  const { person } = (request.body ?? {}) as { readonly person?: string };
  const known = demoPersons.find(({ id }) => id === person);
  if (known === undefined) throw nothingAtAddress();
  const provider = await demo.provider();
  const to = await provider.interactionResult(request.raw, reply.raw, {
    login: { accountId: known.id, remember: false },
  });
  return reply.redirect(to, 303);
}

/** This browser came to choose, and not too long ago. */
async function isAsked(demo: DemoIssuer, { raw }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const provider = await demo.provider();
  return provider.interactionDetails(raw, reply.raw).then(
    () => true,
    () => false,
  );
}

function sendLost(reply: FastifyReply): FastifyReply {
  const body = html`<p>Vous y êtes depuis trop longtemps, ou votre navigateur n’a pas gardé le cookie de cette page.</p>
<p><a href="/console/connexion">Recommencer la connexion</a></p>`;
  const page = layout({ title: 'La connexion est à recommencer', body, hasTrial: false });
  return reply.code(400).type('text/html; charset=utf-8').send(page);
}
