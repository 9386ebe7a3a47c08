import { catalogueEntry } from '@hub/contracts';
import { type AuthorityContext, authorityContext, standingOf, territoryNamedBy } from '../dossier/authority.ts';
import { fieldKey, kindOf, saidBy } from '../dossier/event-kinds.ts';
import { byType, compareRecordings, compareText, type Fact, factsOf, groupBy, sortedOnce } from '../dossier/facts.ts';
import { isOperator, type Sifted } from '../dossier/live-facts.ts';
import { type DossierRecord, endedWithoutStay, endOf } from '../dossier/record.ts';
import { isSessionReference } from '../identifiers/training-reference.ts';
import type { AuthorityTable, Rules } from '../rules.ts';
import type {
  DossierEvidence,
  EvidenceDays,
  LineEvidence,
  OrganisationEvidence,
  PaidEvidence,
  Voucher,
} from './evidence.ts';

/** What a row keeps; a dossier of more is cut off, and each organisation has room of its own. */
const organisationsMax = 32;
const ofOneMax = 8;

/**
 * The evidence of one dossier. Each organisation's facts are judged by themselves, by the funding and the session that they
 * name, so that nobody makes another's fact say more than it says.
 */
export function evidenceOf(
  { live, echoes }: Sifted,
  record: Pick<DossierRecord, 'stays' | 'status' | 'statusSince' | 'trainingRefs'>,
  { authority }: Rules,
): DossierEvidence {
  const own = live.filter(({ organisation }) => organisation !== undefined);
  const byOrganisation = groupBy(own, organisationOf);
  const echoing = echoes.flatMap(({ organisation }) => organisation ?? []);
  const known = sortedOnce([...byOrganisation.keys(), ...echoing]).slice(0, organisationsMax);
  return {
    organisations: known.map((organisation) => {
      const facts = byOrganisation.get(organisation) ?? [];
      return { organisation, ...daysOf(facts), vouches: vouchersOf(authority, facts, live) };
    }),
    lines: known.flatMap((organisation) => linesOf(byOrganisation.get(organisation) ?? [])),
    paid: known.flatMap((organisation) => paidOf(byOrganisation.get(organisation) ?? [])),
    sessions: record.trainingRefs.filter(isSessionReference),
    days: daysOfRecord(record),
  };
}

function organisationOf({ organisation = '' }: Fact): string {
  return organisation;
}

function daysOf(facts: readonly Fact[]): Pick<OrganisationEvidence, 'first' | 'last'> {
  let first: string | null = null;
  let last: string | null = null;
  for (const { effectiveDate: day } of facts) {
    if (day === null) continue;
    if (first === null || day < first) first = day;
    if (last === null || day > last) last = day;
  }
  return { first, last };
}

/**
 * The fundings for which an organisation's facts vouch, each with its territory; once each. What vouches is that the trainee
 * is positioned, enters, leaves: a line of financing says what its own reporter pays.
 */
function vouchersOf(table: AuthorityTable, facts: readonly Fact[], live: readonly Fact[]): readonly Voucher[] {
  const vouched = new Map<string, Voucher>();
  let context: AuthorityContext | null = null;
  for (const fact of facts) {
    const { funding } = fact.data;
    if (funding === undefined || isOperator(fact) || !isLived(fact)) continue;
    const territory = territoryNamedBy(table, fact);
    const key = `${funding} ${territory ?? ''}`;
    if (vouched.has(key)) continue;
    if (catalogueEntry(fact.type).step !== null) context ??= ofOneOrganisation(table, facts);
    if (mayVouch(fact, context, live)) vouched.set(key, { funding, territory });
  }
  return [...vouched.keys()]
    .sort(compareText)
    .slice(0, ofOneMax)
    .map((key) => vouched.get(key) as Voucher);
}

function isLived({ type }: Fact): boolean {
  const { of } = kindOf(type).role;
  return of === 'attempt' || of === 'stay';
}

/** As if nobody else had reported anything: no other organisation's funding, territory or candidature counts. */
function ofOneOrganisation(table: AuthorityTable, facts: readonly Fact[]): AuthorityContext {
  const known = byType(facts);
  const byDay = (a: Fact, b: Fact) => compareText(a.effectiveDate ?? '', b.effectiveDate ?? '');
  return authorityContext(table, facts, {
    positioned: factsOf(known, 'candidate-positioned').toSorted(byDay),
    engaged: factsOf(known, 'financing-engaged'),
    entry: factsOf(known, 'entry-attested').toSorted(byDay)[0],
    validators: new Map(),
  });
}

/** Of the authority, or where no row names one and nobody of another organisation says otherwise. */
function mayVouch(fact: Fact, context: AuthorityContext | null, live: readonly Fact[]): boolean {
  const standing = context === null ? 'no-authority' : standingOf(context, fact, null);
  if (standing === 'authoritative') return true;
  return standing === 'no-authority' && !live.some((other) => contests(other, fact));
}

function contests(other: Fact, fact: Fact): boolean {
  return (
    other.type === fact.type &&
    other.organisation !== fact.organisation &&
    other.data.module === fact.data.module &&
    fieldKey(other) === fieldKey(fact) &&
    saidBy(other) !== saidBy(fact)
  );
}

/** The financing lines that an organisation reported, those that name the same organisations as one. */
function linesOf(facts: readonly Fact[]): readonly LineEvidence[] {
  const lines = facts.flatMap((fact): LineEvidence[] => {
    if (fact.type !== 'financing-engaged' && fact.type !== 'financing-realised') return [];
    const { financerSiret, delegatedBySiret = null, funding, from, to = null, employerSiret = null } = fact.data;
    const coFinancers = sortedOnce((fact.data.coFinancers ?? []).map(({ siret }) => siret));
    const named = { financer: financerSiret, delegatedBy: delegatedBySiret, coFinancers, employer: employerSiret };
    return [{ organisation: organisationOf(fact), ...named, funding, from, to }];
  });
  if (lines.length < 2) return lines;
  const same = groupBy(lines, ({ from: _, to: __, ...named }) => JSON.stringify(named));
  return [...same.keys()]
    .sort(compareText)
    .slice(0, ofOneMax)
    .map((key) => (same.get(key) ?? []).reduce(spanning));
}

function spanning(a: LineEvidence, b: LineEvidence): LineEvidence {
  const to = a.to === null || b.to === null ? null : a.to > b.to ? a.to : b.to;
  return { ...a, from: a.from < b.from ? a.from : b.from, to };
}

/** What an organisation reported `sent` to a body, each until it reported the remuneration otherwise. */
function paidOf(facts: readonly Fact[]): readonly PaidEvidence[] {
  const told = facts.filter((fact) => fact.type === 'remuneration-set').toSorted(compareOnDay);
  const paid = told.flatMap((fact, index): PaidEvidence[] => {
    const { sent, payBodySiret: body } = fact.data;
    const from = fact.effectiveDate;
    if (sent !== true || body === undefined || from === null) return [];
    const next = told.slice(index + 1).find(({ data }) => data.sent !== true || data.payBodySiret !== body);
    return [{ organisation: organisationOf(fact), body, from, to: next?.effectiveDate ?? null }];
  });
  // Told again and again of one body it is one period.
  const first = new Map(paid.toReversed().map((each) => [`${each.body} ${each.to ?? ''}`, each]));
  return [...first.keys()]
    .sort(compareText)
    .slice(0, ofOneMax)
    .map((key) => first.get(key) as PaidEvidence);
}

function compareOnDay(a: Fact, b: Fact): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareRecordings(a, b);
}

function daysOfRecord({
  stays,
  status,
  statusSince,
}: Pick<DossierRecord, 'stays' | 'status' | 'statusSince'>): EvidenceDays {
  const entries = stays.flatMap(({ entry }) => entry?.value ?? []).sort();
  const begun = stays.filter(({ entry, state }) => entry !== null || state === 'exited');
  const ends = begun.map((stay) => endOf(stay)?.value ?? null);
  const isOver = begun.length > 0 && !ends.includes(null);
  return {
    entered: entries[0] ?? null,
    left: isOver ? latest(ends) : null,
    ended: endedWithoutStay.includes(status) ? (statusSince?.effectiveDate ?? null) : null,
  };
}

/** The evidence of rows that answer as one. Where one goes on, the whole goes on. */
export function joinedEvidence(rows: readonly DossierEvidence[]): DossierEvidence {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return only;
  const days = rows.map((row) => row.days);
  const entered = days.filter((each) => each.entered !== null || each.left !== null);
  const byOrganisation = groupBy(
    rows.flatMap((row) => row.organisations),
    ({ organisation }) => organisation,
  );
  return {
    organisations: [...byOrganisation].map(([organisation, own]) => ({
      organisation,
      first: own.flatMap(({ first }) => first ?? []).sort()[0] ?? null,
      last: latest(own.flatMap(({ last }) => last ?? [])),
      vouches: own.flatMap(({ vouches }) => vouches),
    })),
    lines: rows.flatMap(({ lines }) => lines),
    paid: rows.flatMap(({ paid }) => paid),
    sessions: sortedOnce(rows.flatMap(({ sessions }) => sessions)),
    days: {
      entered: entered.flatMap((each) => each.entered ?? []).sort()[0] ?? null,
      left: entered.every(({ left }) => left !== null) ? latest(entered.map(({ left }) => left)) : null,
      ended:
        entered.length > 0 || days.some(({ ended }) => ended === null) ? null : latest(days.map(({ ended }) => ended)),
    },
  };
}

function latest(days: readonly (string | null)[]): string | null {
  return days.reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null);
}
