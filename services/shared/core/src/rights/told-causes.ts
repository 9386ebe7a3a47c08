import { catalogueEntry, type EventName, type Topic } from '@hub/contracts';
import type { Sight } from './decide.ts';
import type { Category } from './rights.ts';

/** Causes of the feed that are no event. */
export const otherCauses = ['sight', 'rules', 'out-of-sight'] as const;
export type Cause = EventName | (typeof otherCauses)[number];

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
  // Whoever is to pay is told so.
  'remuneration-set': ['amounts', 'hours'],
  'training-cost-declared': ['amounts'],
};

function categoriesOf(event: EventName): readonly Category[] {
  return byEvent[event] ?? byTopic[catalogueEntry(event).topic];
}

/**
 * What of the causes for which a dossier was raised one reader may be told (rules.md, Changes). `raised`: each
 * `<event>@<organisation that reported it>`, `sight@<SIRET, or * for all>` or `rules@*`. Empty: the reader is told nothing. Who
 * sees its own facts alone is told of these and of new rules, and of nothing that others did.
 */
export function toldCauses(raised: readonly string[], sight: Sight, siret: string): readonly Cause[] {
  const told = raised.filter((cause) => isTold(cause, sight, siret)).map((cause) => partsOf(cause)[0]);
  return [...new Set(told)].sort();
}

function isTold(cause: string, { described, categories, own }: Sight, siret: string): boolean {
  const [what, of] = partsOf(cause);
  if (what === 'rules') return true;
  const isOwn = of === siret;
  // A registrar is named by its SIREN.
  if (what === 'sight') return isOwn || of === siret.slice(0, 9) || (of === '*' && described !== 'own');
  if (what === 'out-of-sight') return false;
  const needed = categoriesOf(what);
  const opens = (open: readonly Category[]) => needed.some((category) => open.includes(category));
  return (isOwn && opens(own)) || (described !== 'own' && opens(categories));
}

function partsOf(cause: string): readonly [Cause, string] {
  const at = cause.indexOf('@');
  return [cause.slice(0, at) as Cause, cause.slice(at + 1)];
}
