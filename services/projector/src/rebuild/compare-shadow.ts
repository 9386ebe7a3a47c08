import {
  findComparison,
  type HeldVersion,
  leaseKey,
  openToProjectors,
  positionsOf,
  readLeases,
  readOneMoment,
  readUpTo,
  requireVersion,
  type Version,
  withTransaction,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { applyFacts } from '../apply-facts.ts';
import { projectorSettings } from '../config.ts';
import { partDecoded } from '../fold/arrival.ts';
import { decodePending, progressOf } from '../live/project-batch.ts';
import { mayPass } from '../live/run-feed.ts';
import { type Comparison, compareAtOneMoment } from '../versions/compare.ts';
import type { BuildOptions } from './build-version.ts';

const triesMax = 5;

/**
 * Compares a version that nobody but us writes with one that readers are given, and opens it to projectors in the same
 * transaction. The transaction sees the other version at one moment, projects what this one lacks up to the offsets of that
 * moment, and compares: the other one is read, nobody's slice is taken, and no event waits. Of two processes that fill one
 * version the first compares.
 */
export async function compareShadow(options: BuildOptions, shadow: HeldVersion, other: string): Promise<Comparison> {
  return shadow.alone(async () => {
    const known = await alreadyCompared(options, shadow.version, other);
    if (known !== null) return known;
    // What came while it was built may be much; the snapshot below is then held for what comes meanwhile only.
    await withTransaction(options.pool, (client) => catchUpWith(client, options, shadow.version, other), { job: true });
    for (let tries = 1; ; tries += 1) {
      try {
        return await compareOnce(options, shadow.version, other);
      } catch (error) {
        // A mark that a source is full was set by a projector meanwhile.
        if (!mayPass(error) || tries === triesMax) throw error;
      }
    }
  });
}

async function alreadyCompared(
  { pool }: BuildOptions,
  { version }: Version,
  other: string,
): Promise<Comparison | null> {
  if ((await requireVersion(pool, version)).builtAt === null) return null;
  const found = await findComparison(pool, version, other);
  return found === null ? null : ({ ...found.report, id: found.id, comparedAt: found.comparedAt } as Comparison);
}

function compareOnce(options: BuildOptions, shadow: Version, other: string): Promise<Comparison> {
  return withTransaction(
    options.pool,
    async (client) => {
      await readOneMoment(client);
      const there = await requireVersion(client, other);
      await catchUpWith(client, options, shadow, other);
      const comparison = await compareAtOneMoment(client, [shadow, there]);
      await openToProjectors(client, shadow);
      return comparison;
    },
    { job: true },
  );
}

/** Projects, in this transaction, what `shadow` lacks of what the other version shows in its snapshot. */
async function catchUpWith(
  client: ClientBase,
  { log, rules, settings, signal }: BuildOptions,
  { version, schemaName }: Version,
  other: string,
): Promise<void> {
  const leases = await readLeases(client, version);
  const own = new Set(leases.map(leaseKey));
  const goal = (await readLeases(client, other)).filter((lease) => own.has(leaseKey(lease)));
  const factsMax = settings?.factsMax ?? projectorSettings(rules).factsMax;
  const target = { version, schemaName, rules, factsMax, isFed: false };
  const never = new AbortController().signal;
  for await (const messages of readUpTo(log, positionsOf(leases), positionsOf(goal), signal ?? never)) {
    const pending = messages.map(decodePending);
    const { arrivals, unreadable } = partDecoded(pending.map(({ decoded }) => decoded));
    await applyFacts(client, target, arrivals, unreadable, { version, leaseMs: 0, progress: progressOf(pending) });
  }
}
