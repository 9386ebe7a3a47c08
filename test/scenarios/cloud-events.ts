import { demoPartners } from '@hub/platform';
import type { Person } from './people.ts';
import { dataOf, type ReportedEvent, recordedTime, subjectOf } from './scenario.ts';

/** The partner whose own the source is. */
export function partnerOf(source: string): string {
  const partner = demoPartners.find(({ sources }) => sources.includes(source));
  if (partner === undefined) throw new Error(`No demo partner writes for ${source}.`);
  return partner.clientId;
}

/** The event as its partner sends it. EOS knows NIR with their key, the others the 13 characters. */
export function cloudEvent(reported: ReportedEvent, person: Person): object {
  const { training, ...data } = dataOf(reported);
  const isSession = subjectOf(reported.type) === 'session';
  const recordedtime = recordedTime(reported);
  const nir = reported.source === 'eos' ? person.nirWithKey : person.nir;
  return {
    specversion: '1.0',
    type: `hub.${reported.type}`,
    source: `urn:hub:source:${reported.source}`,
    id: reported.id,
    recordedtime,
    data: { ...(isSession ? {} : { trainee: { nir } }), training, ...data },
  };
}
