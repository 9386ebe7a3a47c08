import type { Fact } from '../facts.ts';
import { dayTold, periods } from './describe-stay.ts';
import type {
  Absence,
  Attendance,
  DossierRecord,
  FieldValue,
  Financing,
  FinancingLine,
  Hours,
  Plan,
  Quote,
  Remuneration,
} from './record.ts';
import { compareOnTimeLine, explainOver, type Fold, groupBy, lastOfSlots, refs, resolve } from './slots.ts';
import { closingBefore, type StayGroup, stayOn } from './stays.ts';
import { compareText } from './union.ts';

/** Live facts by type, in set order. */
export type ByType = ReadonlyMap<Fact['type'], Fact[]>;
type ClosingOf = (fact: Fact) => string | null;

type Lists = Pick<
  DossierRecord,
  | 'plan'
  | 'absences'
  | 'attendance'
  | 'hours'
  | 'assessment'
  | 'financing'
  | 'remuneration'
  | 'serviceDone'
  | 'quotes'
  | 'skillsProfile'
  | 'certifications'
>;

/** Everything beside attempts and stays; the key of each slot is that of DICTIONARY E.4. */
export function listsOf(fold: Fold, byType: ByType, stays: readonly StayGroup[]): Lists {
  const closing = (fact: Fact) => stayOn(stays, fact.effectiveDate)?.closing ?? null;
  const list = <T>(type: Fact['type'], keyOf: (fact: Fact) => string, read: (fact: Fact) => T) =>
    valuesBySlot(fold, byType.get(type), closing, keyOf, read);
  const only = <T>(type: Fact['type'], read: (fact: Fact) => T) => onlyValue(fold, byType.get(type), closing, read);
  return {
    plan: planOf(fold, byType, closing, stays),
    absences: list('absence-declared', dayTold, absence),
    attendance: list('attendance-reported', ({ data }) => String(data.month), attendance),
    hours: list('hours-realised', ({ data }) => `${data.from} ${data.to}`, hours),
    assessment: assessmentOf(fold, byType.get('assessment-recorded'), stays),
    financing: financingLines(fold, byType, closing),
    remuneration: only('remuneration-set', remuneration),
    serviceDone: only('service-done', ({ data }) => String(data.state)),
    quotes: list('quote-decided', ({ data }) => String(data.quote ?? data.device), quote),
    skillsProfile: only('skills-profile-completed', () => true as const),
    certifications: list('certification-obtained', ({ data }) => `${data.registry}:${data.code}`, certification),
  };
}

function absence(fact: Fact): Absence {
  const { to, justified } = fact.data;
  return { from: dayTold(fact), to: typeof to === 'string' ? to : null, justified: justified === true };
}

function attendance({ data }: Fact): Attendance {
  const hours = typeof data.hours === 'number' ? data.hours : null;
  return { month: String(data.month), hours, complete: data.complete === true };
}

function hours({ data }: Fact): Hours {
  return {
    from: String(data.from),
    to: String(data.to),
    hoursCentre: Number(data.hoursCentre),
    hoursCompany: Number(data.hoursCompany),
  };
}

function remuneration({ data }: Fact): Remuneration {
  return {
    payBody: String(data.payBody),
    payBodySiret: typeof data.payBodySiret === 'string' ? data.payBodySiret : null,
    sent: data.sent === true,
    kind: String(data.kind),
    rhythm: String(data.rhythm),
  };
}

function quote({ data }: Fact): Quote {
  return {
    quote: typeof data.quote === 'string' ? data.quote : null,
    device: String(data.device),
    state: String(data.state),
  };
}

export function certification({ data }: Fact): { registry: string; code: string } {
  return { registry: String(data.registry), code: String(data.code) };
}

/** That of the last stay that has one; those of modules stand with their module, if there is a stay (S1 l247-252). */
function assessmentOf(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  stays: readonly StayGroup[],
): FieldValue<string> | null {
  if (facts === undefined) return null;
  const whole = facts.filter((fact) => fact.data.module === undefined || stays.length === 0);
  const byStay = groupBy(whole, (fact) => stayOn(stays, fact.effectiveDate)?.key ?? '');
  const values = [...byStay.values()].map((slot) =>
    resolve(fold, slot, stayOn(stays, (slot[0] as Fact).effectiveDate)?.closing ?? null, (fact) =>
      String(fact.data.result),
    ),
  );
  return values.sort(compareOnTimeLine).at(-1) ?? null;
}

/** One value per slot key, on the time line. */
export function valuesBySlot<T>(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  closing: ClosingOf,
  keyOf: (fact: Fact) => string,
  read: (fact: Fact) => T,
): FieldValue<T>[] {
  if (facts === undefined || facts.length === 0) return [];
  if (facts.length === 1) return [resolve(fold, facts, closing(facts[0] as Fact), read)];
  const values = [...groupBy(facts, keyOf).values()].map((slot) => resolve(fold, slot, closing(slot[0] as Fact), read));
  return values.length < 2 ? values : values.sort(compareOnTimeLine);
}

/** The value of the one slot of its type. */
export function onlyValue<T>(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  closing: ClosingOf,
  read: (fact: Fact) => T,
): FieldValue<T> | null {
  return facts === undefined ? null : resolve(fold, facts, closing(facts[0] as Fact), read);
}

/**
 * Properties of the path-planned in force, each with its fact. A path-extended moves the planned exit, unless the plan is
 * of a later day; extensions are slots by day, of which the authority's last stands (S0 l102). What was told before an exit
 * is the plan of the stay that it closed: only what was told since the last one is in force.
 */
function planOf(fold: Fold, byType: ByType, closing: ClosingOf, stays: readonly StayGroup[]): Plan | null {
  const interruptions = byType.get('interruption-planned');
  const told = byType.get('path-planned');
  const moves = byType.get('path-extended');
  if (told === undefined && moves === undefined && interruptions === undefined) return null;
  const plan =
    told === undefined
      ? null
      : inForce(fold, told, stays, (facts) => resolve(fold, facts, closing(facts[0] as Fact), ({ data }) => data));
  const extended =
    moves === undefined
      ? null
      : inForce(fold, moves, stays, (facts) =>
          lastOfSlots(fold, facts, valuesBySlot(fold, facts, closing, dayTold, exitPlanned)),
        );
  const exit = property<string>(plan, 'plannedExit');
  const moved = extended !== null && (exit === null || (extended.effectiveDate ?? '') >= (exit.effectiveDate ?? ''));
  return {
    plannedEntry: property(plan, 'plannedEntry'),
    plannedExit: moved ? extended : exit,
    hoursCentre: property(plan, 'hoursCentre'),
    hoursCompany: property(plan, 'hoursCompany'),
    weeklyHours: property(plan, 'weeklyHours'),
    individualised: property(plan, 'individualised'),
    interruptions: periods(fold, interruptions, null),
  };
}

/** What those say that follow the last exit that any of them follows; the others lose. */
function inForce<T>(
  fold: Fold,
  facts: readonly Fact[],
  stays: readonly StayGroup[],
  say: (facts: readonly Fact[]) => FieldValue<T>,
): FieldValue<T> {
  if (facts.length === 1) return say(facts);
  const groups = groupBy(facts, ({ effectiveDate }) => closingBefore(stays, effectiveDate) ?? '');
  const [last, ...before] = [...groups.keys()].sort(compareText).reverse();
  const value = say(groups.get(last as string) ?? []);
  explainOver(fold, value, refs(before.flatMap((exit) => groups.get(exit) ?? [])), 'later-day');
  return value;
}

function exitPlanned(fact: Fact): string {
  return String(fact.data.plannedExit);
}

function property<T>(plan: FieldValue<Fact['data']> | null, name: string): FieldValue<T> | null {
  const value = plan?.value[name];
  return plan === null || value === undefined ? null : { ...plan, value: value as T };
}

/** Engaged and realised of each line, sorted by line (S3 l282-285). */
export function financingLines(fold: Fold, byType: ByType, closing: ClosingOf): DossierRecord['financing'] {
  const engaged = linesOf(byType.get('financing-engaged'));
  const realised = linesOf(byType.get('financing-realised'));
  if (engaged.size + realised.size === 0) return [];
  const lines = [...new Set([...engaged.keys(), ...realised.keys()])].sort(compareText);
  return lines.map(
    (line): FinancingLine => ({
      line,
      engaged: onlyValue(fold, engaged.get(line), closing, financing),
      realised: onlyValue(fold, realised.get(line), closing, financing),
    }),
  );
}

function linesOf(facts: readonly Fact[] | undefined): Map<string, Fact[]> {
  return groupBy(facts ?? [], (fact) => String(fact.data.line));
}

function financing({ data }: Fact): Financing {
  return {
    financerSiret: String(data.financerSiret),
    funding: String(data.funding),
    device: String(data.device),
    from: String(data.from),
    to: typeof data.to === 'string' ? data.to : null,
    amount: typeof data.amount === 'number' ? data.amount : null,
  };
}
