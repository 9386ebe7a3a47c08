import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { clientOf } from './scenario-hub.ts';

export interface AdminAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface AskingAdmin {
  readonly body?: object;
  /** Default: the operator of the demo. */
  readonly as?: string;
}

/** Asks the administration of a hub of this process; a body makes it a POST. */
export async function askAdminOf<Body = Record<string, unknown>>(
  hub: RunningHub,
  path: string,
  { body, as = 'operator' }: AskingAdmin = {},
): Promise<AdminAnswer<Body>> {
  const answer = await clientOf(hub, as).fetch(`/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'hub-agent': 'agent-1', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

/** By which commands find a hub of this process, and sign in as its operator. */
export function operatorSettings(hub: RunningHub): Readonly<Record<string, string>> {
  const { clientSecret = '' } = hub.clients.find(({ clientId }) => clientId === 'operator') ?? {};
  return { HUB_URL: hub.url, HUB_CLIENT_ID: 'operator', HUB_CLIENT_SECRET: clientSecret };
}
