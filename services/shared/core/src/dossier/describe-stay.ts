import { daysBetween } from '../calendar.ts';
import { anomaly } from './anomaly.ts';
import { regimeOf } from './authority.ts';
import { beyond, type Decision } from './decisions.ts';
import { type Lasting, stayRole } from './event-kinds.ts';
import { compareOnTimeLine, isSame, merged, refOf, refs } from './fact-refs.ts';
import { byType, compareText, type Fact, type FactsByType, factsOf, groupBy } from './facts.ts';
import { after, gather, gatherList, type Noted, noted } from './noted.ts';
import type { Exit, FactRef, FieldValue, Interruption, Module, Period, Stay, StayState } from './record.ts';
import { type FoldContext, resolve, resolveEach, resolveOnly } from './resolve.ts';
import type { StayGroup } from './stays.ts';

/** Resolves the fields of one stay and says its state (rules.md, Stays). `isLast`: no other stay was entered after it. */
export function describeStay(context: FoldContext, group: StayGroup, isLast: boolean): Noted<Stay> {
  const { previousExit } = group;
  const facts = byType(group.others.filter((fact) => !fillsModule(fact)));
  const fields = gather({
    resumptions: resolveEach(context, factsOf(facts, 'resumption-attested'), () => previousExit, dayOfFact),
    entry: resolveOnly(context, group.entries, () => previousExit, dayOfFact),
    absence: resolveOnly(context, factsOf(facts, 'absent-at-entry'), () => previousExit, dayOfFact),
    exit: exitOf(context, group.exits, previousExit),
    abandonment: resolveOnly(context, group.abandonments, () => previousExit, dayOfFact),
  });
  const { resumptions, absence, exit } = fields.value;
  const isAbsent = absence !== null && absenceStands(fields.value.entry, absence);
  const entry = disputedEntry(context, group, fields.value.entry, absence, isAbsent);
  const abandonment = refutedAbandonment(context, group, fields.value.abandonment);
  const isRefuted = abandonment.value?.standing === 'contested';
  const hasLeft = exit !== null || (abandonment.value !== null && (!isRefuted || !isLast));
  const interruptions = interruptionsOf(context, facts, group, entry.value);
  const modules = modulesOf(context, group);
  return after(
    {
      key: group.key,
      state: stateOfStay(hasLeft, isAbsent, entry.value !== null, interruptions.value),
      provisional: hasLeft && exit === null,
      regime: regimeOf(context.authority, group.opener, previousExit),
      entry: entry.value,
      absence,
      exit,
      abandonment: abandonment.value,
      modules: modules.value,
      interruptions: interruptions.value,
      resumptions,
    },
    fields,
    entry,
    abandonment,
    interruptions,
    modules,
  );
}

export function dayOfFact({ effectiveDate }: Fact): string {
  return effectiveDate ?? '';
}

/** Modules have fields of their own for some events; any other fact that names a module is the stay's. */
function fillsModule(fact: Fact): boolean {
  return fact.data.module !== undefined && stayRole(fact.type)?.byModule === true;
}

function exitOf(
  context: FoldContext,
  exits: readonly Fact<'exit-declared'>[],
  previousExit: string | null,
): Noted<Exit | null> {
  if (exits.length === 0) return noted(null);
  const exit = resolve(context, exits, previousExit, dayOfFact);
  const decided = exits.find((fact) => isSame(refOf(fact), exit.value));
  return after({ ...exit.value, kind: decided?.data.kind ?? 'other' }, exit);
}

/**
 * An authoritative entry beats any absence; an unconfirmed entry does not beat an authoritative absence. Between equals an
 * entry on or after the absence lifts it, and an absence after the entry does not undo it (rules.md, Stays).
 */
function absenceStands(entry: FieldValue<string> | null, absence: FieldValue<string>): boolean {
  return entry === null || (entry.standing !== 'authoritative' && absence.standing === 'authoritative');
}

/** The entry with what confirms and what contests it: an absence, and entries reported for after the stay was closed. */
function disputedEntry(
  context: FoldContext,
  group: StayGroup,
  entry: FieldValue<string> | null,
  absence: FieldValue<string> | null,
  isAbsent: boolean,
): Noted<FieldValue<string> | null> {
  if (entry === null || (absence === null && group.entriesAfterClose.length === 0)) return noted(entry);
  const isOther = ({ source }: FactRef) => source !== entry.source;
  const absences = group.others.filter(isWholeAbsence);
  const agreeing = group.entriesAfterClose.filter((fact) => dayOfFact(fact) === entry.value);
  const disputing = group.entriesAfterClose.filter((fact) => dayOfFact(fact) !== entry.value);
  const isDisputed = isAbsent || disputing.length > 0;
  // An absence on or after the entry contests it, though it does not undo it.
  const beside = !isDisputed && absence !== null && entry.value <= absence.value && isOther(absence) ? [absence] : [];
  const against = refs([...(isAbsent ? absences : []), ...disputing]).filter(isOther);
  const contested = (facts: readonly Fact[]) => anomaly(context, 'contested', refs(facts), { stay: group.key });
  return noted(
    {
      ...entry,
      standing: isDisputed ? 'contested' : entry.standing,
      confirmedBy: merged(entry.confirmedBy, refs(agreeing).filter(isOther)),
      contestedBy: merged(entry.contestedBy, isDisputed ? against : beside),
    },
    [
      ...(disputing.length > 0
        ? contested([...group.entries, ...disputing, ...group.exits, ...group.abandonments])
        : []),
      ...(isAbsent || beside.length > 0 ? contested([...group.entries, ...absences]) : []),
    ],
    [...beyond(entry, refs(disputing), 'closed-stay'), ...overAbsence(entry, absence, isAbsent)],
  );
}

/** Which of the two stood against the other, and why. */
function overAbsence(
  entry: FieldValue<string>,
  absence: FieldValue<string> | null,
  isAbsent: boolean,
): readonly Decision[] {
  if (absence === null) return [];
  const [chosen, lost] = isAbsent ? [absence, entry] : [entry, absence];
  const isDecided = chosen.standing === 'authoritative' && lost.standing !== 'authoritative';
  return beyond(chosen, [lost], isDecided ? 'authority' : 'entered');
}

function isWholeAbsence(fact: Fact): boolean {
  return fact.type === 'absent-at-entry' && fact.data.module === undefined;
}

/** The abandonment, contested where attendance or a resumption dated later re-opens the stay. */
function refutedAbandonment(
  context: FoldContext,
  group: StayGroup,
  abandonment: FieldValue<string> | null,
): Noted<FieldValue<string> | null> {
  if (abandonment === null) return noted(null);
  const refuting = group.others.filter((fact) => refutes(fact, abandonment.value));
  if (refuting.length === 0) return noted(abandonment);
  return noted(
    { ...abandonment, standing: 'contested', contestedBy: merged(abandonment.contestedBy, refs(refuting)) },
    anomaly(context, 'contested', refs([...group.abandonments, ...refuting]), { stay: group.key }),
  );
}

/**
 * A month's attendance is reported once at its end, so hours of the month of the abandonment itself say nothing; a complete
 * month does, but for that of a module, which may have ended before (rules.md, Stays).
 */
function refutes(fact: Fact, abandonedOn: string): boolean {
  const isLater = (fact.effectiveDate ?? '') > abandonedOn;
  if (fact.type === 'resumption-attested') return isLater;
  if (fact.type !== 'attendance-reported') return false;
  const { month, complete, hours, module } = fact.data;
  if (month === abandonedOn.slice(0, 7)) return complete === true && module === undefined && isLater;
  return month > abandonedOn.slice(0, 7) && hours !== 0;
}

function stateOfStay(
  hasLeft: boolean,
  isAbsent: boolean,
  hasEntered: boolean,
  interruptions: readonly Interruption[],
): StayState {
  if (hasLeft) return 'exited';
  if (isAbsent) return 'absent-at-entry';
  if (!hasEntered) return 'expected';
  return interruptions.some(({ changesState, resumedOn }) => changesState && resumedOn === null)
    ? 'interrupted'
    : 'entered';
}

/**
 * Observed interruptions and suspensions, by kind and `from`; a resumption, also one with the next module, closes those that
 * began on or before its day. What ended before the entry interrupted nothing.
 */
function interruptionsOf(
  context: FoldContext,
  facts: FactsByType,
  { others, previousExit }: StayGroup,
  entry: FieldValue<string> | null,
): Noted<readonly Interruption[]> {
  const observed = periods(context, factsOf(facts, 'interruption-observed'), previousExit);
  const suspended = periods(context, factsOf(facts, 'path-suspended'), previousExit);
  if (observed.value.length + suspended.value.length === 0) return noted([]);
  const resumptions = others
    .filter(({ type }) => type === 'resumption-attested')
    .map(dayOfFact)
    .sort();
  const all = [
    ...observed.value.map((period) => interruption(context, 'observed', period, resumptions)),
    ...suspended.value.map((period) => interruption(context, 'suspended', period, resumptions)),
  ].map((each) => (isBefore(entry, each) ? { ...each, changesState: false } : each));
  const sorted = all.sort((a, b) => compareOnTimeLine(a.period, b.period) || compareText(a.kind, b.kind));
  return after(sorted, observed, suspended);
}

function isBefore(entry: FieldValue<string> | null, { period }: Interruption): boolean {
  return entry !== null && period.value.to !== null && period.value.to < entry.value;
}

/** One value per `from`. */
export function periods(
  context: FoldContext,
  facts: readonly Fact<Lasting>[],
  previousExit: string | null,
): Noted<readonly FieldValue<Period>[]> {
  return resolveEach(
    context,
    facts,
    () => previousExit,
    ({ data }) => ({ from: data.from, to: data.to ?? null }),
  );
}

function interruption(
  context: FoldContext,
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
    changesState: kind === 'suspended' || days === null || days > context.rules.interruptionDaysMax,
    resumedOn: resumptions.find((resumption) => resumption >= from) ?? null,
  };
}

/** Facts that name a module fill the stay's modules. */
function modulesOf(context: FoldContext, group: StayGroup): Noted<readonly Module[]> {
  const named = group.others.filter(fillsModule);
  if (named.length === 0) return noted([]);
  const byModule = groupBy(named, (fact) => fact.data.module ?? '');
  return gatherList(
    [...byModule.keys()]
      .sort(compareText)
      .map((module) => moduleOf(context, module, byType(byModule.get(module) ?? []), group.previousExit)),
  );
}

function moduleOf(
  context: FoldContext,
  module: string,
  facts: FactsByType,
  previousExit: string | null,
): Noted<Module> {
  const resumptions = resolveEach(context, factsOf(facts, 'resumption-attested'), () => previousExit, dayOfFact);
  const fields = gather({
    entry: resolveOnly(context, factsOf(facts, 'entry-attested'), () => previousExit, dayOfFact),
    absence: resolveOnly(context, factsOf(facts, 'absent-at-entry'), () => previousExit, dayOfFact),
    resumption: after(resumptions.value.at(-1) ?? null, resumptions),
    exit: exitOf(context, factsOf(facts, 'exit-declared'), previousExit),
    abandonment: resolveOnly(context, factsOf(facts, 'abandonment-declared'), () => previousExit, dayOfFact),
    assessment: resolveOnly(
      context,
      factsOf(facts, 'assessment-recorded'),
      () => previousExit,
      ({ data }) => data.result,
    ),
  });
  return after({ module, ...fields.value }, fields);
}
