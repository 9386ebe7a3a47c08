import {
  type CountedRow,
  type CrossingName,
  crossingNames,
  crossings,
  type Dimension,
  dimensions,
  lateAfterDays,
  type MeasureName,
  type Naming,
} from '@hub/core';
import type { VersionRows } from './active-version.ts';
import { tableOf } from './row-tables.ts';

/** What is counted in one statement: a measure of nothing, and its parts. `d` is the dossier, `s` the stay. */
interface Family {
  /** The day of the month in which it is counted. */
  readonly day: string;
  readonly counts: 'dossier' | 'stay';
  readonly parts: Readonly<Partial<Record<MeasureName, string>>>;
}

/** Days as texts are sorted like the days. The sum is a day at midnight: its text begins with it. */
const employedAfter = (months: number) => `exists (
  select from unnest(d.employed) span, left((s.left_on + interval '${months} months')::text, 10) as day
  where split_part(span, '/', 1) <= day and (span like '%/' or split_part(span, '/', 2) >= day))`;

const families = {
  positionings: { day: 'd.candidature_on', counts: 'dossier', parts: {} },
  registrations: { day: 'd.registered_on', counts: 'dossier', parts: {} },
  entries: {
    day: 's.entered_on',
    counts: 'stay',
    parts: {
      'entries-late': `s.told_after > ${lateAfterDays['entries-late']}`,
      'entries-very-late': `s.told_after > ${lateAfterDays['entries-very-late']}`,
    },
  },
  interruptions: { day: 's.interrupted_on', counts: 'stay', parts: {} },
  exits: {
    day: 's.left_on',
    counts: 'stay',
    parts: {
      abandonments: 's.abandoned',
      'insertion-3': employedAfter(3),
      'insertion-6': employedAfter(6),
      'insertion-12': employedAfter(12),
    },
  },
} as const satisfies Partial<Record<MeasureName, Family>>;

export type FamilyName = keyof typeof families;
export const familyNames = Object.keys(families) as readonly FamilyName[];

export function measuresOf(family: FamilyName): readonly MeasureName[] {
  return [family, ...(Object.keys(families[family].parts) as MeasureName[])];
}

export interface FiguresAsked {
  readonly family: FamilyName;
  /** `YYYY-MM`, both included. */
  readonly from: string;
  readonly to: string;
  /** Which fundings name which kinds of financer. */
  readonly namings: readonly Naming[];
}

/**
 * Counts of each month, from columns alone: PostgreSQL reads the rows once and gives sums, so that nothing here grows with the
 * dossiers. In a transaction. Who is under restriction, or whose facts were moved, is not counted.
 */
export async function countFigures(
  rows: VersionRows,
  { family, from, to, namings }: FiguresAsked,
): Promise<ReadonlyMap<string, readonly CountedRow[]>> {
  // PostgreSQL knows little of what `unnest` gives, and where it expects few rows it would look them all through for each.
  // Six sums at once, each of some ten thousand, spill to the disk with the memory of a lookup.
  await rows.client.query(`select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)`);
  const { rows: counted } = await rows.client.query<CountedOfLines>(textFor(rows.version.schemaName, family), [
    `${from}-01`,
    `${to}-01`,
  ]);
  const kinded = counted.map((row) => asCounted(row, namings));
  const byMonth = Map.groupBy(kinded, ({ month }) => month);
  return new Map([...byMonth].map(([month, own]) => [month, own.map(({ counted: each }) => each)]));
}

type CountedOfLines = Readonly<Record<Dimension, string | null>> & {
  readonly month: string;
  readonly by: number;
  readonly sole: string | null;
  readonly declarer: string | null;
  readonly counts: CountedRow['counts'];
};

const columns: Readonly<Record<Dimension, string>> = {
  territory: 'territory',
  funding: 'funding',
  financer: 'lines',
  domain: 'domain',
  source: 'source',
};

/** A bit of `grouping()` for each dimension that a set does not group by, the first the highest. */
function maskOf(crossing: CrossingName): number {
  const { keys } = crossings[crossing];
  return dimensions.reduce((mask, dimension) => 2 * mask + (keys.includes(dimension) ? 0 : 1), 0);
}

/** What the rows of a crossing are parted by: the sources alone say who declared. */
function groupedBy(crossing: CrossingName): string {
  const known = crossing === 'source' ? ['sole', 'declarer'] : ['sole'];
  return ['month', ...known, ...crossings[crossing].keys.map((key) => columns[key])].join(', ');
}

const crossingOf = new Map(crossingNames.map((crossing) => [maskOf(crossing), crossing]));

function textFor(schemaName: string, name: FamilyName): string {
  const { day, counts, parts }: Family = families[name];
  const [dossier, stay, trainee, session] = ['dossier', 'stay', 'trainee', 'session'].map((table) =>
    tableOf(schemaName, table),
  );
  const own = crossingNames.filter((crossing) => crossings[crossing].measures.includes(name));
  const isDeclared = own.includes('source');
  const conditions = Object.entries<string>({ [name]: 'true', ...parts });
  const flags = conditions.map(([measure, condition]) => `${condition} as "${measure}"`);
  const counted = conditions.map(([measure]) => `'${measure}', count(*) filter (where "${measure}")`);
  return `with domain_of as materialized (
      -- the first three digits of a Formacode are its domain
      select named, min(domain) as domain
      from (select unnest(refs) as named, left(domain, 3) as domain from ${session} where domain is not null) each
      group by named),
    in_domain as materialized (
      -- unnest beside the table might be joined dossier by dossier, reading all sessions each time: of a million it was
      select number, min(o.domain) as domain
      from (select number, unnest(sessions) as named from ${dossier}) each join domain_of o using (named)
      group by number),
    counted as (
      select d.number, d.territory, coalesce(d.funding, 'unknown') as funding,
        array_to_string(d.line_fundings, ' ') as lines, coalesce(i.domain, 'unknown') as domain,
        d.sole_reporter as sole, d.candidature_on, d.registered_on, t.employed
      from ${dossier} d left join in_domain i using (number) left join ${trainee} t using (trainee_id)
      where not coalesce(t.restricted or t.moved, false))
    select month, sole, territory, funding, lines as financer, domain,
      ${isDeclared ? 'source, declarer' : 'null as source, null as declarer'},
      ${isDeclared ? 'grouping(territory, funding, lines, domain, source)' : '2 * grouping(territory, funding, lines, domain) + 1'} as by,
      json_build_object(${counted.join(', ')}) as counts
    from (select to_char(${day}, 'YYYY-MM') as month, d.sole, d.territory, d.funding, d.lines, d.domain,
            ${isDeclared ? `coalesce(s.told_by, 'unknown') as source, s.declarer,` : ''} ${flags.join(', ')}
          from counted d ${counts === 'stay' ? `join ${stay} s using (number)` : ''}
          where ${day} >= $1::date and ${day} < $2::date + interval '1 month') each
    group by grouping sets (${own.map((crossing) => `(${groupedBy(crossing)})`).join(', ')})`;
}

function asCounted({ month, by, sole, declarer, counts, ...values }: CountedOfLines, namings: readonly Naming[]) {
  const crossing = crossingOf.get(by) ?? 'month';
  const financer = financerKind(values.financer ?? '', namings);
  const keys = crossings[crossing].keys.map((key) => (key === 'financer' ? financer : (values[key] ?? '')));
  return { month, counted: { crossing, keys, soleReporter: sole, declarer, counts } satisfies CountedRow };
}

/** `none`: no line; `several`: lines of several kinds; `other`: of a funding that names none. */
function financerKind(lines: string, namings: readonly Naming[]): string {
  if (lines === '') return 'none';
  const kindOf = (funding: string) => namings.find(({ fundings }) => fundings.includes(funding))?.kind ?? 'other';
  const [kind = 'none', ...others] = new Set(lines.split(' ').map(kindOf));
  return others.length > 0 ? 'several' : kind;
}
