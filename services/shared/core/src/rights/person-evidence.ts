import type { EventName } from '@hub/contracts';
import { parisDay } from '../calendar.ts';
import { inOrder } from '../dossier/describe.ts';
import { byType, compareRecordings, compareText, type Fact, type FactSet, factsOf, groupBy } from '../dossier/facts.ts';
import { sift } from '../dossier/live-facts.ts';
import type { AdviceEvidence, EmploymentEvidence, PersonEvidence, RegistrationEvidence } from './evidence.ts';

/** What a row keeps of each kind and organisation, the newest: nobody pushes out what another told. */
const ofOneMax = 24;
const organisationsMax = 32;

/** Events that open a period by which an organisation sees a person; conventions bound them a day. */
export const periodOpenings = ['cep-period-opened', 'job-seeker-period-opened'] as const satisfies readonly EventName[];

/** The evidence of a person beside the dossiers; `restricted`: as the record says. */
export function personEvidenceOf(facts: FactSet, restricted: boolean): PersonEvidence {
  const live = byType(sift(inOrder(facts)).live.filter(({ organisation }) => organisation !== undefined));
  return {
    registrations: newest(
      periodsOf(factsOf(live, 'job-seeker-period-opened'), factsOf(live, 'job-seeker-period-closed')).map(registration),
      ({ from }) => from,
    ),
    advice: newest(
      periodsOf(factsOf(live, 'cep-period-opened'), factsOf(live, 'cep-period-closed')).map(advice),
      ({ opened }) => opened,
    ),
    employment: newest(employmentOf(factsOf(live, 'employment-reported')), ({ from }) => from),
    restricted,
  };
}

/** The evidence of linked trainees. Under restriction is only who is restricted, and whom somebody linked by hand. */
export function joinedPersonEvidence(people: readonly PersonEvidence[]): PersonEvidence {
  const [only] = people;
  if (people.length === 1 && only !== undefined) return only;
  return {
    registrations: people.flatMap(({ registrations }) => registrations),
    advice: people.flatMap((person) => person.advice),
    employment: people.flatMap(({ employment }) => employment),
    restricted: people.some(({ restricted }) => restricted),
  };
}

interface Period<Opened extends Fact, Closed extends Fact> {
  readonly opened: Opened;
  readonly closed: Closed | null;
  /** The day on which an opening of it was first received: its source chooses every other day. */
  readonly reported: string;
  /** The day on which a fact of it was last recorded. */
  readonly lastFact: string;
}

type Opening = Fact<(typeof periodOpenings)[number]>;
type Closing = Fact<'cep-period-closed' | 'job-seeker-period-closed'>;

/** By organisation and reference: nobody opens or closes another's period. Of several facts the last recorded stands. */
function periodsOf<Opened extends Opening, Closed extends Closing>(
  opened: readonly Opened[],
  closed: readonly Closed[],
): readonly Period<Opened, Closed>[] {
  const keyOf = ({ organisation, data }: Opening | Closing) => `${organisation} ${data.period}`;
  const closings = groupBy(closed, keyOf);
  return [...groupBy(opened, keyOf)].map(([key, facts]) => {
    const ends = closings.get(key) ?? [];
    return {
      opened: lastOf(facts) as Opened,
      closed: lastOf(ends) ?? null,
      reported: facts.map(({ receivedAt }) => parisDay(receivedAt)).reduce(earlier),
      lastFact: [...facts, ...ends].map(({ recordedAt }) => parisDay(recordedAt)).reduce(later),
    };
  });
}

function lastOf<F extends Fact>(facts: readonly F[]): F | undefined {
  return facts.toSorted(compareRecordings).at(-1);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function registration({
  opened,
  closed,
}: Period<Fact<'job-seeker-period-opened'>, Fact<'job-seeker-period-closed'>>): RegistrationEvidence {
  const { organisation = '', data } = opened;
  return {
    organisation,
    referent: data.referentSiret ?? null,
    from: data.effectiveDate,
    to: closed?.data.effectiveDate ?? null,
  };
}

function advice({
  opened,
  closed,
  reported,
  lastFact,
}: Period<Fact<'cep-period-opened'>, Fact<'cep-period-closed'>>): AdviceEvidence {
  const { organisation = '', data } = opened;
  return {
    organisation,
    operator: data.operatorSiret,
    opened: data.effectiveDate,
    reported,
    closed: closed?.data.effectiveDate ?? null,
    lastFact,
  };
}

/** A contract from its start to its end, as its newest month reports it; those of one employer one after the other. */
function employmentOf(facts: readonly Fact<'employment-reported'>[]): readonly EmploymentEvidence[] {
  const contracts = groupBy(facts, ({ organisation, data }) => `${organisation} ${data.contract}`);
  return [...contracts.values()].flatMap((months) => {
    const [last] = months.toSorted((a, b) => compareText(b.data.month, a.data.month) || compareRecordings(b, a));
    const { organisation = '', data } = last as Fact<'employment-reported'>;
    const { employerSiret: employer, start, end = null } = data;
    return employer === undefined ? [] : [{ organisation, employer, from: start, to: end }];
  });
}

function newest<T extends { readonly organisation: string }>(
  all: readonly T[],
  dayOf: (one: T) => string,
): readonly T[] {
  const byOrganisation = [...groupBy(all, ({ organisation }) => organisation)].sort(([a], [b]) => compareText(a, b));
  return byOrganisation
    .slice(0, organisationsMax)
    .flatMap(([, own]) =>
      own
        .toSorted((a, b) => compareText(dayOf(b), dayOf(a)) || compareText(JSON.stringify(a), JSON.stringify(b)))
        .slice(0, ofOneMax),
    );
}
