import { type JobWork, type TakenJob, traceKeyOf, verifyTrace } from '@hub/platform';
import type { AdminContext } from './admin-frame.ts';

/** Long work that needs what the gateway alone has, the keys, by kind of job. */
export function gatewayJobs(context: AdminContext): Readonly<Record<string, JobWork>> {
  return { 'trace-verification': (job) => verifyWholeTrace(context, job) };
}

/** Interrupted, it begins again: what was compared may have been changed since. */
async function verifyWholeTrace({ pool, log, secrets }: AdminContext, job: TakenJob): Promise<object> {
  return verifyTrace({ pool, log, key: traceKeyOf(secrets) }, async (done, total) => {
    job.signal.throwIfAborted();
    await job.advance({ done, total });
  });
}
