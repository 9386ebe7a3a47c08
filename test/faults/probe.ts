import { setTimeout as delay } from 'node:timers/promises';
import type { HubClient, Receipt } from '@hub/client';
import { readReceipt, type Secrets } from '@hub/platform';
import type { SimulatedPerson } from '@hub/simulation';
import { type Clients, slices } from './faulted-hub.ts';
import { keyOf, type Ledger } from './ledger.ts';
import { aboutPerson, aboutSession, probeClient, probePerson, sessionsOfEverySlice } from './probe-events.ts';
import { reportOnce } from './reporting.ts';

/** People of whom at least one lies in every slice, and how many there are by now. */
export interface Probed {
  readonly today: string;
  readonly people: readonly SimulatedPerson[];
  /** The next person who is new. */
  next: number;
}

/** Reports people until every slice has one. Throws where 200 do not do. */
export async function findPeople(clients: Clients, secrets: Secrets, ledger: Ledger, today: string): Promise<Probed> {
  const bySlice = new Map<number, SimulatedPerson>();
  let next = 0;
  while (bySlice.size < slices) {
    if (next > 200) throw new Error(`200 people lie in ${bySlice.size} of ${slices} slices only.`);
    const person = probePerson(today, next);
    const event = aboutPerson(person, 'first', `first-${next}`);
    next += 1;
    ledger.sent(probeClient, event);
    const { receipts } = await reportOnce(clients.report(probeClient, 0), ledger, [event], 10_000);
    const receipt = receipts.get(0);
    const claims = receipt === undefined ? null : readReceipt(secrets, receipt.receipt);
    if (claims === null) {
      const rule = ledger.entries.get(keyOf(event))?.refused ?? 'no answer';
      throw new Error(`The hub does not take the first events: ${rule}.`);
    }
    bySlice.set(claims.slice, person);
  }
  return { today, people: [...bySlice.values()], next };
}

/** Between one gateway and one query service; milliseconds of the clock, null until it happened. */
export interface Path {
  readonly gateway: number;
  readonly query: number;
  acceptedAt: number | null;
  visibleAt: number | null;
}

export interface Probing {
  /** Forgets what succeeded so far: only what is begun from now on counts. */
  again(): void;
  readonly paths: readonly Path[];
  stop(): Promise<void>;
}

export interface ProbeOptions {
  readonly round: string;
  readonly clients: Clients;
  readonly ledger: Ledger;
  readonly probed: Probed;
  readonly gateways: number;
  readonly queries: number;
}

const everyMs = 250;
const answerMsMax = 5_000;

/**
 * Four times a second, through every gateway: a batch with a fact for every slice and one about a new person; once all of
 * it is accepted, a read of the new person's dossier through every query service, at least as new as all receipts. A path
 * is open when the answer shows the fact.
 */
export function startProbing(options: ProbeOptions): Probing {
  const stop = new AbortController();
  const under = new Set<Promise<void>>();
  const sessions = sessionsOfEverySlice(options.round, slices);
  const pathsOf = (): Path[] =>
    [...Array(options.gateways).keys()].flatMap((gateway) =>
      [...Array(options.queries).keys()].map((query) => ({ gateway, query, acceptedAt: null, visibleAt: null })),
    );
  let paths = pathsOf();
  let count = 0;
  const attempt = (gateway: number, mine: readonly Path[]) => {
    count += 1;
    const tried = tryOnce(options, sessions, `${options.round}-${count}`, mine);
    under.add(tried);
    tried.finally(() => under.delete(tried));
    return gateway;
  };
  const turns = (async () => {
    while (!stop.signal.aborted) {
      for (let gateway = 0; gateway < options.gateways; gateway += 1) {
        const mine = paths.filter((path) => path.gateway === gateway);
        if (mine.some(({ visibleAt }) => visibleAt === null)) attempt(gateway, mine);
      }
      await delay(everyMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    get paths() {
      return paths;
    },
    again() {
      paths = pathsOf();
    },
    async stop() {
      stop.abort();
      await turns;
      await Promise.all(under);
    },
  };
}

async function tryOnce(
  { round, clients, ledger, probed }: ProbeOptions,
  sessions: readonly string[],
  id: string,
  paths: readonly Path[],
): Promise<void> {
  const newcomer = probePerson(probed.today, probed.next);
  probed.next += 1;
  const events = [
    aboutPerson(newcomer, round, `${id}-new`),
    ...probed.people.map((person, place) => aboutPerson(person, round, `${id}-known-${place}`)),
    ...sessions.map((session, place) => aboutSession(session, `${id}-session-${place}`)),
  ];
  for (const event of events) ledger.sent(probeClient, event);
  const client = clients.report(probeClient, paths[0]?.gateway ?? 0);
  const { receipts } = await reportOnce(client, ledger, events, answerMsMax);
  if (receipts.size < events.length) return;
  for (const path of paths) path.acceptedAt ??= Date.now();
  const [first] = receipts.values();
  const key = keyOf(events[0] as (typeof events)[number]);
  await Promise.all(
    paths.map(async (path) => {
      const shown = await isShown(clients.read('cdc', path.query), key, first as Receipt, [...receipts.values()]);
      if (shown) path.visibleAt ??= Date.now();
    }),
  );
}

async function isShown(
  client: HubClient,
  key: string,
  { dossier }: Receipt,
  receipts: readonly Receipt[],
): Promise<boolean> {
  const headers = {
    'hub-agent': 'faults',
    'hub-purpose': 'control',
    'hub-at-least': receipts.map(({ receipt }) => receipt).join(', '),
  };
  try {
    const signal = AbortSignal.timeout(answerMsMax);
    const answer = await client.fetch(`/v1/dossiers/${dossier}?facts=true`, { headers, signal });
    const body = (await answer.json()) as { facts?: readonly { source: string; id: string }[] };
    return answer.status === 200 && (body.facts ?? []).some((fact) => `${fact.source} ${fact.id}` === key);
  } catch {
    return false;
  }
}
