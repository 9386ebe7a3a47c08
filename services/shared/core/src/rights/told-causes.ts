import { catalogueEntry, type EventName, type Topic } from '@hub/contracts';
import { compareText } from '../dossier/facts.ts';
import type { Sight } from './decide.ts';
import type { Category } from './rights.ts';

/** Causes of the feed that are no event: what a reader may see may be other than before; it is read otherwise by new rules. */
export const otherCauses = ['sight', 'rules'] as const;
type OtherCause = (typeof otherCauses)[number];

/** An event that came, under the id that its source gave it; what is taken back has the type of what it was. */
export interface CauseEvent {
  readonly type: EventName;
  readonly source: string;
  readonly id: string;
  /** RFC 3339: when the hub received it. */
  readonly receivedAt: string;
}

/** The last event of each type that came, in the order in which they were received; or why it changed without any. */
export type Causes = readonly CauseEvent[] | OtherCause;

/** A cause as a row of the feed keeps it: an event of one organisation, `sight` of a SIRET or of all (`*`), or `rules`. */
export type RaisedCause = { readonly of: string } & (
  | { readonly what: EventName; readonly event: Omit<CauseEvent, 'type'> }
  | { readonly what: OtherCause; readonly event: null }
);

/** Any of these categories lets a reader be told that an event of the topic came. */
const byTopic: Readonly<Record<Topic, readonly Category[]>> = {
  positioning: ['states'],
  entry: ['states'],
  interruption: ['states'],
  exit: ['states'],
  'follow-up': ['states'],
  financing: ['amounts'],
  employment: ['employment', 'outcome'],
  identity: ['states'],
  offer: ['states'],
  control: [],
};

const byEvent: Readonly<Partial<Record<EventName, readonly Category[]>>> = {
  'situation-declared': ['situation'],
  'attendance-reported': ['hours'],
  'absence-declared': ['hours'],
  'attendance-sheet-signed': ['hours', 'amounts'],
  'hours-realised': ['hours'],
  'host-company-declared': ['hours'],
  // The number is the hub's own word: what it was given for is told by the event that came.
  'dossier-attributed': [],
  // Whoever is to pay is told so.
  'remuneration-set': ['amounts', 'hours'],
  'training-cost-declared': ['amounts'],
};

/** What these say is shown of a dossier that is described as a whole, or of one's own facts. */
const ofWhole: readonly EventName[] = ['adviser-notified', 'skills-profile-completed'];

function categoriesOf(event: EventName): readonly Category[] {
  return byEvent[event] ?? byTopic[catalogueEntry(event).topic];
}

/**
 * What of the causes for which a dossier was raised one reader may be told (rules.md, Changes). Null: the reader is told
 * nothing. Who sees its own facts alone is told of these and of new rules, and of nothing that others did.
 */
export function toldCauses(raised: readonly RaisedCause[], sight: Sight, siret: string): Causes | null {
  const told = raised.filter((cause) => isTold(cause, sight, siret));
  const events = lastEvents(told);
  if (events.length > 0) return events;
  return otherCauses.find((other) => told.some(({ what }) => what === other)) ?? null;
}

/** Of each type the last, whoever reported it. */
export function lastEvents(raised: readonly RaisedCause[]): readonly CauseEvent[] {
  const events = raised.flatMap(({ what, event }) => (event === null ? [] : [{ type: what, ...event }]));
  const inOrder = events.sort((a, b) => compareText(a.receivedAt, b.receivedAt) || compareText(a.type, b.type));
  const last = new Map(inOrder.map((event) => [event.type, event]));
  return inOrder.filter((event) => last.get(event.type) === event);
}

function isTold({ what, of }: RaisedCause, { described, categories, own }: Sight, siret: string): boolean {
  if (what === 'rules') return true;
  const isOwn = of === siret;
  // A registrar is named by its SIREN.
  if (what === 'sight') return isOwn || of === siret.slice(0, 9) || (of === '*' && described !== 'own');
  const needed = categoriesOf(what);
  const opens = (open: readonly Category[]) => needed.some((category) => open.includes(category));
  const isDescribed = ofWhole.includes(what) ? described === 'all' : described !== 'own';
  return (isOwn && opens(own)) || (isDescribed && opens(categories));
}
