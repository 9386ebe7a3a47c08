import { fieldProblem } from '@hub/platform';
import type { Trial, TrialPartner, TrialRequest, TrialState } from './trial.ts';

/** What the hub answered, as the page shows it. */
export interface Answered {
  readonly status: number;
  /** JSON is indented. */
  readonly text: string;
  readonly faults: readonly { readonly pointer: string; readonly rule: string; readonly detail: string }[];
  /** Sent with the request, the token apart. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the next request may name. */
  readonly state: TrialState;
}

const agent = 'page-d-essai';
const askMsMax = 40_000;

/** Sends a request as the partner. Throws 400 for an address that is none of the hub's API, and for what is no receipt. */
export async function sendRequest(
  { ask, url }: Trial,
  partner: TrialPartner,
  request: TrialRequest,
  state: TrialState,
): Promise<Answered> {
  requireOwnPath(request.path, url());
  if (!/^[\x21-\x7e]*$/.test(state.receipt)) throw fieldProblem('/receipt', 'value-invalid', 'a receipt of this hub');
  const headers = headersOf(request, partner, state);
  const answer = await ask(partner.clientId, request.path, {
    method: request.method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(askMsMax),
    ...(request.method === 'GET' ? {} : { body: request.body }),
  });
  const text = await answer.text();
  const json = jsonOf(text);
  return {
    status: answer.status,
    text: json === null ? text : JSON.stringify(json, null, 2),
    faults: faultsOf(json),
    headers,
    state: answer.ok ? stateAfter(state, request, json) : state,
  };
}

/** Of this hub's API and nothing else: what stands before a path decides where a token goes. */
function requireOwnPath(path: string, url: string): void {
  const isPath = /^\/v1\/[\x21-\x7e]*$/.test(path) && !path.includes('\\');
  const to = isPath ? new URL(path, url) : null;
  if (to !== null && to.origin === new URL(url).origin && to.pathname.startsWith('/v1/')) return;
  throw fieldProblem('/path', 'value-invalid', 'an address of this hub that begins with /v1/, without spaces');
}

function headersOf({ method, path }: TrialRequest, { purposes }: TrialPartner, state: TrialState) {
  const isEvents = path.split('?')[0] === '/v1/events';
  const type = isEvents ? 'application/cloudevents+json' : 'application/json';
  const reads = !isEvents && purposes.includes(state.purpose);
  return {
    ...(method === 'GET' ? {} : { 'Content-Type': type }),
    'Hub-Agent': agent,
    ...(reads && { 'Hub-Purpose': state.purpose }),
    // What was just reported is to be in the answer.
    ...(reads && method === 'GET' && path.startsWith('/v1/dossiers/') && state.receipt !== ''
      ? { 'Hub-At-Least': state.receipt }
      : {}),
  };
}

type Json = Readonly<Record<string, unknown>>;

function jsonOf(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

function faultsOf(json: Json | null): Answered['faults'] {
  const errors = Array.isArray(json?.errors) ? (json.errors as readonly Json[]) : [];
  return errors.map(({ pointer, rule, detail }) => {
    return { pointer: String(pointer ?? ''), rule: String(rule ?? ''), detail: String(detail ?? '') };
  });
}

function stateAfter(state: TrialState, { body, path }: TrialRequest, json: Json | null): TrialState {
  const { receipt, dossier, source, id, cursor } = json ?? {};
  const isFeed = path.startsWith('/v1/changes');
  const isEntry = jsonOf(body)?.type === 'hub.entry-attested';
  const name = String(source ?? '').replace('urn:hub:source:', '');
  return {
    ...state,
    ...(typeof receipt === 'string' && { receipt }),
    ...(typeof dossier === 'number' && { dossier: String(dossier) }),
    ...(isEntry && typeof receipt === 'string' && { entry: `${name} ${String(id)}` }),
    ...(isFeed && typeof cursor === 'string' && { cursor }),
  };
}
