import { daysBetween } from '../calendar.ts';
import type { Fact } from '../facts.ts';
import { regimeOf } from './authority.ts';
import type { Exit, FactRef, FieldValue, Interruption, Module, Period, Stay, StayState } from './record.ts';
import { compareOnTimeLine, explainOver, type Fold, groupBy, merged, note, refs, resolve } from './slots.ts';
import type { StayGroup } from './stays.ts';
import { compareText, factKey } from './union.ts';

/** Resolves the slots of one stay and says its state (DICTIONARY C.2). `isLast`: no other stay was entered after it. */
export function describeStay(fold: Fold, group: StayGroup, isLast: boolean): Stay {
  const byType = groupBy(
    group.others.filter((fact) => !isOfModule(fact)),
    (fact) => fact.type,
  );
  const resumptions = dayValues(fold, byType.get('resumption-attested'), group.closing);
  let entry = group.entries.length === 0 ? null : resolve(fold, group.entries, group.closing, dayTold);
  const absence = dayValue(fold, byType.get('absent-at-entry'), group.closing);
  const exit = exitOf(fold, group.exits, group.closing);
  let abandonment = dayValue(fold, group.abandonments, group.closing);
  const absent = absence !== null && absenceStands(entry, absence);
  if (entry !== null) entry = disputedEntry(fold, group, entry, absence, absent);
  const refuting = abandonment === null ? [] : refutingOf(group, abandonment);
  if (abandonment !== null && refuting.length > 0) {
    abandonment = {
      ...abandonment,
      standing: 'contested',
      contestedBy: merged(abandonment.contestedBy, refs(refuting)),
    };
    note(fold, 'contested', [...group.abandonments, ...refuting], { stay: group.key });
  }
  const left = exit !== null || (abandonment !== null && (refuting.length === 0 || !isLast));
  const interruptions = interruptionsOf(fold, byType, daysResumed(group), group.closing).map((interruption) =>
    isBefore(entry, interruption) ? { ...interruption, changesState: false } : interruption,
  );
  return {
    key: group.key,
    state: stateOf(left, absent, entry !== null, interruptions),
    provisional: left && exit === null,
    regime: regimeOf(fold.authority, group.opener, group.closing),
    entry,
    absence,
    exit,
    abandonment,
    modules: modulesOf(fold, group),
    interruptions,
    resumptions,
  };
}

export function dayTold(fact: Fact): string {
  return fact.effectiveDate ?? '';
}

function dayValue(fold: Fold, facts: readonly Fact[] | undefined, closing: string | null): FieldValue<string> | null {
  return facts === undefined || facts.length === 0 ? null : resolve(fold, facts, closing, dayTold);
}

/** Modules have facts of their own for these; any other fact that names a module is the stay's (DICTIONARY E.4). */
const ofModules: ReadonlySet<string> = new Set([
  'entry-attested',
  'absent-at-entry',
  'resumption-attested',
  'abandonment-declared',
  'exit-declared',
  'assessment-recorded',
]);

function isOfModule(fact: Fact): boolean {
  return fact.data.module !== undefined && ofModules.has(fact.type);
}

/** A resumption with the next module ends an interruption of the stay as any other does (DICTIONARY B). */
function daysResumed(group: StayGroup): readonly string[] {
  return group.others
    .filter(({ type }) => type === 'resumption-attested')
    .map(dayTold)
    .sort();
}

/** One value per day told, on the time line. */
function dayValues(fold: Fold, facts: readonly Fact[] | undefined, closing: string | null): FieldValue<string>[] {
  if (facts === undefined) return [];
  const slots = [...groupBy(facts, dayTold).values()].map((slot) => resolve(fold, slot, closing, dayTold));
  return slots.sort(compareOnTimeLine);
}

function exitOf(fold: Fold, exits: readonly Fact[], closing: string | null): Exit | null {
  if (exits.length === 0) return null;
  const kinds = new Map(exits.map((fact) => [factKey(fact), String(fact.data.kind)]));
  const exit = resolve(fold, exits, closing, dayTold);
  return { ...exit, kind: kinds.get(`${exit.source}/${exit.eventId}`) ?? 'other' };
}

/**
 * An authoritative entry beats any absence; an unconfirmed entry does not beat an authoritative absence. Between equals an
 * entry on or after the absence lifts it, and an absence after the entry does not undo it (DICTIONARY C.2).
 */
function absenceStands(entry: FieldValue<string> | null, absence: FieldValue<string>): boolean {
  return entry === null || (entry.standing !== 'authoritative' && absence.standing === 'authoritative');
}

function disputedEntry(
  fold: Fold,
  group: StayGroup,
  entry: FieldValue<string>,
  absence: FieldValue<string> | null,
  absent: boolean,
): FieldValue<string> {
  if (absence === null && group.disputing.length === 0) return entry;
  const absences = group.others.filter((fact) => fact.type === 'absent-at-entry' && fact.data.module === undefined);
  const agreeing = group.disputing.filter((fact) => dayTold(fact) === entry.value);
  const disputing = group.disputing.filter((fact) => dayTold(fact) !== entry.value);
  if (disputing.length > 0) {
    const disputed = [...group.entries, ...disputing, ...group.exits, ...group.abandonments];
    note(fold, 'contested', disputed, { stay: group.key });
    explainOver(fold, entry, refs(disputing), 'closed-stay');
  }
  if (absence !== null) {
    const [chosen, lost] = absent ? [absence, entry] : [entry, absence];
    explainOver(fold, chosen, [lost], chosen.standing === 'authoritative' ? 'authority' : 'later-day');
  }
  if (absent) note(fold, 'contested', [...group.entries, ...absences], { stay: group.key });
  const isOther = ({ source }: FactRef) => source !== entry.source;
  const confirmed = { ...entry, confirmedBy: merged(entry.confirmedBy, refs(agreeing).filter(isOther)) };
  if (absent || disputing.length > 0) {
    const contesting = refs([...(absent ? absences : []), ...disputing]).filter(isOther);
    return { ...confirmed, standing: 'contested', contestedBy: merged(entry.contestedBy, contesting) };
  }
  if (absence === null || entry.value > absence.value || absence.source === entry.source) return confirmed;
  note(fold, 'contested', [...group.entries, ...absences], { stay: group.key });
  return {
    ...confirmed,
    contestedBy: merged(entry.contestedBy, [{ source: absence.source, eventId: absence.eventId }]),
  };
}

/**
 * Attendance or a resumption dated later re-opens an abandonment (DICTIONARY C.2). A month's attendance is told once at
 * its end, so hours of the month of the abandonment itself say nothing; a complete month does.
 */
function refutingOf(group: StayGroup, abandonment: FieldValue<string>): Fact[] {
  return group.others.filter(({ type, effectiveDate, data }) => {
    if (type === 'resumption-attested') return (effectiveDate ?? '') > abandonment.value;
    if (type !== 'attendance-reported') return false;
    const month = String(data.month);
    if (month === abandonment.value.slice(0, 7))
      return data.complete === true && (effectiveDate ?? '') > abandonment.value;
    return month > abandonment.value.slice(0, 7) && data.hours !== 0;
  });
}

function stateOf(left: boolean, absent: boolean, entered: boolean, interruptions: readonly Interruption[]): StayState {
  if (left) return 'exited';
  if (absent) return 'absent-at-entry';
  if (!entered) return 'expected';
  return interruptions.some((interruption) => interruption.changesState && interruption.resumedOn === null)
    ? 'interrupted'
    : 'entered';
}

/** What ended before the entry interrupted nothing. */
function isBefore(entry: FieldValue<string> | null, { period }: Interruption): boolean {
  return entry !== null && period.value.to !== null && period.value.to < entry.value;
}

/** Observed interruptions and suspensions, by kind and `from`; a resumption closes those that began on or before its day. */
function interruptionsOf(
  fold: Fold,
  byType: ReadonlyMap<string, readonly Fact[]>,
  resumptions: readonly string[],
  closing: string | null,
): Interruption[] {
  const observed = periods(fold, byType.get('interruption-observed'), closing);
  const suspended = periods(fold, byType.get('path-suspended'), closing);
  const all = [
    ...observed.map((period) => interruption(fold, 'observed', period, resumptions)),
    ...suspended.map((period) => interruption(fold, 'suspended', period, resumptions)),
  ];
  return all.length < 2
    ? all
    : all.sort((a, b) => compareOnTimeLine(a.period, b.period) || compareText(a.kind, b.kind));
}

/** One value per `from`. */
export function periods(fold: Fold, facts: readonly Fact[] | undefined, closing: string | null): FieldValue<Period>[] {
  if (facts === undefined) return [];
  const slots = [...groupBy(facts, dayTold).values()].map((slot) => resolve(fold, slot, closing, periodTold));
  return slots.sort(compareOnTimeLine);
}

function periodTold(fact: Fact): Period {
  const { from, to } = fact.data;
  return { from: typeof from === 'string' ? from : dayTold(fact), to: typeof to === 'string' ? to : null };
}

function interruption(
  fold: Fold,
  kind: Interruption['kind'],
  period: FieldValue<Period>,
  resumptions: readonly string[],
): Interruption {
  const { from, to } = period.value;
  const days = to === null ? null : daysBetween(from, to) + 1;
  return {
    kind,
    period,
    days,
    changesState: kind === 'suspended' || days === null || days > fold.rules.interruptionDaysMax,
    resumedOn: resumptions.find((resumption) => resumption >= from) ?? null,
  };
}

/** Facts that name a module fill the stay's modules (DICTIONARY E.4). */
function modulesOf(fold: Fold, group: StayGroup): Module[] {
  const told = group.others.filter(isOfModule);
  if (told.length === 0) return [];
  const modules = [...groupBy(told, (fact) => String(fact.data.module)).entries()].sort(([a], [b]) =>
    compareText(a, b),
  );
  return modules.map(([module, facts]) => {
    const byType = groupBy(facts, (fact) => fact.type);
    const assessments = byType.get('assessment-recorded');
    return {
      module,
      entry: dayValue(fold, byType.get('entry-attested'), group.closing),
      absence: dayValue(fold, byType.get('absent-at-entry'), group.closing),
      resumption: dayValues(fold, byType.get('resumption-attested'), group.closing).at(-1) ?? null,
      exit: exitOf(fold, byType.get('exit-declared') ?? [], group.closing),
      abandonment: dayValue(fold, byType.get('abandonment-declared'), group.closing),
      assessment:
        assessments === undefined
          ? null
          : resolve(fold, assessments, group.closing, (fact) => String(fact.data.result)),
    };
  });
}
