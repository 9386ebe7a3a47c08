import { issueToken } from '@hub/platform';
import type { AdminAnswer } from './admin-here.ts';

/** Of a gateway that a test put together: where it answers, and what its tokens are signed with. */
export interface AskedGateway {
  readonly gateway: { readonly url: string };
  readonly secrets: Parameters<typeof issueToken>[0];
}

/** Asks its administration as a client, by a token that is made here; a body makes it a POST. */
export async function askAdminAt<Body>(
  { gateway, secrets }: AskedGateway,
  path: string,
  body: object | undefined,
  as: string,
): Promise<AdminAnswer<Body>> {
  const response = await fetch(`${gateway.url}/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await issueToken(secrets, as)}`,
      'hub-agent': 'agent-1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
