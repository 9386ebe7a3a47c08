import { expect } from 'vitest';
import type { Person } from '../scenarios/people.ts';
import type { ScenarioHub } from '../support/scenario-hub.ts';

export const region = 'region-centre-val-de-loire';
export const regionSiret = '99000106700018';

interface Cause {
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly receivedAt: string;
}
export interface Change {
  readonly dossier: number;
  readonly state: 'changed' | 'out-of-sight';
  readonly causes: readonly Cause[] | 'sight' | 'rules';
  readonly sightUntil: string | null;
}
interface Page {
  readonly items: readonly Change[];
  readonly cursor: string;
  readonly more: boolean;
}

/** The types of the events of an item, or why it changed without any. */
export function typesOf(item: Change | undefined): readonly string[] | string | undefined {
  return typeof item?.causes === 'string' ? item.causes : item?.causes.map(({ type }) => type);
}

/** An event as the feed names it. */
export function causeOf({ type, source, id }: ReturnType<typeof event>) {
  return {
    ...{ type: type.slice('hub.'.length), source: source.slice('urn:hub:source:'.length), id },
    receivedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/),
  };
}

let told = 0;

/** An event as a partner tells it; `person`: null for what is of a session. */
export function event(source: string, type: string, person: Person | null, data: Record<string, unknown>) {
  told += 1;
  const trainee = person === null ? {} : { trainee: { nir: source === 'eos' ? person.nirWithKey : person.nir } };
  return {
    specversion: '1.0',
    type: `hub.${type}`,
    source: `urn:hub:source:${source}`,
    id: `change-${told}`,
    recordedtime: new Date().toISOString(),
    data: { ...trainee, ...data },
  };
}

export const session = (number: string) => `session:eos:${number}`;
export const positioned = (person: Person, number: string) =>
  event('kairos', 'candidate-positioned', person, {
    training: [session(number)],
    effectiveDate: '2026-03-20',
    by: 'adviser',
    mode: 'appointment',
    funding: 'prf',
  });
export const entered = (person: Person, number: string) =>
  event('eos', 'entry-attested', person, { training: [session(number)], effectiveDate: '2026-04-01', funding: 'prf' });
export const financed = (person: Person, number: string) =>
  event('region-cvl', 'financing-engaged', person, {
    training: [session(number)],
    ...{ funding: 'prf', line: 'L1', financerSiret: regionSiret, device: 'PRF', from: '2026-04-01', amount: 1000 },
  });

/** A session that the Région finances (code 2 of LHEO), or somebody else. */
export const published = (number: string, financerCode = '2') =>
  event('eos', 'session-published', null, {
    training: [session(number)],
    effectiveDate: '2026-03-01',
    ...{ title: 'Soudeur', start: '2026-04-01', end: '2026-07-31', financerCodes: [financerCode] },
  });

/** What partners do to a hub in these tests. */
export function changesStage(hub: ScenarioHub) {
  async function report(client: string, ...events: readonly object[]): Promise<number> {
    const { results, text } = await hub.report(client, events);
    for (const { status } of results) expect(status, text).toBe('accepted');
    return results.at(-1)?.receipt?.dossier ?? 0;
  }
  async function page(client: string, query: Record<string, string>, purpose = 'funding-follow-up'): Promise<Page> {
    const answer = await hub.client(client).fetch(`/v1/changes?${new URLSearchParams(query)}`, {
      headers: { 'hub-agent': 'follower', 'hub-purpose': purpose },
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return JSON.parse(text) as Page;
  }
  /** Whoever follows a feed: what it was told, and where it is. */
  function follower(client: string, purpose?: string) {
    let cursor: string | undefined;
    const next = async (wait = '0') => {
      const items: Change[] = [];
      for (;;) {
        const got = await page(client, { ...(cursor !== undefined && { cursor }), wait, limit: '7' }, purpose);
        cursor = got.cursor;
        items.push(...got.items);
        if (!got.more) return items;
      }
    };
    return { next, cursor: () => cursor };
  }
  return { report, page, follower, publish: (number: string) => report('eos', published(number)) };
}
