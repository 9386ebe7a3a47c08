import type { Authorised } from './authorised-fetch.ts';
import { demanded, HubProblem, readBody } from './problem.ts';
import { type Retrying, retried } from './retry.ts';

export interface Asked {
  /** What is undefined or null is left out. */
  readonly query?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Makes it a POST: of a search, which changes nothing. */
  readonly body?: object | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks what may be asked again. Throws a `HubProblem` where the hub refuses or does not answer. */
export type Ask = <Body>(path: string, asked: Asked) => Promise<Body>;

export function askThrough(authorised: Authorised, options: Retrying): Ask {
  return <Body>(path: string, { query = {}, headers, body, signal }: Asked) => {
    const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const sent = new Headers(headers);
    if (body !== undefined) sent.set('content-type', 'application/json');
    return retried(options, signal, async () => {
      const init = { ...posted, headers: sent, ...(signal !== undefined && { signal }) };
      const answer = await authorised(withQuery(path, query), init);
      return demanded<Body>(answer, await readBody(answer, signal));
    });
  };
}

function withQuery(path: string, query: object): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null) said.set(name, String(value));
  return said.size === 0 ? path : `${path}?${said}`;
}

/** Null where there is nothing, or nothing for this reader: the hub tells the two apart to nobody. */
export async function orNull<Body>(asked: Promise<Body>): Promise<Body | null> {
  try {
    return await asked;
  } catch (problem) {
    if (problem instanceof HubProblem && problem.status === 404) return null;
    throw problem;
  }
}
