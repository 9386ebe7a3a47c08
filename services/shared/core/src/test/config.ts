import * as fc from 'fast-check';

/** Lives that each property is tried on; `PROPERTY_RUNS` asks for more. */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 200);

/** What the lives are drawn from, printed by the tests; `PROPERTY_SEED` draws the same again. */
const propertySeed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);

/** Before the properties of a file: draws all of them from the seed, and says which. */
export function drawFromSeed(what: string): void {
  fc.configureGlobal({ seed: propertySeed });
  process.stdout.write(`${what}: PROPERTY_RUNS=${propertyRuns} PROPERTY_SEED=${propertySeed}\n`);
}
