import { randomInt } from 'node:crypto';

/**
 * How deep the long proofs go: kills, wires, upgrades, orders of arrival, random lives. `npm test` plays a short round of
 * each, drawn anew every time; `npm run proofs` plays them whole. Nothing else decides it.
 */
export type Depth = 'short' | 'whole';

export const depth: Depth = process.env.HUB_PROOFS === 'whole' ? 'whole' : 'short';

/** What the short rounds are drawn from; `PROPERTY_SEED` draws the same again. */
export const proofSeed = Number(process.env.PROPERTY_SEED ?? randomInt(2 ** 31 - 1));

/** Rounds, kills or cases: so many in `npm test`, so many in `npm run proofs`. */
export function rounds(short: number, whole: number): number {
  return depth === 'whole' ? whole : short;
}

/** All cases where proofs are played whole; else so many that follow each other from a place that the seed draws. */
export function drawn<Case>(cases: readonly Case[], count: number): readonly Case[] {
  const from = proofSeed % cases.length;
  const turned = [...cases.slice(from), ...cases.slice(0, from)];
  return turned.slice(0, rounds(count, cases.length));
}

/** The files of the long proofs, and what the whole of them is asked by. */
export const proofs = {
  environment: { HUB_PROOFS: 'whole', PROPERTY_RUNS: '4000', SCENARIO_ORDERS: '24' },
  files: [
    'test/integration/broken-wires.test.ts',
    'test/integration/database-wire.test.ts',
    'test/integration/gateway-any-request.test.ts',
    'test/integration/gateway-killed.test.ts',
    'test/integration/hub-kill.test.ts',
    'test/integration/keys-killed.test.ts',
    'test/integration/nothing-in-clear.test.ts',
    'test/integration/projector-faults.test.ts',
    'test/integration/scenarios-levels.test.ts',
    'test/integration/scenarios-processes.test.ts',
    'test/integration/upgrade.test.ts',
    'services/shared/core/src/describe-version.test.ts',
    'services/shared/core/src/field-properties.test.ts',
    'services/shared/core/src/identifiers/clear-text.test.ts',
    'services/shared/core/src/path-properties.test.ts',
    'services/shared/core/src/properties.test.ts',
    'services/shared/core/src/rights/rights-properties.test.ts',
  ],
} as const;
