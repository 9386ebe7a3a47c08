import { dossierNumbers, type KeyStore, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';

/**
 * Who is who (schema `registry` of PostgreSQL), shared by all gateways of a hub: aliases of trainees, dossier numbers,
 * verdicts by hand, and what the log has of them. What is reserved is durable when a call resolves; any number of
 * gateways that ask at once get one trainee per alias and one number per (trainee, reference). Every call is a bounded
 * number of statements, however many events it is for. It rejects when the database is away: nothing was answered then.
 * Whoever is in it has a key: keys are made with the reservation of new trainees, and nowhere else.
 */
export interface Registry {
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  /** Under which pepper new aliases go, as last looked up: it matters while they are rotated. */
  readonly written: { version: number | null; staleAt: number };
  /** Dossier number by place in the sequence (1…). */
  readonly numberOf: (place: number) => number;
}

export function openRegistry({ pool, keyStore, secrets }: Omit<Registry, 'numberOf' | 'written'>): Registry {
  return { pool, keyStore, secrets, written: { version: null, staleAt: 0 }, numberOf: dossierNumbers(secrets) };
}
