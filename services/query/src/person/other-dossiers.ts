import type { Rights } from '@hub/core';
import type { DossierColumns, SessionColumnsOf } from '@hub/platform';
import { day, list, orNull, shape, text } from '../http/schema-parts.ts';
import type { DescribedSession } from '../reading/known-person.ts';
import type { SeenPerson } from '../reading/read-person.ts';

/** Another dossier of somebody whom the reader follows: that it is there, and no more. */
interface OtherDossier {
  readonly title: string | null;
  /** Formacode. */
  readonly domain: string | null;
  /** `YYYY-MM-DD` */
  readonly start: string | null;
  readonly end: string | null;
  readonly status: string;
  /** Kinds of organisations, never which. */
  readonly financerKinds: readonly string[];
}

export const otherDossierSchema = shape(
  {
    title: orNull(text),
    domain: orNull({ type: 'string', description: 'Formacode' }),
    start: orNull(day),
    end: orNull(day),
    status: text,
    financerKinds: list(text, 'Kinds of organisations that finance it'),
  },
  'OtherDossier',
);

/** From columns and sessions alone, the oldest first. */
export function otherDossiers(
  { sight, columns }: SeenPerson,
  sessions: readonly DescribedSession[],
  rights: Rights,
): readonly OtherDossier[] {
  return sight.others
    .map((rows) => summary(rows, columns.sessions, sessions, rights))
    .sort((a, b) => ((a.start ?? '') < (b.start ?? '') ? -1 : 1));
}

function summary(
  rows: readonly DossierColumns[],
  columns: readonly SessionColumnsOf[],
  sessions: readonly DescribedSession[],
  { namings }: Rights,
): OtherDossier {
  const named = new Set(rows.flatMap((row) => row.named.flat()));
  const isNamed = (references: readonly string[]) => references.some((each) => named.has(each));
  const published = sessions.find(({ record }) => record.published !== null && isNamed(record.references))?.record
    .published?.value;
  const days = rows.map(({ evidence }) => evidence.days);
  const newest = rows.toSorted((a, b) => ((a.statusSince ?? '') < (b.statusSince ?? '') ? -1 : 1)).at(-1);
  const fundings = new Set(rows.flatMap(({ evidence }) => evidence.lines.map(({ funding }) => funding)));
  const kinds = namings.flatMap((each) => (each.fundings.some((funding) => fundings.has(funding)) ? [each.kind] : []));
  return {
    title: published?.title ?? null,
    domain: columns.find(({ references }) => isNamed(references))?.domain ?? null,
    start: days.map(({ entered }) => entered).find((each) => each !== null) ?? published?.start ?? null,
    end: days.map(({ left }) => left).find((each) => each !== null) ?? published?.end ?? null,
    status: newest?.status ?? 'declared',
    financerKinds: [...new Set(kinds)].sort(),
  };
}
