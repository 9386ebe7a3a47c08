import { compareRecordings, compareText, type Fact, groupBy } from '../dossier/facts.ts';

/** What was told with one birth date, as a correction would name it; the date itself is nobody's to know. */
export interface ToldPerson {
  /** RFC 3339: when the first of it was recorded. */
  readonly since: string;
  /** The descriptions and the events that they came with, oldest recorded first. */
  readonly facts: readonly { readonly source: string; readonly id: string }[];
}

/**
 * The persons who may stand behind the identifiers of one trainee: one for each birth date that any source ever told, for
 * what a source said before counts too where it spoke of several persons under one number. Birth dates are compared by
 * digests (rules.md, 20.7), hence only those under the key with the most. The oldest first.
 */
export function toldPeople(descriptions: readonly Fact<'trainee-described'>[]): readonly ToldPerson[] {
  const dated = descriptions.filter(({ data }) => data.says?.birth !== undefined).toSorted(compareRecordings);
  const byKey = groupBy(dated, ({ data }) => data.says?.under ?? '');
  const people = [...byKey.values()].map((own) => [...groupBy(own, ({ data }) => data.says?.birth ?? '').values()]);
  const most = people.reduce<(typeof people)[number]>((best, each) => (each.length > best.length ? each : best), []);
  return most.map((own) => ({ since: own[0]?.recordedAt ?? '', facts: own.flatMap(movedTogether) })).sort(bySince);
}

function movedTogether({ source, id, data }: Fact<'trainee-described'>): ToldPerson['facts'] {
  return [
    { source, id },
    { source, id: data.toldWith },
  ];
}

function bySince(one: ToldPerson, other: ToldPerson): number {
  return compareText(one.since, other.since);
}
