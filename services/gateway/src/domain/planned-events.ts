import type { EventName } from '@hub/contracts';

/** Events that speak of what is to come: their days may lie after the day on which they were recorded. */
export const plannedEvents: ReadonlySet<EventName> = new Set<EventName>([
  'session-published',
  'session-withdrawn',
  'session-interruption-planned',
  'recruitment-opened',
  'appointment-transferred',
  'path-planned',
  'path-extended',
  'path-suspended',
  'interruption-planned',
  'financing-engaged',
  'remuneration-set',
]);

/** Events that attest a whole period: its last day has passed too. */
export const attestedPeriods: ReadonlySet<EventName> = new Set<EventName>(['hours-realised']);
