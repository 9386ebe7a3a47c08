import type { Pool } from 'pg';

/** A look at a person, as the person may be told of it. */
export interface Look {
  /** RFC 3339. */
  readonly at: string;
  /** SIRET; null: of before organisations were written down. */
  readonly organisation: string | null;
  readonly purpose: string | null;
  readonly operation: string;
  readonly dossier: number | null;
  readonly categories: readonly string[];
}

/** Null: of any. */
export interface LooksAsked {
  readonly before: string | null;
  readonly limit: number;
  readonly organisation?: string | null;
  readonly purpose?: string | null;
}

/**
 * Looks at these trainees that were answered, and what operators did with them; the newest first. Who, when, why and which
 * categories are the person's to know (GDPR article 15; Code du travail R6323-40); which agent of an organisation is not,
 * unless the person cannot do without (CJEU C-579/21, 22 June 2023).
 */
export async function looksAt(
  pool: Pool,
  trainees: readonly string[],
  { before, limit, organisation = null, purpose = null }: LooksAsked,
): Promise<readonly Look[]> {
  const { rows } = await pool.query<Look>(
    `select to_char(read_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, organisation, purpose, operation,
       dossier, categories
     from access.trace
     where trainee_id = any($1::uuid[]) and decision = 'allowed' and read_at < coalesce($2::timestamptz, 'infinity')
       and ($4::text is null or organisation = $4) and ($5::text is null or purpose = $5)
     order by read_at desc, writer, sequence limit $3`,
    [trainees, before, limit, organisation, purpose],
  );
  return rows;
}
