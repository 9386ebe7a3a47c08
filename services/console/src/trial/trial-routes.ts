import { fieldProblem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VisitedPage } from '../frame/layout.ts';
import { requireLocal, requireOwnForm } from '../frame/local-request.ts';
import { inventedNir, inventedSession, requestOf, stepNamed } from './life.ts';
import { sendRequest } from './send-request.ts';
import type { Trial, TrialPartner, TrialRequest, TrialState } from './trial.ts';
import { trialPage } from './trial-page.ts';

const path = '/console/essai';
const formBytesMax = 256 * 1024;

type House = (request: FastifyRequest, reply: FastifyReply, page: VisitedPage) => Promise<string>;

/** `/console/essai`, for who sits at this machine; `house` makes a whole page of what is shown. */
export function trialRoutes(server: FastifyInstance, trial: Trial, house: House): void {
  server.addHook('onRequest', async (request) => {
    requireLocal(request);
    if (request.method === 'POST') requireOwnForm(request, `http://${request.headers.host}`);
  });
  server.removeAllContentTypeParsers();
  const form = 'application/x-www-form-urlencoded';
  server.addContentTypeParser(form, { parseAs: 'string', bodyLimit: formBytesMax }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  const hidden = { schema: { hide: true } };
  const send = async (request: FastifyRequest, reply: FastifyReply, page: VisitedPage) =>
    reply.type('text/html; charset=utf-8').send(await house(request, reply, page));
  server.get(path, hidden, (request, reply) => send(request, reply, prepared(trial, stateOf({}))));
  server.post(path, hidden, (request, reply) => send(request, reply, prepared(trial, stateOf(fieldsOf(request)))));
  server.post(`${path}/envoi`, hidden, async (request, reply) =>
    send(request, reply, await answered(trial, fieldsOf(request))),
  );
}

type Fields = Readonly<Record<string, string>>;

function fieldsOf({ body }: FastifyRequest): Fields {
  return (body ?? {}) as Fields;
}

/** What a form says, and what is invented where it says nothing. */
function stateOf(fields: Fields): TrialState {
  const isNew = fields.new === 'person' || fields.nir === undefined;
  const step = fields.step ?? 'positionnement';
  const { partner = stepNamed(step)?.partner ?? '', purpose = '' } = fields;
  if (isNew) {
    const invented = { nir: inventedNir(), session: inventedSession() };
    return { step, partner, purpose, ...invented, dossier: '', receipt: '', entry: '', cursor: '' };
  }
  const { nir = '', session = '', dossier = '', receipt = '', entry = '', cursor = '' } = fields;
  return { step, partner, purpose, nir, session, dossier, receipt, entry, cursor };
}

/** Throws 400 for a step or a partner that the page does not offer. */
function chosen({ partners }: Trial, state: TrialState) {
  const step = stepNamed(state.step);
  const partner = partners.find(({ clientId }) => clientId === state.partner);
  if (step === undefined) throw fieldProblem('/step', 'code-unknown', 'one of the steps of the page');
  if (partner === undefined) throw fieldProblem('/partner', 'code-unknown', 'one of the demo partners of the page');
  return { step, partner, state: { ...state, purpose: purposeOf(partner, state.purpose) } };
}

/** What was chosen, where this partner may name it. */
function purposeOf({ purposes }: TrialPartner, wanted: string): string {
  return purposes.includes(wanted) ? wanted : (purposes[0] ?? '');
}

function prepared(trial: Trial, from: TrialState): VisitedPage {
  const { step, partner, state } = chosen(trial, from);
  const request = requestOf(step, state, partner, Date.now());
  return trialPage({ state, step, partner, request, ...shared(trial), answered: null });
}

async function answered(trial: Trial, fields: Fields): Promise<VisitedPage> {
  const { step, partner, state } = chosen(trial, stateOf(fields));
  const request: TrialRequest = {
    method: fields.method === 'POST' ? 'POST' : 'GET',
    path: fields.path ?? '',
    body: (fields.body ?? '').replaceAll('\r\n', '\n'),
  };
  const answer = await sendRequest(trial, partner, request, state);
  return trialPage({ state: answer.state, step, partner, request, ...shared(trial), answered: answer });
}

function shared({ partners, ruleText, purposeLabel, url }: Trial) {
  return { partners, ruleText, purposeLabel, url: url() };
}
