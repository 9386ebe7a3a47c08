import { setImmediate } from 'node:timers/promises';
import { type Anomaly, describe, describeTrainee, type FactSet, type Rules, stateOfEvent } from '@hub/core';
import {
  decodeFacts,
  lookForEvents,
  type Partner,
  type ReceiptClaims,
  type SeenEvents,
  type StoredRow,
  withSnapshot,
} from '@hub/platform';
import { explained, type QueryContext } from '../http/context.ts';
import { ownFacts, ownFactsBeside } from '../reading/own-facts.ts';

/** What a receipt answers, beside what it names. */
export type EventPlace =
  | { readonly state: 'logged'; readonly fact: null; readonly anomalies: readonly [] }
  | { readonly state: 'parked'; readonly reason: string; readonly fact: null; readonly anomalies: readonly [] }
  | {
      readonly state: 'visible';
      readonly fact: ReturnType<typeof stateOfEvent>;
      readonly anomalies: readonly object[];
    };

const logged: EventPlace = { state: 'logged', fact: null, anomalies: [] };

/** Between two turns of the process for others. */
const receiptsAtOnce = 20;

/** Where the events of these receipts of one partner are, in their order: by the same few statements, however many they are. */
export async function whereEventsAre(
  context: QueryContext,
  partner: Partner,
  claims: readonly ReceiptClaims[],
): Promise<readonly EventPlace[]> {
  if (claims.length === 0) return [];
  const seen = await withSnapshot(context.pool, async (snapshot) =>
    snapshot === null ? null : lookForEvents(snapshot, claims),
  );
  if (seen === null) return claims.map(() => logged);
  const subjects = subjectsOf(seen, partner);
  const places: EventPlace[] = [];
  for (const each of claims) {
    if (places.length % receiptsAtOnce === receiptsAtOnce - 1) await setImmediate();
    places.push(placeOf(context, each, seen, subjects));
  }
  return places;
}

type Seen = SeenEvents<ReceiptClaims>;

/** What events are about, with what is described of it; each is decoded and described once. */
interface Subjects {
  readonly dossier: (number: number | null) => Subject;
  readonly trainee: (id: string | null) => Subject;
  readonly session: (reference: string | undefined) => Subject;
}

interface Subject {
  readonly facts: FactSet;
  readonly anomalies: readonly Anomaly[];
}

const nothing: Subject = { facts: [], anomalies: [] };

/**
 * Of what the events are about, what their partner's organisation reported: what others say of it, and whether they do, is
 * not for who holds a receipt. Sessions are for everybody.
 */
function subjectsOf({ stored, rules }: Seen, { siret, clientId }: Partner): Subjects {
  // Facts of before organisations were stamped are their partner's.
  const stamped = ({ facts }: StoredRow) =>
    decodeFacts(facts).map((fact) =>
      fact.organisation === undefined && fact.partner === clientId ? { ...fact, organisation: siret } : fact,
    );
  const dossier = described(stored.dossier, (row) => ofDossier(ownFacts(stamped(row), siret), rules));
  const trainee = described(stored.trainee, (row, id) => ofTrainee(ownFactsBeside(stamped(row), siret), rules, id));
  const session = described(stored.session, ({ facts }) => ({ facts: decodeFacts(facts), anomalies: [] }));
  return { dossier: (number) => dossier(number?.toString()), trainee: (id) => trainee(id ?? undefined), session };
}

function described(
  rows: ReadonlyMap<string, StoredRow>,
  describeOne: (row: StoredRow, key: string) => Subject,
): (key: string | undefined) => Subject {
  const known = new Map<string, Subject>();
  return (key) => {
    const row = key === undefined ? undefined : rows.get(key);
    if (key === undefined || row === undefined) return nothing;
    const subject = known.get(key) ?? describeOne(row, key);
    known.set(key, subject);
    return subject;
  };
}

function ofDossier(facts: FactSet, rules: Rules): Subject {
  return { facts, anomalies: facts.length === 0 ? [] : describe(facts, rules).anomalies };
}

function ofTrainee(facts: FactSet, rules: Rules, id: string): Subject {
  return { facts, anomalies: facts.length === 0 ? [] : describeTrainee(facts, rules, id).anomalies };
}

function placeOf(context: QueryContext, claims: ReceiptClaims, seen: Seen, subjects: Subjects): EventPlace {
  if (!seen.passed.has(claims)) return logged;
  const parked = seen.parkedAt(claims);
  if (parked !== undefined) return { state: 'parked', reason: parked.reason, fact: null, anomalies: [] };
  const { source, id, trainee } = claims;
  const about = [subjects.dossier(claims.dossier), subjects.trainee(trainee), subjects.session(claims.session)];
  const states = about.map(({ facts }) => stateOfEvent({ trainee: trainee ?? '', facts }, claims));
  const anomalies = about
    .flatMap((subject) => subject.anomalies)
    .filter(
      ({ code, facts }) =>
        code !== 'identity-conflict' && facts.some((fact) => fact.source === source && fact.eventId === id),
    );
  return {
    state: 'visible',
    fact: states.find((state) => state !== null) ?? null,
    anomalies: anomalies.map((anomaly) => explained(context, anomaly)),
  };
}
