import { eventually } from '../support/eventually.ts';
import type { FaultedHub, RunningCommand } from './faulted-hub.ts';

/** A rebuild beside the faults of a round. */
export interface RebuildPlan {
  /** It is killed so long after the fault began; null: it goes on, or fails by the fault. */
  readonly killAfterMs: number | null;
}

const beginMsMax = 30_000;
const triesMax = 3;

/** Begins `hub rebuild`, and resolves once a version is being built, or it has ended before anybody saw it build. */
export async function beginRebuild(hub: FaultedHub): Promise<RunningCommand> {
  const command = hub.begin('rebuild', '--json');
  let isOver = false;
  void command.ended.then(() => {
    isOver = true;
  });
  await eventually(async () => isOver || (await isBuilding(hub)), { timeoutMs: beginMsMax });
  return command;
}

function isBuilding(hub: FaultedHub): Promise<boolean> {
  return hub.withPool(async (pool) => {
    const { rows } = await pool.query('select from projection.version where built_at is null and retired_at is null');
    return rows.length > 0;
  });
}

interface Report {
  readonly version: string;
  readonly comparison: Readonly<Record<'dossiers' | 'trainees' | 'sessions', Level>> | null;
}

interface Level {
  readonly changed: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
}

/**
 * However the rebuild ended, another one builds what was left of it; the pure fold of the log is what readers are shown,
 * and the version is retired. Gives what is wrong.
 */
export async function finishRebuild(hub: FaultedHub, command: RunningCommand): Promise<readonly string[]> {
  let last = await command.ended;
  for (let tries = 0; last.code !== 0 && tries < triesMax; tries++) last = await hub.command('rebuild', '--json');
  if (last.code !== 0) return [`a rebuild does not go through: ${JSON.stringify(last.document).slice(0, 800)}`];
  const { version, comparison } = last.document as Report;
  const retired = await hub.command('retire', version);
  return [
    ...(comparison === null ? [`the rebuild ${version} was compared with nothing`] : differencesOf(comparison)),
    ...(await leftovers(hub, retired.code, version)),
  ];
}

function differencesOf(comparison: NonNullable<Report['comparison']>): readonly string[] {
  return (['dossiers', 'trainees', 'sessions'] as const).flatMap((level) => {
    const { changed, onlyHere, onlyThere } = comparison[level];
    const differ = changed + onlyHere + onlyThere;
    return differ === 0 ? [] : [`the rebuild differs in ${differ} ${level}`];
  });
}

/** A rebuild that was killed leaves no version behind that nobody will end. */
async function leftovers(hub: FaultedHub, code: number, version: string): Promise<readonly string[]> {
  if (await isBuilding(hub)) return [`a version is left half built beside ${version}`];
  const { rows } = await hub.withPool((pool) =>
    pool.query('select from projection.version where version = $1 and retired_at is null', [version]),
  );
  return rows.length === 0 ? [] : [`hub retire ${version} ended with ${code} and left it`];
}
