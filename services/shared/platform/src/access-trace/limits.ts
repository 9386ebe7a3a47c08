/** Distinct persons that an organisation, its clients or an agent may come to. */
export interface Limits {
  readonly agentPersonsAnHour: number;
  readonly personsADay: number;
  readonly personsIn28Days: number;
  readonly missesAnHour: number;
  readonly newPersonsADay: number;
  readonly openingsADay: number;
  readonly agentListedAnHour: number;
  readonly missesADay: number;
  readonly readsAfterLineADay: number;
  readonly doorMissesADay: number;
  readonly agentsADay: number;
}

export const defaultLimits: Limits = {
  agentPersonsAnHour: 60,
  personsADay: 2_000,
  personsIn28Days: 20_000,
  missesAnHour: 60,
  newPersonsADay: 5_000,
  openingsADay: 500,
  agentListedAnHour: 2_000,
  missesADay: 500,
  readsAfterLineADay: 100,
  doorMissesADay: 200,
  agentsADay: 500,
};
