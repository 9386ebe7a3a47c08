import { HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** Who asks for a change: a client of an organisation, and the person behind it. */
export interface Operator {
  /** Null where a command of installation acts at the database itself. */
  readonly siret: string | null;
  readonly clientId: string;
  /** Opaque id (`Hub-Agent`). */
  readonly agent: string;
  readonly traceparent: string | null;
}

/** A change, as the audit tells it. */
export interface Change {
  /** In the past tense: `client-revoked`. */
  readonly what: string;
  /** Kind and name of what was changed: `client:kairos`. */
  readonly subject: string;
  /** As it was and as it is now; null: it was not there. Plain JSON, never a secret and nothing personal. */
  readonly before: object | null;
  readonly after: object | null;
}

/** A change with who made it and when (RFC 3339). */
export interface AuditRow extends Change, Operator {
  readonly id: number;
  readonly at: string;
}

/** Writes the row in the caller's transaction: no change without its row, and no row without its change. */
export async function writeAudit(client: ClientBase, by: Operator, change: Change): Promise<void> {
  for (const state of [change.before, change.after]) refuseSecrets(state);
  await client.query(
    `insert into admin.audit (siret, client_id, agent, what, subject, before, after, traceparent)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      by.siret,
      by.clientId,
      by.agent,
      change.what,
      change.subject,
      jsonOrNull(change.before),
      jsonOrNull(change.after),
      by.traceparent,
    ],
  );
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const secretName = /secret(?!Until)|password|hash|token|^d$|^k$/i;

/** Nothing that is called a secret is written, whoever calls: a fault of ours is better refused than kept for ever. */
function refuseSecrets(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value) && secretName.test(name) && typeof member === 'string') {
      throw new HubError('internal', `The audit was to keep ${name}, which may be a secret.`);
    }
    refuseSecrets(member);
  }
}

export interface AuditFilter {
  readonly what?: string | undefined;
  readonly siret?: string | undefined;
  readonly subject?: string | undefined;
  readonly clientId?: string | undefined;
  readonly agent?: string | undefined;
  /** Rows older than this one. */
  readonly below?: number | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function readAudit(pool: Pool, filter: AuditFilter): Promise<readonly AuditRow[]> {
  const { rows } = await pool.query<AuditRow>(
    `select audit_id::float8 as id, to_json(at)#>>'{}' as at, siret, client_id as "clientId", agent, what, subject,
       before, after, traceparent
     from admin.audit
     where ($1::text is null or what = $1) and ($2::text is null or subject = $2)
       and ($3::text is null or client_id = $3) and ($4::text is null or agent = $4)
       and ($5::bigint is null or audit_id < $5) and ($6::text is null or siret = $6)
     order by audit_id desc limit $7`,
    [
      filter.what ?? null,
      filter.subject ?? null,
      filter.clientId ?? null,
      filter.agent ?? null,
      filter.below ?? null,
      filter.siret ?? null,
      filter.limit,
    ],
  );
  return rows;
}
