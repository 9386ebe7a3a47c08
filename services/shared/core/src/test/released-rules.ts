import authority from '../../../../../schemas/authority.json' with { type: 'json' };
import settings from '../../../../../schemas/rules.json' with { type: 'json' };
import type { Rules } from '../rules.ts';

/** The rules as released: authority.json and rules.json, with the natures of contract by class as loadRules reads them. */
export const releasedRules: Rules = {
  authority: authority as Rules['authority'],
  anomalies: settings.anomalies as Rules['anomalies'],
  expectations: settings.expectations,
  dayCount: 'calendar',
  interruptionDaysMax: settings.interruptionDaysMax,
  employmentMonths: settings.employmentMonths,
  contractClasses: {
    cdi: ['01', '07', '08', '09', '50', '82', '91'],
    cdd: ['02', '10', '32', '51', '60', '92'],
    interim: ['03'],
  },
  birthDatesOfSeveral: settings.birthDatesOfSeveral,
  factsMax: settings.factsMax,
};
