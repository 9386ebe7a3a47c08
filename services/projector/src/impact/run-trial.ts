import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EventLog, HubError, type Rules, rulesHash } from '@hub/core';
import {
  activeVersion,
  countDossiers,
  editRules,
  loadRules,
  type RuleEdit,
  requireOwnShape,
  requireVersion,
  rulesNamed,
  type SchemaFiles,
  type SchemaPlaces,
  schemasWith,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';
import { yieldingPace } from '../rebuild/pace.ts';
import { type RulesTried, type TryOptions, tryRules } from './try-rules.ts';
import { type SchemasTried, trySchemas } from './try-schemas.ts';

/** What is tried: edits of the rules that a version was made by, or files as they lie in `schemas/`. */
export type Trial =
  | { readonly of: 'edits'; readonly version: string; readonly base: string; readonly edits: readonly RuleEdit[] }
  | { readonly of: 'files'; readonly files: SchemaFiles };

export interface TrialContext {
  readonly log: EventLog;
  readonly pool: Pool;
  /** Of this release, as this hub sets them. */
  readonly rules: Rules;
}

export interface TrialRun {
  readonly onStep: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** What edits would do. */
export interface EditsTried extends RulesTried {
  readonly version: string;
  /** Of the rules that were tried. */
  readonly rulesHash: string;
}

/** `rules` null: they say the same as those of the version that readers are given, or there is none. */
export interface FilesTried {
  readonly schemas: SchemasTried;
  readonly rules: RulesTried | null;
}

/** Does a trial wherever it can be done: a thread of its own, where the process has one to give. */
export type RunTrial = (trial: Trial, run: TrialRun) => Promise<EditsTried | FilesTried>;

export async function runTrial(context: TrialContext, trial: Trial, run: TrialRun): Promise<EditsTried | FilesTried> {
  return trial.of === 'edits' ? tryEdits(context, trial, run) : tryFiles(context, trial.files, run);
}

async function tryEdits(context: TrialContext, trial: Trial & { of: 'edits' }, run: TrialRun): Promise<EditsTried> {
  const { pool } = context;
  const version = await requireVersion(pool, trial.version);
  const rules = await editedRules(pool, trial);
  return { version: version.version, rulesHash: rulesHash(rules), ...(await tryEach(context, version, rules, run)) };
}

/** The rules that edits make of those that they were written for. Throws `wrong-use` where these are known no more. */
export async function editedRules(pool: Pool, { base, edits }: Pick<Trial & { of: 'edits' }, 'base' | 'edits'>) {
  const rules = await rulesNamed(pool, base);
  const edited = rules === null ? null : editRules(rules, edits);
  if (edited !== null && 'rules' in edited) return edited.rules;
  throw new HubError('wrong-use', 'These edits do not fit the rules that they were written for: write them anew.');
}

async function tryFiles(context: TrialContext, files: SchemaFiles, run: TrialRun): Promise<FilesTried> {
  const { log, pool, rules: own } = context;
  const directory = await mkdtemp(join(tmpdir(), 'hub-candidate-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), JSON.stringify(content));
    }
    const places = schemasWith(directory);
    const rules = withDayCount(readRules(places), own);
    const schemas = await trySchemas(log, places, run.onStep, run.signal);
    const active = await activeVersion(pool);
    if (active === null || active.rulesHash === rulesHash(rules)) return { schemas, rules: null };
    return { schemas, rules: await tryEach(context, active, rules, run) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Throws `configuration-invalid` where they have not the form of those of `schemas/`. */
function readRules(places: SchemaPlaces): Rules {
  try {
    return loadRules(places);
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    const sentence = 'rules.json, authority.json or codes/dsn-nature.json has not the form of the one in schemas/.';
    throw new HubError('configuration-invalid', sentence, { cause });
  }
}

/** What this hub sets by its environment holds for files too. */
function withDayCount(candidate: Rules, { dayCount }: Rules): Rules {
  return dayCount === loadRules().dayCount ? candidate : { ...candidate, dayCount };
}

async function tryEach(
  context: TrialContext,
  version: Version,
  rules: Rules,
  { onStep, signal }: TrialRun,
): Promise<RulesTried> {
  const { pool } = context;
  requireOwnShape(version);
  const total = await countDossiers(pool, version);
  const options: TryOptions = {
    onRead: (done) => onStep(done, Math.max(done, total)),
    pace: yieldingPace(context, signal),
  };
  return tryRules(pool, version, rules, options);
}
