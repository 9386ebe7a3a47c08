import { HubError } from '@hub/core';
import type { z } from 'zod';

/**
 * What these settings read of an environment; a variable that is empty is not set. Throws `configuration-invalid` naming every
 * wrong value.
 */
export function readSettings<Settings>(settings: z.ZodType<Settings>, env: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(set);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new HubError('configuration-invalid', faults.join('\n'));
}
