import type { JobWork } from '@hub/platform';
import { type Destroying, destroyTrainees } from '../keys/destroy-trainees.ts';
import type { KeyWork } from '../keys/key-stores.ts';
import { endRetention } from '../keys/retention.ts';
import { rewrapAllKeys } from '../keys/rewrap-keys.ts';
import { rotatePepper } from '../keys/rotate-pepper.ts';
import type { AdminContext } from './admin-frame.ts';

/** Long work that needs what the gateway alone has, the keys, by kind of job. */
export function gatewayJobs({ registry, log }: AdminContext): Readonly<Record<string, JobWork>> {
  const work: KeyWork = { ...registry, log };
  return {
    'destroy-trainees': (job) => destroyTrainees(work, job.parameters as Destroying, job),
    'end-retention': (job) => {
      const { apply } = job.parameters as { readonly apply: boolean };
      return endRetention(work, { apply, now: Date.now() }, job);
    },
    'rewrap-keys': (job) => rewrapAllKeys(work, (job.parameters as { readonly to: number }).to, job),
    'rotate-pepper': (job) => rotatePepper(work, job),
  };
}
