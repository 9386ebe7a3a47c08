/** Lives that each property is tried on; `PROPERTY_RUNS` asks for more. fast-check prints the seed of a failure. */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 400);
