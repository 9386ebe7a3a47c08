import { fieldProblem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireLocal, requireOwnForm } from '../frame/local-request.ts';
import { inventedNir, inventedSession, requestOf, stepNamed } from './life.ts';
import { sendRequest } from './send-request.ts';
import type { Trial, TrialPartner, TrialRequest, TrialState } from './trial.ts';
import { trialPage } from './trial-page.ts';

const path = '/console/essai';
const formBytesMax = 256 * 1024;

/** `/console/essai`, for who sits at this machine. */
export function trialRoutes(server: FastifyInstance, trial: Trial): void {
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
  server.get(path, hidden, (_request, reply) => showPrepared(trial, stateOf({}), reply));
  server.post(path, hidden, (request, reply) => showPrepared(trial, stateOf(fieldsOf(request)), reply));
  server.post(`${path}/envoi`, hidden, (request, reply) => showAnswered(trial, fieldsOf(request), reply));
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

function showPrepared(trial: Trial, from: TrialState, reply: FastifyReply): FastifyReply {
  const { step, partner, state } = chosen(trial, from);
  const request = requestOf(step, state, partner, Date.now());
  return send(reply, trialPage({ state, step, partner, request, ...shared(trial), answered: null }));
}

async function showAnswered(trial: Trial, fields: Fields, reply: FastifyReply): Promise<FastifyReply> {
  const { step, partner, state } = chosen(trial, stateOf(fields));
  const request: TrialRequest = {
    method: fields.method === 'POST' ? 'POST' : 'GET',
    path: fields.path ?? '',
    body: (fields.body ?? '').replaceAll('\r\n', '\n'),
  };
  const answered = await sendRequest(trial, partner, request, state);
  return send(reply, trialPage({ state: answered.state, step, partner, request, ...shared(trial), answered }));
}

function shared({ partners, ruleText, url }: Trial) {
  return { partners, ruleText, url: url() };
}

function send(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
