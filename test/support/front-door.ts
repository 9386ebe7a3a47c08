import { readFileSync } from 'node:fs';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** One line of the front door: what begins like this goes to this service. Exact, unless it ends with `*`. */
export interface DoorRule {
  readonly paths: readonly string[] | 'any';
  readonly service: string;
}

export const caddyfile = readFileSync(fileURLToPath(new URL('../../deploy/Caddyfile', import.meta.url)), 'utf8');

/**
 * The rules of a Caddyfile, as Caddy takes them: those with a matcher first, then the one without. Knows `path` matchers
 * and `reverse_proxy`, and throws at anything else, so that no rule is passed over.
 */
export function doorRules(text: string): DoorRule[] {
  const site = /^:8400 \{\n(.*?)^\}/ms.exec(text)?.[1];
  if (site === undefined) throw new Error('The Caddyfile has no site :8400.');
  const matchers = new Map<string, readonly string[]>();
  const rules: DoorRule[] = [];
  for (const line of site.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [word = '', ...rest] = line.split(/\s+/);
    if (word.startsWith('@') && rest[0] === 'path') matchers.set(word, rest.slice(1));
    else if (word === 'reverse_proxy') rules.push(proxyRule(rest, matchers, line));
    else throw new Error(`The front door of the tests does not know: ${line}`);
  }
  return rules.sort((a, b) => Number(a.paths === 'any') - Number(b.paths === 'any'));
}

function proxyRule(words: readonly string[], matchers: ReadonlyMap<string, readonly string[]>, line: string): DoorRule {
  const [matcher, upstream] = words.length === 2 ? words : [undefined, words[0]];
  const paths = matcher === undefined ? 'any' : matchers.get(matcher);
  const service = upstream?.split(':')[0];
  if (paths === undefined || service === undefined) throw new Error(`This rule leads nowhere: ${line}`);
  return { paths, service };
}

/** Whom a request for this path reaches. */
export function serviceFor(rules: readonly DoorRule[], path: string): string | null {
  const isMet = (pattern: string) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);
  return rules.find(({ paths }) => paths === 'any' || paths.some(isMet))?.service ?? null;
}

/** An address that passes each request on by the rules; `urls` says where each service answers. */
export async function openFrontDoor(
  rules: readonly DoorRule[],
  urls: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((incoming, outgoing) => {
    const { url = '/', method, headers } = incoming;
    const service = serviceFor(rules, new URL(url, 'http://door').pathname) ?? '';
    const passed = ask(`${urls[service]}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
