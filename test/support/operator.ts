import type { Operator } from '@hub/platform';

/** Who acts where a test does, as the audit tells it. */
export const operatorHere: Operator = { siret: null, clientId: 'installation', agent: 'test', traceparent: null };
