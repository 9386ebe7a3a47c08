import type { DossierEvidence, PersonEvidence, SessionEvidence } from '@hub/core';
import type pg from 'pg';
import { activeVersion } from './active-version.ts';
import { decodeDossierEvidence, decodePersonEvidence } from './encode-evidence.ts';
import { tableOf } from './row-tables.ts';
import { rowShape } from './versions.ts';

/** What relations to a dossier are found in, as its own row has it: what answers together with it is left out. */
export interface DossierScene {
  readonly dossiers: readonly [DossierEvidence];
  readonly sessions: readonly SessionEvidence[];
  readonly person: PersonEvidence;
}

interface SceneRow {
  readonly number: number;
  readonly evidence: string;
  readonly sessions: readonly string[];
  readonly ofPerson: string | null;
  readonly restricted: boolean;
  readonly published: readonly SessionEvidence[] | null;
}

/** By number, from columns alone, in one statement; none while records cannot be read. */
export async function readScenes(
  pool: pg.Pool,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, DossierScene>> {
  const version = await activeVersion(pool);
  if (version?.shape !== rowShape) return new Map();
  const table = (name: string) => tableOf(version.schemaName, name);
  const { rows } = await pool.query<SceneRow>({
    name: `scenes ${version.schemaName}`,
    text: `select number, dossier.evidence, dossier.sessions, trainee.evidence as "ofPerson",
        coalesce(restricted, false) as restricted, published
      from ${table('dossier')} dossier left join ${table('trainee')} trainee using (trainee_id)
      left join lateral (
        select json_agg(json_build_object('reference', reference, 'territory', territory,
          'financerCodes', session.financers, 'financerSirets', financer_sirets)) as published
        from ${table('session')} session where reference = any(dossier.sessions)) sessions on true
      where number = any($1::int[])`,
    values: [numbers],
  });
  return new Map(
    rows.map(({ number, evidence, sessions, ofPerson, restricted, published }) => [
      number,
      {
        dossiers: [decodeDossierEvidence(evidence, sessions)],
        sessions: published ?? [],
        person: decodePersonEvidence(ofPerson, restricted),
      },
    ]),
  );
}
