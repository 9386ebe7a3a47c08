import type { Dispatcher } from '@hub/dispatcher';
import type { Door } from '@hub/gateway';
import { type Check, type ProcessReport, readableVersion } from '@hub/platform';
import type { Projector } from '@hub/projector';
import type { Infrastructure } from './infrastructure.ts';
import type { Sealing } from './open-sealing.ts';
import type { ServiceName } from './run-file.ts';

/** What a process serves, as it starts one after the other. */
export interface ServedParts {
  door: Door | null;
  projector: Projector | null;
  dispatcher: Dispatcher | null;
  /** By which the process says how it is, to the database. */
  report: ProcessReport | null;
}

/** What must hold for the services of this process; those of others are theirs to say. */
export function hubChecks(
  { pool, log }: Infrastructure,
  sealing: Sealing | null,
  services: ReadonlySet<ServiceName>,
  parts: ServedParts,
): readonly Check[] {
  const check = (name: string, needed: readonly ServiceName[], run: Check['run']): readonly Check[] => {
    const own = needed.filter((service) => services.has(service));
    return own.length === 0 ? [] : [{ name, services: own, run }];
  };
  const all = [...services];
  return [
    ...check('database', all, () => requireDatabase(pool, parts.report)),
    ...check('log', ['gateway', 'projector', 'query'], () => log.reach()),
    ...check('keys', ['gateway', 'query'], () => begun(sealing).keyStore.reach({ toWrite: services.has('gateway') })),
    ...check('registry', ['gateway'], async () => begun(parts.door).requireRegistry()),
    ...check('taking', ['gateway'], async () => begun(parts.door).requireTaking()),
    ...check('feeds', ['projector'], async () => begun(parts.projector).requireFeeding()),
    ...check('slices', ['projector'], async () => begun(parts.projector).requireSharing()),
    ...check('records', ['query'], () => readableVersion(pool)),
    ...check('webhooks', ['dispatcher'], async () => begun(parts.dispatcher).requireFollowing()),
  ];
}

/** One that is read-only or full answers every question; the report writes to it every few seconds. */
async function requireDatabase(pool: Infrastructure['pool'], report: ProcessReport | null): Promise<void> {
  await pool.query('select 1');
  report?.requireWritten();
}

/** Nobody asks before: the process listens once all has started. */
function begun<Part>(part: Part | null): Part {
  if (part === null) throw new Error('The service has not started.');
  return part;
}
