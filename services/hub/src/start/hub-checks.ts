import type { Door } from '@hub/gateway';
import { type Check, readableVersion } from '@hub/platform';
import type { Projector } from '@hub/projector';
import type { Infrastructure } from './infrastructure.ts';
import type { Sealing } from './open-sealing.ts';
import type { ServiceName } from './run-file.ts';

/** What a process serves, as it starts one after the other. */
export interface ServedParts {
  door: Door | null;
  projector: Projector | null;
}

/** No trainee has this id: looking for its key asks the key store and finds none. */
const nobody = '00000000-0000-0000-0000-000000000000';

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
    ...check('database', all, () => pool.query('select 1')),
    ...check('log', all, () => log.reach()),
    ...check('keys', ['gateway', 'query'], () => begun(sealing).keyStore.keysOf([nobody])),
    ...check('registry', ['gateway'], async () => begun(parts.door).requireRegistry()),
    ...check('taking', ['gateway'], async () => begun(parts.door).requireTaking()),
    ...check('feeds', ['projector'], async () => begun(parts.projector).requireFeeding()),
    ...check('slices', ['projector'], async () => begun(parts.projector).requireSharing()),
    ...check('records', ['query'], () => readableVersion(pool)),
  ];
}

/** Nobody asks before: the process listens once all has started. */
function begun<Part>(part: Part | null): Part {
  if (part === null) throw new Error('The service has not started.');
  return part;
}
