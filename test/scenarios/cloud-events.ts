import { demoPartners } from '@hub/platform';
import type { Person } from './people.ts';
import { dataOf, recordedTime, subjectOf, type Told } from './scenario.ts';

/** The partner whose own the source is. */
export function partnerOf(source: string): string {
  const partner = demoPartners.find(({ sources }) => sources.includes(source));
  if (partner === undefined) throw new Error(`No demo partner writes for ${source}.`);
  return partner.clientId;
}

/** The event as its partner sends it. EOS knows NIR with their key, the others the 13 characters (DICTIONARY F20). */
export function cloudEvent(told: Told, person: Person): object {
  const { training, ...data } = dataOf(told);
  const isSession = subjectOf(told.type) === 'session';
  const recordedtime = recordedTime(told);
  const nir = told.source === 'eos' ? person.nirWithKey : person.nir;
  // The core does without the day of a verdict on sessions; the dictionary asks for it.
  const day = isSession && data.effectiveDate === undefined ? { effectiveDate: recordedtime.slice(0, 10) } : {};
  return {
    specversion: '1.0',
    type: `hub.${told.type}`,
    source: `urn:hub:source:${told.source}`,
    id: told.id,
    recordedtime,
    data: { ...(isSession ? {} : { trainee: { nir } }), training, ...day, ...data },
  };
}
