import { catalogueEntry, type Subject, type Topic } from '@hub/contracts';
import {
  decidedFields,
  describe,
  describeSession,
  describeTrainee,
  envelopeOf,
  eventConcerned,
  type Fact,
  type FactSet,
  type Rules,
  stateOfEvent,
} from '@hub/core';
import {
  decodeFacts,
  leaseKindOf,
  lookForEvents,
  type ParkedEvent,
  pageParked,
  type ReceiptClaims,
  readMessage,
  type SeenEvents,
  type Snapshot,
  type StoredRow,
  selectFacts,
  within,
} from '@hub/platform';
import type { AdminContext } from './admin-frame.ts';
import type { journeyStates } from './journey-schema.ts';
import { shown } from './parked-routes.ts';

/** One event, as asked for. */
export interface NamedEvent {
  readonly source: string;
  readonly id: string;
}

/** What stands of a subject, decoded. */
interface Row {
  readonly subject: Subject;
  readonly key: string;
  readonly trainee: string | null;
  readonly facts: FactSet;
  /** Paths of the record by `source id` of the event that decides them. */
  readonly decided: ReadonlyMap<string, readonly string[]>;
}

interface Place {
  readonly topic: Topic | null;
  readonly slice: number | null;
  readonly offset: number | null;
  readonly receivedAt: string | null;
  readonly partner: string | null;
  readonly organisation: string | null;
}

export interface Step extends NamedEvent {
  readonly type: string | null;
  readonly dossier: number | null;
  readonly log: Place;
  readonly stands: (typeof journeyStates)[number];
  readonly waiting: { projected: number; end: number | null; lagEvents: number | null } | null;
  readonly parked: object | null;
  readonly taken: { version: string; subject: Subject; key: string | null; facts: number } | null;
  readonly fact: ReturnType<typeof stateOfEvent>;
  readonly decides: readonly { readonly subject: Subject; readonly path: string }[];
}

/** Steps, and whom they are about. */
export interface Journey {
  readonly steps: readonly Step[];
  readonly trainee: string | null;
  readonly sameLog: boolean;
}

const logMsMax = 4_000;
const nowhere: Place = { topic: null, slice: null, offset: null, receivedAt: null, partner: null, organisation: null };
const unseen = { type: null, waiting: null, parked: null, taken: null, fact: null, decides: [] } as const;

/** Of the event whose receipt this is. */
export async function journeyOfReceipt(
  context: AdminContext,
  snapshot: Snapshot | null,
  claims: ReceiptClaims,
): Promise<Journey> {
  const { source, id, dossier, trainee, partner, logEpoch } = claims;
  const sameLog = logEpoch === context.logEpoch;
  const place = { ...nowhere, topic: claims.topic, slice: claims.slice, offset: claims.offset, partner };
  const step: Step = { ...unseen, source, id, dossier, log: place, stands: 'unknown' };
  if (snapshot === null || !sameLog) return { steps: [step], trainee, sameLog };
  const seen = await lookForEvents(snapshot, [claims]);
  const parked = seen.parkedAt(claims);
  if (parked !== undefined) return { steps: [await parkedStep(context, parked, step)], trainee, sameLog };
  if (!seen.passed.has(claims)) {
    return { steps: [await waitingStep(context, claims, seen, step)], trainee, sameLog };
  }
  const row = rowsOf(seen.stored, snapshot.rules).find((each) => hasEvent(each, claims));
  return { steps: [row === undefined ? step : visibleStep(snapshot, row, claims, step)], trainee, sameLog };
}

/** Of the events of a dossier, or of one that its source and id name, in a dossier or among what was parked. */
export async function journeysOf(
  context: AdminContext,
  snapshot: Snapshot,
  { named, dossier }: { readonly named: NamedEvent | null; readonly dossier: number | null },
): Promise<Journey> {
  const { client, version, rules } = snapshot;
  const filter = { version: version.version, settled: 'all', ...(named ?? { dossier: dossier ?? 0 }) } as const;
  const parked = await pageParked(client, filter, { limit: stepsMax });
  const stored = await selectFacts(client, version.schemaName, { dossier: dossier === null ? [] : [String(dossier)] });
  const rows = rowsOf(stored, rules);
  const visible = rows.flatMap((row) =>
    namesIn(row)
      .filter((each) => named === null || (each.source === named.source && each.id === named.id))
      .map((each) => {
        const empty: Step = { ...unseen, ...each, dossier, log: nowhere, stands: 'unknown' };
        return visibleStep(snapshot, row, each, empty);
      }),
  );
  const away = parked.map((each) => {
    const event = each.event ?? { source: '', id: '' };
    const step: Step = { ...unseen, ...event, dossier: each.dossier, log: nowhere, stands: 'parked' };
    // A reader of the log for each of many would be too many.
    return parked.length === 1 ? parkedStep(context, each, step) : standingParked(each, step);
  });
  const trainee = rows[0]?.trainee ?? null;
  return { steps: [...(await Promise.all(away)), ...visible], trainee, sameLog: true };
}

export const stepsMax = 100;

function rowsOf(stored: SeenEvents<ReceiptClaims>['stored'], rules: Rules): readonly Row[] {
  const subjects: readonly Subject[] = ['dossier', 'session', 'trainee'];
  return subjects.flatMap((subject) =>
    [...stored[subject]].map(([key, row]: [string, StoredRow]) => {
      const facts = decodeFacts(row.facts);
      return { subject, key, trainee: row.trainee, facts, decided: decidedBy(recordOf(subject, facts, rules, key)) };
    }),
  );
}

function recordOf(subject: Subject, facts: FactSet, rules: Rules, key: string): object {
  switch (subject) {
    case 'dossier':
      return describe(facts, rules);
    case 'session':
      return describeSession(facts, rules);
    case 'trainee':
      return describeTrainee(facts, rules, key);
  }
}

function decidedBy(record: object): ReadonlyMap<string, readonly string[]> {
  const decided = new Map<string, string[]>();
  for (const { field, value } of decidedFields(record)) {
    const key = `${value.source} ${value.eventId}`;
    decided.set(key, [...(decided.get(key) ?? []), field]);
  }
  return decided;
}

/** Each once, whatever variants it has. */
function namesIn({ facts }: Row): readonly NamedEvent[] {
  const names = facts.map(({ source, id }) => ({ source, id }));
  return [...new Map(names.map((each) => [`${each.source} ${each.id}`, each])).values()];
}

function hasEvent({ facts }: Row, { source, id }: NamedEvent): boolean {
  return facts.some((fact) => fact.source === source && fact.id === id);
}

function visibleStep({ version }: Snapshot, row: Row, event: NamedEvent & { content?: string }, step: Step): Step {
  const { subject, key, facts, trainee, decided } = row;
  const fact = facts.find(({ source, id }) => source === event.source && id === event.id) as Fact;
  const { receivedAt, partner, organisation = null, type } = fact;
  const topic = step.log.topic ?? catalogueEntry(eventConcerned(fact)).topic;
  return {
    ...step,
    type,
    stands: 'visible',
    log: { ...step.log, topic, receivedAt, partner, organisation },
    taken: { version: version.version, subject, key: subject === 'trainee' ? null : key, facts: facts.length },
    fact: stateOfEvent({ trainee: trainee ?? '', facts }, event),
    decides: (decided.get(`${event.source} ${event.id}`) ?? []).map((path) => ({ subject, path })),
  };
}

async function parkedStep(context: AdminContext, parked: ParkedEvent, step: Step): Promise<Step> {
  const standing = standingParked(parked, step);
  return { ...standing, ...(await toldAt(context, standing.log)) };
}

function standingParked(parked: ParkedEvent, step: Step): Step {
  const { topic, slice, offset, settled } = parked;
  const log = { ...step.log, topic, slice, offset };
  return { ...step, log, stands: settled === null ? 'parked' : 'settled', parked: shown(parked) };
}

async function waitingStep(
  context: AdminContext,
  claims: ReceiptClaims,
  { progress }: SeenEvents<ReceiptClaims>,
  step: Step,
): Promise<Step> {
  const { topic, slice } = claims;
  const lease = progress.find((each) => each.kind === leaseKindOf(topic) && each.slice === slice);
  if (lease === undefined) return step;
  const projected = lease.offsets[topic] ?? 0;
  const ends = await within(context.log.endOffsets([topic]), logMsMax, () => []).catch(() => []);
  const end = ends.find((each) => each.slice === slice)?.offset ?? null;
  const waiting = { projected, end, lagEvents: end === null ? null : Math.max(0, end - projected) };
  return { ...step, ...(await toldAt(context, step.log)), stands: 'waiting', waiting };
}

/** What the log itself says of the event there, without its data; what it does not answer stays unknown. */
async function toldAt({ log }: AdminContext, place: Place): Promise<Pick<Step, 'type' | 'log'>> {
  const { topic, slice, offset } = place;
  if (topic === null || slice === null || offset === null) return { type: null, log: place };
  const message = await readMessage(log, { topic, slice, offset }, logMsMax).catch(() => null);
  if (message === null) return { type: null, log: place };
  const { type, receivedtime, partner, organisation } = envelopeOf(message);
  const told = {
    ...place,
    receivedAt: textOf(receivedtime),
    partner: textOf(partner) ?? place.partner,
    organisation: textOf(organisation),
  };
  return { type: textOf(type)?.replace(/^hub\./, '') ?? null, log: told };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
