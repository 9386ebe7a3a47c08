import {
  consolePlugin,
  type DescribedApi,
  type HubApi,
  hubApi,
  type SignIn,
  type Trial,
  type Visitor,
} from '@hub/console';
import { buildServer, createMetrics, demoPartners, loadSigningSecrets, localRealm } from '@hub/platform';
import { wholeApi } from '../../services/hub/src/start/hub-server.ts';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { testLogger as logger } from './logger.ts';

export interface ConsoleHere {
  readonly url: string;
  /** Who looks from the next request on; null: nobody. */
  become(visitor: Visitor | null): void;
  readonly api: HubApi;
  close(): Promise<void>;
}

/** Somebody of the organisation of a demo partner. */
export function visitorOf(clientId: string, visitor: Partial<Visitor> = {}): Visitor {
  const { siret, name } = demoPartners.find((each) => each.clientId === clientId) ?? { siret: '', name: '' };
  const purpose = 'funding-follow-up';
  return { name: 'Camille Martin', siret, organisation: name, trades: ['agent'], agent: 'p-1', purpose, ...visitor };
}

export interface AskedHub {
  readonly url: string;
  readonly infrastructure: Pick<RunningHub['infrastructure'], 'dictionary'>;
}

/** The pages before a hub that runs, for a visitor whom the test names: nobody signs in. `secretsFile`: of that hub. */
export async function consoleHere(
  hub: AskedHub,
  secretsFile: string,
  trial: Trial | null = null,
): Promise<ConsoleHere> {
  let visitor: Visitor | null = null;
  const signIn: SignIn = {
    visitorOf: async () => visitor,
    keepPurpose: async (_request, _reply, purpose) => {
      if (visitor !== null) visitor = { ...visitor, purpose };
    },
    formToken: async () => 'form',
    checkForm: async () => {},
    routes: () => {},
  };
  const secrets = await loadSigningSecrets(secretsFile);
  const api = hubApi({ url: () => hub.url, secrets, realm: localRealm });
  const { dictionary } = hub.infrastructure;
  const server = buildServer({ logger, metrics: createMetrics() });
  const describedApi = () => wholeApi() as unknown as DescribedApi;
  await server.register(consolePlugin({ trial, api, dictionary, describedApi, signIn }));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const become = (next: Visitor | null) => {
    visitor = next;
  };
  return { url, api, become, close: () => server.close() };
}
