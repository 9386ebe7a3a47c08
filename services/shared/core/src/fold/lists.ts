import type { Fact } from '../facts.ts';
import { compareOnTimeLine } from './attempts.ts';
import { periods } from './describe-stay.ts';
import type { DossierRecord, FieldValue, Financing, FinancingLine, Plan } from './record.ts';
import { type Fold, groupBy, resolve } from './slots.ts';
import { compareText } from './union.ts';

type ByType = ReadonlyMap<Fact['type'], Fact[]>;
type ClosingOf = (fact: Fact) => string | null;

/** One value per slot key, on the time line. */
export function valuesBySlot<T>(
  fold: Fold,
  facts: readonly Fact[] | undefined,
  closing: ClosingOf,
  keyOf: (fact: Fact) => string,
  read: (fact: Fact) => T,
): FieldValue<T>[] {
  if (facts === undefined) return [];
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
 * of a later day; extensions are slots by day, the last on the time line stands (S0 l102).
 */
export function planOf(fold: Fold, byType: ByType, closing: ClosingOf): Plan | null {
  const plans = byType.get('path-planned');
  const extensions = byType.get('path-extended');
  const interruptions = byType.get('interruption-planned');
  if (plans === undefined && extensions === undefined && interruptions === undefined) return null;
  const plan = onlyValue(fold, plans, closing, (fact) => fact.data);
  const extended =
    valuesBySlot(fold, extensions, closing, (fact) => fact.effectiveDate ?? '', exitPlanned).at(-1) ?? null;
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
