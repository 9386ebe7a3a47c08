import type { Receipt } from '@hub/client';
import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { ScenarioHub } from '../support/scenario-hub.ts';
import type { AnsweredDossier } from './expect-answer.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly text: string;
  readonly body: Body & { readonly errors?: readonly { readonly pointer: string; readonly rule: string }[] };
}

/** As the operators of the hub do, in the name of an agent. */
export async function asOperator<Body = Record<string, unknown>>(
  hub: ScenarioHub,
  path: string,
  body?: object,
  { agent = 'agent-1', at = 0, client = 'operator' }: { agent?: string; at?: number; client?: string } = {},
): Promise<Answer<Body>> {
  const response = await hub.client(client, at).fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': agent, 'hub-purpose': 'data-quality' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

export function judge(
  hub: ScenarioHub,
  trainees: readonly string[],
  verdict: 'same' | 'different',
  agent: string,
  at = 0,
) {
  return asOperator<{ state: string; receipts: Receipt[] }>(
    hub,
    '/v1/links/verdicts',
    { trainees, verdict, reason: 'ticket-1' },
    { agent, at },
  );
}

export interface PathBody {
  readonly trainees: readonly string[];
  readonly dossiers: readonly AnsweredDossier[];
  readonly identity?: { readonly birthName?: string };
}

/** As the authority sees it. */
export async function pathOf(hub: ScenarioHub, by: object): Promise<PathBody> {
  const response = await hub.client('cdc').fetch('/v1/training-paths/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': 'persons', 'hub-purpose': 'control' },
    body: JSON.stringify(by),
  });
  const body = await response.json();
  if (response.status !== 200) throw new Error(`path: ${response.status} ${JSON.stringify(body)}`);
  return body as PathBody;
}

/** The one trainee of an identifier, once it is visible. */
export async function traineeOf(hub: ScenarioHub, by: object): Promise<string> {
  return eventually(async () => {
    const { trainees } = await pathOf(hub, by);
    expect(trainees).toHaveLength(1);
    return trainees[0] as string;
  });
}

export const rulesOf = ({ status, body }: Answer<unknown>) => [status, ...(body.errors ?? []).map(({ rule }) => rule)];
