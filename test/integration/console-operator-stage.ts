import { join } from 'node:path';
import { type EventLog, encodeLogEvent } from '@hub/core';
import { issueToken, loadSigningSecrets } from '@hub/platform';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { newPerson } from '../scenarios/people.ts';
import { about } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { eventsOnLog } from '../support/log-events.ts';

/** What a page answered. */
export interface Shown {
  readonly status: number;
  readonly html: string;
  /** Where a form led. */
  readonly location: string | null;
}

export interface OperatorStage {
  readonly hub: RunningHub;
  readonly here: HubHere;
  readonly pages: ConsoleHere;
  readonly get: (path: string) => Promise<Shown>;
  readonly post: (path: string, fields?: Readonly<Record<string, string>>) => Promise<Shown>;
  /** Reports events as a demo partner. */
  readonly report: (client: string, ...events: readonly object[]) => Promise<readonly Told[]>;
  close(): Promise<void>;
}

export interface Told {
  readonly receipt: { readonly receipt: string };
}

export const root = '/console/exploitation';
export const operator = visitorOf('operator', { trades: ['operator'], agent: 'p-1', purpose: null });
export const colleague = { ...operator, name: 'Dominique Petit', agent: 'p-2' };

interface StageOptions {
  /** With an epoch of the master key and a pepper more than the first ones, to be rotated to. */
  readonly isRotatable?: boolean;
}

/** A hub with demo partners and a few dossiers, and its pages before an operator. */
export async function operatorStage({ isRotatable = false }: StageOptions = {}): Promise<OperatorStage> {
  const here = await hubHere({ HUB_DEMO: 'partners' });
  const secretsFile = isRotatable ? await rotatableSecrets(here) : join(here.dataDir, 'secrets.json');
  const hub = await here.start({ HUB_SECRETS_FILE: secretsFile });
  const pages = await consoleHere(hub, secretsFile);
  pages.become(operator);
  const shown = async (path: string, fields?: Readonly<Record<string, string>>): Promise<Shown> => {
    const sent = fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) };
    const answer = await fetch(`${pages.url}${path}`, { redirect: 'manual', ...sent });
    return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
  };
  const secrets = await loadSigningSecrets(secretsFile);
  return {
    ...{ here, hub, pages },
    get: (path) => shown(path),
    post: (path, fields = {}) => shown(path, fields),
    report: async (client, ...events) => {
      const authorization = `Bearer ${await issueToken(secrets, client)}`;
      const headers = { authorization, 'content-type': 'application/cloudevents-batch+json' };
      const answer = await fetch(`${hub.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
      const { results } = (await answer.json()) as { readonly results: readonly Told[] };
      return results;
    },
    close: async () => {
      await pages.close();
      await hub.close();
      await here.close();
    },
  };
}

async function rotatableSecrets({ dataDir, command }: HubHere): Promise<string> {
  const [first, second, third] = [1, 2, 3].map((step) => join(dataDir, `secrets-${step}.json`)) as [
    string,
    string,
    string,
  ];
  await command(['secrets', 'create', '--file', first]);
  await command(['secrets', 'change', '--to', second, '--new-kek'], { HUB_SECRETS_FILE: first });
  await command(['secrets', 'change', '--to', third, '--new-pepper'], { HUB_SECRETS_FILE: second });
  return third;
}

/** The hub's own id of a person. */
export async function traineeOf({ pages }: OperatorStage, nir: string): Promise<string> {
  const cdc = visitorOf('cdc', { purpose: 'control' });
  return eventually(async () => {
    const path = '/v1/training-paths/search';
    const { trainees } = await pages.api.ask<{ readonly trainees: readonly string[] }>(cdc, path, { body: { nir } });
    const [trainee] = trainees;
    if (trainee === undefined) throw new Error('The hub does not know this person yet.');
    return trainee;
  });
}

/** Persons who were positioned and have entered, each in a dossier. */
export async function lives(stage: OperatorStage, many: number): Promise<readonly Told[]> {
  const people = Array.from({ length: many }, newPerson);
  const told = await stage.report('kairos', ...people.map(({ nir }, n) => about(positioned(`p-${n}`), { nir })));
  await stage.report('eos', ...people.map(({ nir }, n) => about(entry('eos', `e-${n}`, '2026-04-01'), { nir })));
  return told;
}

/** Follows a form to the page of its job, until the job has ended. */
export async function ended(stage: OperatorStage, { location, html }: Shown): Promise<Shown> {
  if (location === null) throw new Error(html);
  return eventually(
    async () => {
      const page = await stage.get(location);
      if (!/<strong>(Terminé|Échoué|Annulé)<\/strong>/.test(page.html)) throw new Error(page.html);
      return page;
    },
    { timeoutMs: 30_000, everyMs: 200 },
  );
}

/** A message on the log that nobody can read: it is parked. */
export async function damage(log: EventLog): Promise<void> {
  const [event] = eventsOnLog({ trainees: 1 });
  if (event === undefined) throw new Error('no event');
  await log.append([{ ...encodeLogEvent(event), value: Buffer.from('{') }]);
}
