import type { JobWork } from '@hub/platform';
import type { AdminContext } from './admin-frame.ts';

/** Long work that needs what the gateway alone has, the keys, by kind of job. */
export function gatewayJobs(_context: AdminContext): Readonly<Record<string, JobWork>> {
  return {};
}
