import { proofSeed } from '../support/proofs.ts';

/** Orders of arrival in which each case is played over Kafka and HTTP; `SCENARIO_ORDERS` asks for more. */
export const ordersEach = Number(process.env.SCENARIO_ORDERS ?? 4);

/** What the orders and the days are drawn from; `PROPERTY_SEED` draws the same again. */
export const ordersSeed = proofSeed;

export function printSeed(): void {
  process.stdout.write(`orders of scenarios: SCENARIO_ORDERS=${ordersEach} PROPERTY_SEED=${ordersSeed}\n`);
}
