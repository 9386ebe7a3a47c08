import { type HubClient, HubProblem, hubClient } from '@hub/client';
import type { Trial } from '@hub/console';
import { demoPartners, isLoopbackName } from '@hub/platform';
import type { HubConfig } from '../config.ts';
import type { Infrastructure } from './infrastructure.ts';
import type { DemoClient } from './run-file.ts';

type Reach = Pick<HubConfig, 'host' | 'tls' | 'trustedProxies' | 'publicUrl'>;

/** Nobody of another machine may reach this hub. */
export function isForThisMachine({ host, tls, trustedProxies, publicUrl }: Reach): boolean {
  const isHere = isLoopbackName(host) && (publicUrl === undefined || isLoopbackName(new URL(publicUrl).hostname));
  return isHere && tls === undefined && trustedProxies.length === 0;
}

/**
 * What the trial page works with; null where there are no demo partners, or somebody of another machine may reach the hub.
 * Operators of the demo are left out: what they do is no partner's.
 */
export function trialOf(
  config: Reach,
  clients: readonly DemoClient[] | null,
  own: { readonly url: string },
  { dictionary }: Pick<Infrastructure, 'dictionary'>,
): Trial | null {
  if (clients === null || !isForThisMachine(config)) return null;
  const secrets = new Map(clients.map(({ clientId, clientSecret }) => [clientId, clientSecret]));
  const purposes = dictionary.codes.find(({ name }) => name === 'purpose')?.values ?? [];
  const asking = new Map<string, HubClient>();
  return {
    partners: demoPartners.filter(({ kinds }) => !kinds.includes('hub-operator')),
    ruleText: (code) => {
      const { sentence, remedy } = dictionary.rules.get(code) ?? {};
      return sentence === undefined ? null : `${sentence} ${remedy ?? ''}`.trim();
    },
    purposeLabel: (purpose) => purposes.find(({ code }) => code === purpose)?.label ?? purpose,
    url: () => own.url,
    ask: (clientId, path, init) => {
      const clientSecret = secrets.get(clientId) ?? '';
      const client = asking.get(clientId) ?? hubClient({ url: own.url, clientId, clientSecret });
      asking.set(clientId, client);
      return client.fetch(path, init).catch(answerOf);
    },
  };
}

/** What the client says itself, as an answer: the partner gets no token, or nobody answers. */
function answerOf(error: unknown): Response {
  if (!(error instanceof HubProblem)) throw error;
  return Response.json(error, { status: error.status || 503 });
}
