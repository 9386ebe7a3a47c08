import { defaultLimits } from '@hub/platform';
import type { ClientBase, Pool } from 'pg';

/** Before anybody asks anything: more persons are met here than a convention lets an agent or a client meet. */
export async function liftLimits(client: ClientBase | Pool): Promise<void> {
  const limits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 100_000_000]));
  await client.query('update access.convention set limits = $1', [limits]);
}
