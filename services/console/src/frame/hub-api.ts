import { issueOrganisationToken, type Problem, type SigningSecrets, type TokenRealm } from '@hub/platform';
import type { HubApi, Question } from './console-context.ts';
import type { Visitor } from './visitor.ts';

/** What the hub refused, or did not say. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

export interface HubApiOptions {
  /** Where the hub answers, known once it listens. */
  readonly url: () => string;
  readonly secrets: Pick<SigningSecrets, 'tokenKey'>;
  readonly realm: TokenRealm;
}

/** Until the answer begins; a file or a stream then takes the time that it takes. */
const askMsMax = 40_000;
const tokenMs = 300_000;
const organisationsMax = 1_000;

export function hubApi({ url, secrets, realm }: HubApiOptions): HubApi {
  const tokens = new Map<string, { readonly value: Promise<string>; readonly renewAtMs: number }>();
  const tokenOf = (siret: string): Promise<string> => {
    const known = tokens.get(siret);
    if (known !== undefined && known.renewAtMs > Date.now()) return known.value;
    if (tokens.size >= organisationsMax) tokens.clear();
    const value = issueOrganisationToken(secrets, siret, { realm });
    tokens.set(siret, { value, renewAtMs: Date.now() + tokenMs });
    value.catch(() => tokens.delete(siret));
    return value;
  };
  const open: HubApi['open'] = async (visitor, path, question = {}) => {
    const answer = await send(`${url()}${path}`, await tokenOf(visitor.siret), visitor, question);
    if (answer.ok) return answer;
    throw new ApiProblem(await problemOf(answer));
  };
  return {
    open,
    async ask<Body>(visitor: Visitor, path: string, question?: Question) {
      const answer = await open(visitor, path, question);
      return (answer.status === 204 ? null : await answer.json()) as Body;
    },
  };
}

function send(address: string, token: string, visitor: Visitor, question: Question): Promise<Response> {
  const { body, purpose = visitor.purpose, query = {}, headers = {} } = question;
  const url = new URL(address);
  for (const [name, value] of Object.entries(query))
    if (value != null && value !== '') url.searchParams.set(name, String(value));
  const sent = {
    authorization: `Bearer ${token}`,
    'hub-agent': visitor.agent,
    ...(purpose !== null && { 'hub-purpose': headerValue(purpose) }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  const waiting = new AbortController();
  const bound = setTimeout(() => waiting.abort(), askMsMax);
  return fetch(url, {
    method: question.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: sent,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: waiting.signal,
  })
    .catch(() => {
      throw new ApiProblem({ type: 'urn:hub:problem:unavailable', title: 'The hub does not answer.', status: 503 });
    })
    .finally(() => clearTimeout(bound));
}

/** Throws 400 for what no header can hold: no hub could know it, and none is away for it. */
function headerValue(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  throw new ApiProblem({
    type: 'urn:hub:problem:request-invalid',
    title: 'The request is not as described.',
    status: 400,
  });
}

async function problemOf(answer: Response): Promise<Problem> {
  const { status } = answer;
  const said = (await answer.json().catch(() => null)) as Problem | null;
  return said ?? { type: 'about:blank', title: answer.statusText, status };
}
