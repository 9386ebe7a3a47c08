import type { EventName } from '@hub/contracts';
import { daysBetween } from '../calendar.ts';
import type { Rules } from '../rules.ts';
import { knownAt } from './as-of.ts';
import { describeJoined } from './describe.ts';
import { compareText, type Fact, type OwnedFacts, sortedOnce } from './facts.ts';
import {
  type DossierRecord,
  endOf,
  type FactRef,
  type FieldValue,
  type Interruption,
  type Period,
  type Standing,
  type Stay,
} from './record.ts';

export const movementKinds = ['entry', 'interruption', 'resumption', 'exit', 'abandonment'] as const;
export type MovementKind = (typeof movementKinds)[number];

export const interruptionWays = ['planned', 'observed', 'suspended'] as const;

/** What happened to a trainee on a day, as a record says it (rules.md, Movements and payments). Days are `YYYY-MM-DD`. */
export interface Movement extends FactRef {
  readonly kind: MovementKind;
  readonly day: string;
  /** Null: of the whole stay. */
  readonly module: string | null;
  /** Of an interruption alone. */
  readonly interruption: {
    readonly way: (typeof interruptionWays)[number];
    /** Its last day; null: open-ended. */
    readonly until: string | null;
    readonly days: number | null;
    /** Of more days than the law lets pass untold (`interruptionDaysMax`), or open-ended. */
    readonly long: boolean;
    readonly changesState: boolean;
  } | null;
  /** Of an exit alone. */
  readonly exitKind: string | null;
  readonly standing: Standing;
  readonly receivedAt: string;
}

/** A movement that the record says, or said for a while. Instants are RFC 3339, UTC. */
export interface ToldMovement extends Movement {
  /** Since when the record says it without a break; of what is taken back, said it last. */
  readonly toldFrom: string;
  /** Null: the record says it. */
  readonly takenBackAt: string | null;
}

/** Events that a movement can be of. */
export const movementEvents: readonly EventName[] = [
  'entry-attested',
  'interruption-planned',
  'interruption-observed',
  'path-suspended',
  'resumption-attested',
  'exit-declared',
  'abandonment-declared',
];

/** The day of the movement that a fact of these events can give. */
export function movementDay(fact: Fact): string | null {
  if (!movementEvents.includes(fact.type)) return null;
  return 'from' in fact.data && typeof fact.data.from === 'string' ? fact.data.from : fact.effectiveDate;
}

/** What a record says to have happened: no entry where an absence stands against it, no abandonment that is refuted. */
export function movementsOf(
  { stays, plan }: Pick<DossierRecord, 'stays' | 'plan'>,
  rules: Pick<Rules, 'interruptionDaysMax'>,
): readonly Movement[] {
  const planned = (plan?.interruptions ?? []).map((period) => interrupted(rules, 'planned', period, false));
  return [...stays.flatMap((stay) => ofStay(rules, stay)), ...planned];
}

function ofStay(rules: Pick<Rules, 'interruptionDaysMax'>, stay: Stay): readonly Movement[] {
  const { state, entry, exit, abandonment, resumptions, interruptions, modules } = stay;
  const hasEntered = state !== 'absent-at-entry';
  const hasAbandoned = abandonment?.standing !== 'contested' || endOf(stay) === abandonment;
  return [
    ...(hasEntered ? moved('entry', entry) : []),
    ...interruptions.map(({ kind, period, changesState }: Interruption) =>
      interrupted(rules, kind, period, changesState),
    ),
    ...resumptions.flatMap((each) => moved('resumption', each)),
    ...moved('exit', exit, null, exit?.kind),
    ...(hasAbandoned ? moved('abandonment', abandonment) : []),
    ...modules.flatMap(({ module, ...own }) => [
      ...moved('entry', own.entry, module),
      ...moved('resumption', own.resumption, module),
      ...moved('exit', own.exit, module, own.exit?.kind),
      ...moved('abandonment', own.abandonment, module),
    ]),
  ];
}

function moved(
  kind: MovementKind,
  field: FieldValue<string> | null,
  module: string | null = null,
  exitKind: string | null = null,
): readonly Movement[] {
  if (field === null) return [];
  const { value, source, eventId, standing, receivedAt } = field;
  return [{ kind, day: value, module, interruption: null, exitKind, standing, receivedAt, source, eventId }];
}

function interrupted(
  { interruptionDaysMax }: Pick<Rules, 'interruptionDaysMax'>,
  way: (typeof interruptionWays)[number],
  period: FieldValue<Period>,
  changesState: boolean,
): Movement {
  const { value, source, eventId, standing, receivedAt } = period;
  const days = value.to === null ? null : daysBetween(value.from, value.to) + 1;
  const long = days === null || days > interruptionDaysMax;
  const interruption = { way, until: value.to, days, long, changesState };
  const fact = { standing, receivedAt, source, eventId };
  return { kind: 'interruption', day: value.from, module: null, interruption, exitKind: null, ...fact };
}

/** Facts described for one dossier in all, so that one that was told a thousand times is looked at less often. */
const describedFactsMax = 20_000;

/**
 * The movements that the dossier's record says, and those that it said after some receipt and says no more: what a look back
 * to each of these moments would show, by the links and rules of now. The oldest moments are passed over where there
 * are too many.
 */
export function toldMovements(dossiers: readonly OwnedFacts[], rules: Rules): readonly ToldMovement[] {
  const [first, ...moments] = momentsOf(dossiers);
  if (first === undefined) return [];
  const saidAt = (moment: string) => {
    const then = dossiers.map((row) => ({ ...row, facts: knownAt(row.facts, moment) }));
    return movementsOf(describeJoined(then, rules), rules);
  };
  // What the first moment looked at says may have been told before.
  const begun = saidAt(first).map((each) => ({ ...each, toldFrom: each.receivedAt, takenBackAt: null }));
  return moments.reduce<readonly ToldMovement[]>((told, moment) => toldThen(told, saidAt(moment), moment), begun);
}

/** What was told up to a moment, as it is told from then on. */
function toldThen(told: readonly ToldMovement[], said: readonly Movement[], moment: string): readonly ToldMovement[] {
  const known = new Map(told.map((each) => [contentOf(each), each]));
  const now = said.map((each): [string, ToldMovement] => {
    const before = known.get(contentOf(each));
    const toldFrom = before?.takenBackAt === null ? before.toldFrom : moment;
    return [contentOf(each), { ...each, toldFrom, takenBackAt: null }];
  });
  const gone = told.map((each): [string, ToldMovement] => [
    contentOf(each),
    { ...each, takenBackAt: each.takenBackAt ?? moment },
  ]);
  return [...new Map([...gone, ...now]).values()];
}

/** When anything was received, from the first movement on. */
function momentsOf(dossiers: readonly OwnedFacts[]): readonly string[] {
  const facts = dossiers.flatMap((row) => row.facts);
  const begun = facts.filter(({ type }) => movementEvents.includes(type)).map(({ receivedAt }) => receivedAt);
  const first = begun.sort(compareText)[0];
  if (first === undefined) return [];
  const moments = sortedOnce(facts.map(({ receivedAt }) => receivedAt)).filter((moment) => moment >= first);
  return moments.slice(-Math.max(1, Math.floor(describedFactsMax / facts.length)));
}

/** Two movements of one content are one, whichever facts say it. */
function contentOf({ kind, day, module, interruption, exitKind }: Movement): string {
  return JSON.stringify([kind, day, module, interruption, exitKind]);
}
