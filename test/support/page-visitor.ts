/** A browser without script: it keeps cookies by host, goes where it is sent, and sends forms. */
export interface PageVisitor {
  readonly cookies: Map<string, string>;
  /** Every address it went to, the first one first. */
  readonly went: string[];
  /** `Set-Cookie` lines that it was given. */
  readonly given: string[];
  get(address: string, headers?: Readonly<Record<string, string>>): Promise<Shown>;
  /** One step: it goes nowhere from there. */
  step(address: string): Promise<Shown>;
  post(
    address: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Shown>;
}

export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const stepsMax = 12;

/** `start`: cookies of another browser, as a thief has them. */
export function pageVisitor(start: ReadonlyMap<string, string> = new Map()): PageVisitor {
  const cookies = new Map(start);
  const went: string[] = [];
  const given: string[] = [];
  const ask = async (url: string, init: RequestInit): Promise<Shown> => {
    went.push(url);
    const { host } = new URL(url);
    const own = [...cookies].filter(([name]) => name.startsWith(`${host} `));
    const cookie = own.map(([name, value]) => `${name.slice(host.length + 1)}=${value}`).join('; ');
    const headers = { ...(cookie !== '' && { cookie }), ...(init.headers as Record<string, string>) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      given.push(line);
      keep(cookies, host, line);
    }
    return { url, status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const follow = async (first: Shown): Promise<Shown> => {
    let shown = first;
    for (let steps = 0; steps < stepsMax; steps += 1) {
      const to = shown.headers.get('location');
      if (to === null) return shown;
      shown = await ask(new URL(to, shown.url).href, {});
    }
    throw new Error('It is sent round and round.');
  };
  return {
    ...{ cookies, went, given },
    get: async (address, headers = {}) => follow(await ask(address, { headers })),
    step: (address) => ask(address, {}),
    post: async (address, fields, headers = { origin: new URL(address).origin }) =>
      follow(await ask(address, { method: 'POST', body: new URLSearchParams(fields), headers })),
  };
}

function keep(cookies: Map<string, string>, host: string, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  const isGone = value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line);
  if (isGone) cookies.delete(`${host} ${name}`);
  else cookies.set(`${host} ${name}`, value);
}

/** At the demo's issuer: chooses the person of this id, and goes back to where it came from. */
export async function chooseDemoPerson(visitor: PageVisitor, choice: Shown, person: string): Promise<Shown> {
  const [, action = ''] = /<form method="post" action="(\/demo-issuer\/personne\/[^"]+)">/.exec(choice.text) ?? [];
  return visitor.post(new URL(action, choice.url).href, { person });
}

/** Signs in there, and goes on to `path`. */
export async function signInAs(visitor: PageVisitor, url: string, person: string, path = '/console'): Promise<Shown> {
  return chooseDemoPerson(visitor, await visitor.get(`${url}${path}`), person);
}

/** The hidden field of the forms of a page. */
export function formTokenIn({ text }: Shown): string {
  return /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';
}

/** Where an agent who has named no purpose yet is led before the page of this path. */
export function purposePage(url: string, path: string): string {
  return `${url}/console/agent/finalite?retour=${encodeURIComponent(path)}`;
}
