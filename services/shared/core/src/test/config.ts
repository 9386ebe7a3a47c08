/** Lives that each property is tried on; `PROPERTY_RUNS` asks for more. */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 400);

/** What the lives are drawn from, printed by the tests; `PROPERTY_SEED` draws the same again. */
export const propertySeed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);
