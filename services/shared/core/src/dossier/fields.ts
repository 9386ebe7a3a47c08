import { beyond } from './decisions.ts';
import { periods } from './describe-stay.ts';
import { fieldKey } from './event-kinds.ts';
import { compareOnTimeLine, refs } from './fact-refs.ts';
import { compareText, type Fact, type FactsByType, factsOf, groupBy } from './facts.ts';
import { invoicesOf, paperOf } from './invoices.ts';
import { after, gather, gatherList, type Noted, noted } from './noted.ts';
import { quotesOf } from './quotes.ts';
import type {
  Attendance,
  DossierRecord,
  FieldValue,
  Financing,
  FinancingLine,
  HostCompany,
  Hours,
  Plan,
  Remuneration,
  WholePathPlan,
} from './record.ts';
import { type FoldContext, resolve, resolveEach, resolveLast, resolveOnly, yes } from './resolve.ts';
import { previousExitOn, type StayGroup, stayOfFact, stayOn } from './stays.ts';

export type Fields = Pick<
  DossierRecord,
  | 'plan'
  | 'wholePath'
  | 'absences'
  | 'attendance'
  | 'hours'
  | 'hostCompanies'
  | 'assessment'
  | 'financing'
  | 'remuneration'
  | 'serviceDone'
  | 'costs'
  | 'quotes'
  | 'attendanceSheets'
  | 'invoices'
  | 'notifications'
  | 'skillsProfile'
  | 'certifications'
>;

/** Everything of a record beside attempts and stays. */
export function fieldsOf(context: FoldContext, facts: FactsByType, stays: readonly StayGroup[]): Noted<Fields> {
  const previousExitOf = (fact: Fact) => stayOfFact(stays, fact)?.previousExit ?? null;
  const list = <T, F extends Fact>(own: readonly F[], read: (fact: F) => T) =>
    resolveEach(context, own, previousExitOf, read);
  const only = <T, F extends Fact>(own: readonly F[], read: (fact: F) => T) =>
    resolveOnly(context, own, previousExitOf, read);
  return gather({
    plan: planOf(context, facts, stays),
    wholePath: wholePathOf(context, facts, stays),
    absences: list(factsOf(facts, 'absence-declared'), absence),
    attendance: attendanceOfStays(context, factsOf(facts, 'attendance-reported'), stays),
    hours: list(factsOf(facts, 'hours-realised'), hours),
    hostCompanies: list(factsOf(facts, 'host-company-declared'), hostCompany),
    assessment: assessmentOf(context, factsOf(facts, 'assessment-recorded'), stays),
    financing: financingLines(context, facts, previousExitOf),
    remuneration: only(factsOf(facts, 'remuneration-set'), remuneration),
    serviceDone: only(factsOf(facts, 'service-done'), ({ data }) => data.state),
    costs: list(factsOf(facts, 'training-cost-declared'), ({ data: { amount, basis } }) => ({ amount, basis })),
    quotes: quotesOf(context, factsOf(facts, 'quote-decided'), previousExitOf),
    attendanceSheets: list(factsOf(facts, 'attendance-sheet-signed'), (fact) => ({
      ...paperOf(fact),
      state: fact.data.state,
    })),
    invoices: invoicesOf(context, facts, previousExitOf),
    notifications: list(factsOf(facts, 'adviser-notified'), notification),
    skillsProfile: only(factsOf(facts, 'skills-profile-completed'), yes),
    certifications: list(factsOf(facts, 'certification-obtained'), certification),
  });
}

function notification({ data }: Fact<'adviser-notified'>) {
  const { about, told, plannedExit = null } = data;
  return { about, told, plannedExit };
}

function absence({ data }: Fact<'absence-declared'>) {
  const { kind = 'absence', from, to, startsAt = null, minutes = null, justified, module = null } = data;
  return { kind, from, to, startsAt, minutes, justified, module } as const;
}

function hours({ data }: Fact<'hours-realised'>): Hours {
  const { from, to, hoursCentre, hoursCompany, module = null } = data;
  return { from, to, hoursCentre, hoursCompany, module };
}

function hostCompany({ data }: Fact<'host-company-declared'>): HostCompany {
  const { line, siret = null, start = null, end = null, hours = null } = data;
  return { line, siret, start, end, hours };
}

function remuneration({ data }: Fact<'remuneration-set'>): Remuneration {
  const { payBody = null, payBodySiret = null, sent = null, chargedFrom = null, rhythm = null } = data;
  return { payBody, payBodySiret, sent, chargedFrom, rhythm };
}

export function certification({ data: { registry, code } }: Fact<'certification-obtained'>) {
  return { registry, code };
}

/** By stay, module and month: two stays may share a month, and so may two modules. */
function attendanceOfStays(
  context: FoldContext,
  facts: readonly Fact<'attendance-reported'>[],
  stays: readonly StayGroup[],
): Noted<DossierRecord['attendance']> {
  const ofStay = (own: readonly Fact<'attendance-reported'>[], stay: StayGroup | undefined) =>
    resolveEach(
      context,
      own,
      () => stay?.previousExit ?? null,
      (fact) => attendance(fact, stay?.key ?? null),
    );
  if (stays.length < 2) return ofStay(facts, stays[0]);
  const all = gatherList(
    [...Map.groupBy(facts, (fact) => stayOfFact(stays, fact))].map(([stay, own]) => ofStay(own, stay)),
  );
  return after(all.value.flat().sort(compareOnTimeLine), all);
}

function attendance({ data }: Fact<'attendance-reported'>, stay: string | null): Attendance {
  const { month, module = null, hours = null, complete = false } = data;
  return { month, stay, module, hours, complete };
}

/** That of the last stay that has one; those of modules stand with their module, if there is a stay. */
function assessmentOf(
  context: FoldContext,
  facts: readonly Fact<'assessment-recorded'>[],
  stays: readonly StayGroup[],
): Noted<FieldValue<string> | null> {
  if (facts.length === 0) return noted(null);
  const whole = facts.filter(({ data }) => data.module === undefined || stays.length === 0);
  const byStay = groupBy(whole, ({ effectiveDate }) => stayOn(stays, effectiveDate)?.key ?? '');
  const values = gatherList(
    [...byStay.values()].map((own) => {
      const previousExit = stayOn(stays, own[0]?.effectiveDate ?? null)?.previousExit ?? null;
      return resolve(context, own, previousExit, ({ data }) => data.result);
    }),
  );
  return after(values.value.toSorted(compareOnTimeLine).at(-1) ?? null, values);
}

/**
 * Properties of the path-planned in force, each with its fact. A path-extended moves the planned exit, unless the plan is
 * of a later day; extensions are fields by day, of which the authority's last stands. What was reported before an exit is
 * the plan of the stay that it closed: only what was reported since the last one is in force.
 */
function planOf(context: FoldContext, facts: FactsByType, stays: readonly StayGroup[]): Noted<Plan | null> {
  const previousExitOf = (fact: Fact) => stayOn(stays, fact.effectiveDate)?.previousExit ?? null;
  const planned = plannedFor(context, facts, stays, 'session');
  const extended = inForce(factsOf(facts, 'path-extended'), stays, (own) =>
    resolveLast(context, own, previousExitOf, ({ data }) => data.plannedExit),
  );
  const interruptions = periods(context, factsOf(facts, 'interruption-planned'), null);
  const [plan, move] = [planned.value, extended.value];
  if (plan === null && move === null && interruptions.value.length === 0) return noted(null);
  const properties = propertiesOf(plan);
  const exit = properties.plannedExit;
  const isMoved = move !== null && (exit === null || (move.effectiveDate ?? '') >= (exit.effectiveDate ?? ''));
  return after(
    {
      ...properties,
      plannedExit: isMoved ? move : exit,
      interruptions: interruptions.value,
    },
    planned,
    extended,
    interruptions,
  );
}

/** The plan of the whole path stands beside that of the session: nothing that is known of this training alone moves it. */
function wholePathOf(
  context: FoldContext,
  facts: FactsByType,
  stays: readonly StayGroup[],
): Noted<WholePathPlan | null> {
  const planned = plannedFor(context, facts, stays, 'path');
  return planned.value === null ? noted(null) : after(propertiesOf(planned.value), planned);
}

function plannedFor(
  context: FoldContext,
  facts: FactsByType,
  stays: readonly StayGroup[],
  scope: NonNullable<PlanData['scope']>,
): Noted<FieldValue<PlanData> | null> {
  const previousExitOf = (fact: Fact) => stayOn(stays, fact.effectiveDate)?.previousExit ?? null;
  const own = factsOf(facts, 'path-planned').filter((fact) => fieldKey(fact) === scope);
  return inForce(own, stays, (facts) => resolveOnly(context, facts, previousExitOf, ({ data }) => data));
}

function propertiesOf(plan: FieldValue<PlanData> | null): WholePathPlan {
  return {
    plannedEntry: propertyOf(plan, 'plannedEntry'),
    plannedExit: propertyOf(plan, 'plannedExit'),
    hoursCentre: propertyOf(plan, 'hoursCentre'),
    hoursCompany: propertyOf(plan, 'hoursCompany'),
    weeklyHours: propertyOf(plan, 'weeklyHours'),
    individualised: propertyOf(plan, 'individualised'),
    teachingMode: propertyOf(plan, 'teachingMode'),
  };
}

type PlanData = Fact<'path-planned'>['data'];

/** Only the facts dated after the last exit that precedes any of them count; the earlier ones lose. */
function inForce<T, F extends Fact>(
  facts: readonly F[],
  stays: readonly StayGroup[],
  say: (facts: readonly F[]) => Noted<FieldValue<T> | null>,
): Noted<FieldValue<T> | null> {
  if (facts.length < 2) return say(facts);
  const groups = groupBy(facts, ({ effectiveDate }) => previousExitOn(stays, effectiveDate) ?? '');
  const [last = '', ...before] = [...groups.keys()].sort(compareText).reverse();
  const said = say(groups.get(last) ?? []);
  if (said.value === null) return said;
  const lost = before.flatMap((exit) => groups.get(exit) ?? []);
  return after(said.value, said, { anomalies: [], decisions: beyond(said.value, refs(lost), 'later-day') });
}

function propertyOf<Name extends keyof PlanData>(
  plan: FieldValue<PlanData> | null,
  name: Name,
): FieldValue<NonNullable<PlanData[Name]>> | null {
  const value = plan?.value[name];
  return plan === null || value === undefined ? null : { ...plan, value };
}

/** Engaged and realised of each line of each source, sorted by line, then source. */
function financingLines(
  context: FoldContext,
  facts: FactsByType,
  previousExitOf: (fact: Fact) => string | null,
): Noted<DossierRecord['financing']> {
  const engaged = groupBy(factsOf(facts, 'financing-engaged'), fieldKey);
  const realised = groupBy(factsOf(facts, 'financing-realised'), fieldKey);
  if (engaged.size + realised.size === 0) return noted([]);
  const value = <F extends FinancingFact>(own: readonly F[] = []) =>
    resolveOnly(context, own, previousExitOf, financing);
  const lines = [...new Set([...engaged.keys(), ...realised.keys()])].sort(compareText);
  return gatherList(
    lines.map((key): Noted<FinancingLine> => {
      const [own, done] = [engaged.get(key), realised.get(key)];
      const fields = gather({ engaged: value(own), realised: value(done) });
      return after({ line: (own ?? done)?.[0]?.data.line ?? '', ...fields.value }, fields);
    }),
  );
}

type FinancingFact = Fact<'financing-engaged' | 'financing-realised'>;

function financing({ data }: FinancingFact): Financing {
  const { financerSiret, delegatedBySiret = null, employerSiret = null, funding, device, from } = data;
  const { to = null, amount = null, coFinancers = [] } = data;
  const shares = coFinancers.map(({ siret, amount: share = null }) => ({ siret, amount: share }));
  return { financerSiret, delegatedBySiret, coFinancers: shares, employerSiret, funding, device, from, to, amount };
}
