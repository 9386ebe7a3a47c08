import { type JobWork, type TakenJob, traceKeyOf, verifyTrace } from '@hub/platform';
import { type Destroying, destroyTrainees } from '../keys/destroy-trainees.ts';
import type { KeyWork } from '../keys/key-stores.ts';
import { endRetention } from '../keys/retention.ts';
import { rewrapAllKeys } from '../keys/rewrap-keys.ts';
import { rotatePepper } from '../keys/rotate-pepper.ts';
import { verifyRegistry } from '../registry/rebuild/rebuild-registry.ts';
import { registryDiffers } from '../registry/rebuild/registry-difference.ts';
import type { AdminContext } from './admin-frame.ts';

/** Long work that needs what the gateway alone has, the keys, by kind of job. */
export function gatewayJobs(context: AdminContext): Readonly<Record<string, JobWork>> {
  const work: KeyWork = { ...context.registry, log: context.log };
  return {
    'trace-verification': (job) => verifyWholeTrace(context, job),
    'registry-verification': (job) => verifyWholeRegistry(context, job),
    'destroy-trainees': (job) => destroyTrainees(work, job.parameters as Destroying, job),
    'end-retention': (job) => {
      const { apply } = job.parameters as { readonly apply: boolean };
      return endRetention(work, { apply, now: Date.now() }, job);
    },
    'rewrap-keys': (job) => rewrapAllKeys(work, (job.parameters as { readonly to: number }).to, job),
    'rotate-pepper': (job) => rotatePepper(work, job),
  };
}

const sayEveryMs = 1_000;

async function verifyWholeRegistry({ registry, keyStore, secrets, log }: AdminContext, job: TakenJob): Promise<object> {
  let saidAt = 0;
  const onProgress = (done: number, total: number) => {
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    job.advance({ done, total }).catch(() => {});
  };
  const { signal } = job;
  const report = await verifyRegistry({ log, pool: registry.pool, keyStore, secrets, onProgress, signal });
  return { differs: registryDiffers(report), ...report };
}

/** Interrupted, it begins again: what was compared may have been changed since. */
async function verifyWholeTrace({ pool, log, secrets }: AdminContext, job: TakenJob): Promise<object> {
  return verifyTrace({ pool, log, key: traceKeyOf(secrets) }, async (done, total) => {
    job.signal.throwIfAborted();
    await job.advance({ done, total });
  });
}
