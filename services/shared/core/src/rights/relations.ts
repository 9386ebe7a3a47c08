import { addDays, addMonths } from '../calendar.ts';
import { joinedEvidence } from './dossier-evidence.ts';
import {
  type AdviceEvidence,
  type DossierEvidence,
  isAnother,
  type LineEvidence,
  type PersonEvidence,
  type RightsReader,
  type SessionEvidence,
  type Voucher,
} from './evidence.ts';
import type { Naming, RelationName, Rights } from './rights.ts';

/** One relation of an organisation to a dossier that holds on the day asked about. */
export interface Relation {
  readonly name: RelationName;
  /** The last day on which it holds; null: no day ends it. */
  readonly until: string | null;
  /** Organisations whose facts are the other side of it, sorted; empty where one side suffices. */
  readonly by: readonly string[];
  /** The days that it is about: what a pay body pays. Null: the whole dossier. */
  readonly days: { readonly from: string; readonly to: string | null } | null;
}

/** What a relation is found in. */
export interface Scene {
  /** Rows that answer as one dossier; none: the person alone. */
  readonly dossiers: readonly DossierEvidence[];
  /** Those of the dossier's sessions that were published. */
  readonly sessions: readonly SessionEvidence[];
  readonly person: PersonEvidence;
  /** Rows of the person's other dossiers too, where they are at hand. Default: none. */
  readonly others?: readonly DossierEvidence[];
  /** `YYYY-MM-DD`, today: rights are those of now. */
  readonly day: string;
}

type Side = readonly string[];

/**
 * How an organisation is related to a dossier today: evidence from two sides, but where the law trusts one (rules.md,
 * Rights). Who is under restriction is shown to the authority alone (R6323-38). Facts of the reader's own organisation
 * are never the other side, hence alone give `own` and no more.
 */
export function relationsOf(rights: Rights, reader: RightsReader, scene: Scene): readonly Relation[] {
  const authority = reader.kinds.includes('authority') ? [relation('authority')] : [];
  if (scene.person.restricted) return authority;
  const dossier = joinedEvidence(scene.dossiers);
  const all = [
    ...authority,
    ...financing(rights, reader, dossier, scene),
    ...registered(rights, reader, dossier, scene.person),
    ...accompanied(rights, reader, scene),
    ...paying(rights, reader, dossier),
    ...own(reader, dossier),
  ];
  return all.filter(({ until }) => until === null || scene.day <= until);
}

function relation(name: RelationName, more: Partial<Relation> = {}): Relation {
  return { name, until: null, by: [], days: null, ...more };
}

/** An organisation sees its own facts for as long as they live, whoever else knows the person. */
function own({ siret }: RightsReader, { organisations }: DossierEvidence): readonly Relation[] {
  return organisations.some(({ organisation }) => organisation === siret) ? [relation('own')] : [];
}

/** The widest of the relations of a financer (L6353-10). */
function financing(
  rights: Rights,
  reader: RightsReader,
  dossier: DossierEvidence,
  { sessions, person, others = [] }: Scene,
): readonly Relation[] {
  const until = untilAfter(dossier, reader, rights.months.afterExit, rights.months.afterOthers);
  const corroborated = corroborating(rights, reader, dossier, sessions);
  if (corroborated.length > 0) return [relation('corroborated', { until, by: corroborated })];
  const employed = employing(rights, reader, dossier, { person, others });
  if (employed.length > 0) return [relation('employed', { until, by: employed })];
  return exceptedFundings(reader, dossier).length > 0 ? [relation('excepted', { until })] : [];
}

/** The other organisations that make the reader's side true; empty: it has no side, or nobody else knows of it. */
function corroborating(
  rights: Rights,
  reader: RightsReader,
  dossier: DossierEvidence,
  sessions: readonly SessionEvidence[],
): Side {
  const hasSide =
    ownLines(reader, dossier).length > 0 || sessions.some((each) => finances(rights, reader, dossier, each));
  return sortedOnce(hasSide ? naming(rights, reader, dossier) : partners(reader, dossier));
}

function ownLines({ siret }: RightsReader, { lines }: DossierEvidence): readonly LineEvidence[] {
  return lines.filter((line) => line.organisation === siret && names(line, siret));
}

function names({ financer, delegatedBy, coFinancers }: LineEvidence, siret: string): boolean {
  return financer === siret || delegatedBy === siret || coFinancers.includes(siret);
}

/** The session's own registry published the reader as its financer, by SIRET or as the one holder of its kind. */
function finances(
  { namings }: Rights,
  reader: RightsReader,
  dossier: DossierEvidence,
  { reference, territory, financerCodes, financerSirets }: SessionEvidence,
): boolean {
  if (!dossier.sessions.includes(reference)) return false;
  if (financerSirets.includes(reader.siret)) return true;
  return namings.some(
    (each) => isSole(each, reader, territory) && each.financerCodes.some((code) => financerCodes.includes(code)),
  );
}

/** Other organisations whose facts are of a funding that names the reader, or whose line names it. */
function naming({ namings }: Rights, reader: RightsReader, { organisations, lines }: DossierEvidence): Side {
  const isOther = ({ organisation }: { readonly organisation: string }) => isAnother(organisation, reader.siret);
  const vouching = organisations.filter((each) => each.vouches.some((voucher) => isNamed(namings, reader, voucher)));
  const naming = lines.filter((line) => names(line, reader.siret));
  return [...vouching, ...naming].filter(isOther).map(({ organisation }) => organisation);
}

function isNamed(namings: readonly Naming[], reader: RightsReader, { funding, territory }: Voucher): boolean {
  return namings.some((each) => each.fundings.includes(funding) && isSole(each, reader, territory));
}

/** The reader is of the kind that is named, and nobody else is there. */
function isSole({ kind, sole }: Naming, reader: RightsReader, territory: string | null): boolean {
  if (!reader.kinds.includes(kind)) return false;
  if (sole === 'territory') return territory !== null && reader.territories.includes(territory);
  return sole === 'country';
}

/**
 * Of a co-financer, or of whoever a financer pays for: the financer whose line names it, where a third organisation's
 * facts are of the funding of that line.
 */
function partners(reader: RightsReader, { organisations, lines }: DossierEvidence): Side {
  return lines
    .filter((line) => names(line, reader.siret) && isAnother(line.organisation, reader.siret))
    .flatMap((line) => {
      const third = organisations.filter(
        ({ organisation, vouches }) =>
          isAnother(organisation, line.organisation) &&
          isAnother(organisation, reader.siret) &&
          vouches.some(({ funding }) => funding === line.funding),
      );
      return third.length === 0 ? [] : [line.organisation, ...third.map(({ organisation }) => organisation)];
    });
}

/** Whoever names more employers of one person guesses who it is. */
const employersMax = 3;

/**
 * Where no session is known and no holder of the funding is the only one: whoever reports that the person was employed, on
 * the day of the entry, at the employer whom the reader's line names. Nobody, once the reader's living lines name more
 * employers of the person than a few, in all its dossiers.
 */
function employing(
  { namings }: Rights,
  reader: RightsReader,
  dossier: DossierEvidence,
  { person: { employment }, others }: Required<Pick<Scene, 'person' | 'others'>>,
): Side {
  const { entered } = dossier.days;
  if (dossier.sessions.length > 0 || entered === null) return [];
  const named = new Set(
    [dossier, ...others].flatMap((each) => ownLines(reader, each)).flatMap(({ employer }) => employer ?? []),
  );
  if (named.size > employersMax) return [];
  const employers = ownLines(reader, dossier)
    .filter(({ funding }) => !namings.some((each) => each.sole === 'country' && each.fundings.includes(funding)))
    .map(({ employer }) => employer);
  const jobs = employment.filter(
    ({ organisation, employer, from, to }) =>
      isAnother(organisation, reader.siret) &&
      employers.includes(employer) &&
      from <= entered &&
      entered <= (to ?? never),
  );
  return sortedOnce(jobs.map(({ organisation }) => organisation));
}

/** Fundings of its lines that one organisation alone can ever report: its convention says so, for so many persons a month. */
export function exceptedFundings(reader: RightsReader, dossier: DossierEvidence): readonly string[] {
  const fundings = ownLines(reader, dossier).map(({ funding }) => funding);
  return sortedOnce(fundings.filter((funding) => (reader.exceptions[funding] ?? 0) > 0));
}

/**
 * France Travail, and the body that follows the person for it, where a registration overlaps the dossier, from its first
 * fact to months after its end (L6121-5). The reader's own facts do not move these days.
 */
function registered(
  { months }: Rights,
  reader: RightsReader,
  dossier: DossierEvidence,
  { registrations }: PersonEvidence,
): readonly Relation[] {
  const firsts = dossier.organisations.flatMap(({ organisation, first }) =>
    first !== null && isAnother(organisation, reader.siret) ? [first] : [],
  );
  if (firsts.length === 0) return [];
  const from = firsts.reduce((a, b) => (a < b ? a : b));
  const to = endOf(dossier) === null ? never : addMonths(endOf(dossier) as string, months.registered);
  const periods = registrations.filter(
    (period) => isRegistrar(reader, period) && period.from <= to && from <= (period.to ?? never),
  );
  if (periods.length === 0) return [];
  const by = periods.map(({ organisation }) => organisation).filter((each) => isAnother(each, reader.siret));
  const until = untilAfter(dossier, reader, months.afterExit, months.afterOthers);
  return [relation('registered', { until, by: sortedOnce(by) })];
}

function isRegistrar(
  { siret, kinds }: RightsReader,
  { organisation, referent }: PersonEvidence['registrations'][number],
): boolean {
  if (!isAnother(organisation, siret)) return kinds.includes('france-travail');
  return referent === siret;
}

/**
 * From the day after it opened a period at its own SIRET and said so, while it is open, and for months after its last fact: a
 * period dated back opens nothing at once. Whom another operator follows already, it sees once that one has ended, or France
 * Travail's registration names the reader.
 */
function accompanied({ months }: Rights, reader: RightsReader, { person, day }: Scene): readonly Relation[] {
  const { siret } = reader;
  const lastDayOf = ({ closed, lastFact }: AdviceEvidence) => {
    const last = addMonths(lastFact, months.accompanied);
    return closed === null || last < closed ? last : addDays(closed, -1);
  };
  const open = person.advice.filter(
    (period) => isByItself(period) && hasBegun(period, day) && day <= lastDayOf(period),
  );
  const others = open.filter(({ operator }) => isAnother(operator, siret));
  const isNamed = person.registrations.some(
    (each) => isRegistrar(reader, each) && each.from <= day && day <= (each.to ?? never),
  );
  const own = open
    .filter(({ operator }) => operator === siret)
    .filter(({ reported }) => isNamed || others.every((other) => reported <= other.reported));
  const until = own.map(lastDayOf).sort().at(-1);
  return until === undefined ? [] : [relation('accompanied', { until })];
}

/** An operator opens periods for itself alone. */
function isByItself({ organisation, operator }: AdviceEvidence): boolean {
  return !isAnother(organisation, operator);
}

function hasBegun({ opened, reported }: AdviceEvidence, day: string): boolean {
  return opened < day && reported < day;
}

/** Another organisation reported that the trainee's pay goes through the reader. */
function paying({ months }: Rights, reader: RightsReader, dossier: DossierEvidence): readonly Relation[] {
  const { siret } = reader;
  const whole = untilAfter(dossier, reader, months.paying, months.afterOthers);
  return dossier.paid
    .filter(({ organisation, body }) => body === siret && isAnother(organisation, siret))
    .map(({ organisation, from, to }) =>
      relation('paying', {
        until: to === null ? whole : addMonths(to, months.paying),
        by: [organisation],
        days: { from, to },
      }),
    );
}

const never = '9999-12-31';

/** Exit or end without a stay; null while it goes on. */
function endOf({ days }: DossierEvidence): string | null {
  return days.left ?? days.ended;
}

/**
 * Months after the end; of a dossier that nobody ends, after the last day that anything of it has. What the reader itself
 * reports of it keeps it no longer than `afterOthers` behind the last that anybody else reported.
 */
function untilAfter(dossier: DossierEvidence, { siret }: RightsReader, months: number, afterOthers: number): string {
  const days = [...dossier.organisations.map(({ last }) => last), ...dossier.lines.map(({ from, to }) => to ?? from)];
  const end = addMonths(endOf(dossier) ?? lastOf(days), months);
  const others = dossier.organisations.filter(({ organisation }) => isAnother(organisation, siret));
  if (others.length === 0) return end;
  const latest = addMonths(lastOf(others.map(({ last }) => last)), afterOthers);
  return end < latest ? end : latest;
}

function lastOf(days: readonly (string | null)[]): string {
  return days.reduce<string>((a, b) => (b !== null && b > a ? b : a), '0000-01-01');
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)].sort();
}
