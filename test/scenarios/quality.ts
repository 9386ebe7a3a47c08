import type { HubClient, Receipt } from '@hub/client';
import { eventually } from '../support/eventually.ts';
import type { ScenarioHub } from '../support/scenario-hub.ts';
import { cloudEvent, partnerOf } from './cloud-events.ts';
import { newPerson, type Person } from './people.ts';
import type { Life } from './quality-lives.ts';
import { accepted } from './report-and-read.ts';
import type { ReportedEvent } from './scenario.ts';

interface Listed {
  readonly dossier: number;
  readonly severity: string;
  readonly facts: readonly { readonly source: string; readonly eventId?: string }[];
  readonly about: Readonly<Record<string, string | number>>;
  readonly sentence: string;
  readonly remedy: string;
}

export interface ListedAnomaly extends Listed {
  readonly code: string;
}

export interface ListedExpectation extends Listed {
  readonly what: string;
  readonly since: string | null;
  readonly dueBy: string | null;
}

/** A life that was reported, with names of its own for the sessions and files that it spoke of. */
export interface ReportedLife {
  readonly dossier: number;
  readonly receipts: readonly Receipt[];
  named(about: Life['about']): Life['about'];
}

let lives = 0;

/** Reports a life about somebody new, in its order, each event as its partner. */
export async function reportLife(hub: ScenarioHub, { events, of = events.length - 1 }: Life): Promise<ReportedLife> {
  lives += 1;
  const references: Readonly<Record<string, string>> = {
    S: `session:eos:Q${lives}S`,
    A: `session:eos:Q${lives}A`,
    B: `session:eos:Q${lives}B`,
    F: `file:eos:Q${lives}`,
  };
  const person = newPerson();
  const receipts: Receipt[] = [];
  for (const reported of events) {
    const training = (reported.training ?? ['S']).map((name) => references[name] ?? name);
    receipts.push(await accepted(hub, partnerOf(reported.source), eventOf({ ...reported, training }, person)));
  }
  return {
    dossier: receipts[of]?.dossier ?? 0,
    receipts,
    named: (about = {}) =>
      Object.fromEntries(Object.entries(about).map(([name, value]) => [name, references[value] ?? value])),
  };
}

function eventOf(reported: ReportedEvent, person: Person): object {
  const event = cloudEvent(reported, person) as { readonly data: { readonly trainee?: object } };
  const { trainee, ...data } = event.data;
  if (trainee === undefined) return { ...event, data };
  const sex = person.nir.startsWith('1') ? 'female' : 'male';
  return { ...event, data: { trainee: reported.trainee === undefined ? trainee : { ...trainee, sex }, ...data } };
}

/** The whole list, page by page, at least as new as the receipts. */
export async function listed<Item>(
  client: HubClient,
  path: string,
  receipts: readonly Receipt[] = [],
): Promise<Item[]> {
  const headers: Record<string, string> = { 'hub-agent': 'scenarios', 'hub-purpose': 'data-quality' };
  if (receipts.length > 0) headers['hub-at-least'] = receipts.map(({ receipt }) => receipt).join(', ');
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const url: string = next === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${next}`;
    const page = await eventually(
      async () => {
        const response = await client.fetch(url, { headers });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text}`);
        return JSON.parse(text) as { items: Item[]; next: string | null };
      },
      { timeoutMs: 40_000, everyMs: 100 },
    );
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}
