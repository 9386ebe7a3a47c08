import { randomInt } from 'node:crypto';

/** Orders of arrival in which each case is played over Kafka and HTTP; `SCENARIO_ORDERS` asks for more. */
export const ordersEach = Number(process.env.SCENARIO_ORDERS ?? 6);

/** What the orders and the days are drawn from; `PROPERTY_SEED` draws the same again. */
export const ordersSeed = Number(process.env.PROPERTY_SEED ?? randomInt(2 ** 31 - 1));

export function printSeed(): void {
  process.stdout.write(`orders of scenarios: SCENARIO_ORDERS=${ordersEach} PROPERTY_SEED=${ordersSeed}\n`);
}
