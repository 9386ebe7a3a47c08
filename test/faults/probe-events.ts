import type { CloudEvent } from '@hub/contracts';
import { partitionOf } from '@hub/platform';
import { type SimulatedPerson, simulatedPerson } from '@hub/simulation';

export const probeClient = 'eos';

/** The person of this number among those that only probes speak of. */
export function probePerson(today: string, index: number): SimulatedPerson {
  return simulatedPerson({ seed: 'probe', today }, index, false);
}

/** One fact about the person, in a dossier of its round. */
export function aboutPerson(person: SimulatedPerson, round: string, id: string): CloudEvent {
  const { nir, birthName, firstNames, birthDate, sex } = person;
  return probeEvent('hub.hours-realised', id, {
    trainee: { nir, birthName, firstNames, birthDate, sex },
    training: [`session:eos:probe-${round}`, `file:eos:${person.index}-${round}`],
    from: '2026-03-01',
    to: '2026-03-31',
    hoursCentre: 140,
    hoursCompany: 0,
  });
}

export function aboutSession(session: string, id: string): CloudEvent {
  return probeEvent('hub.session-published', id, {
    training: [session],
    title: `Formation ${id}`,
    start: '2026-03-02',
    end: '2026-06-30',
    entryMode: 'fixed-dates',
  });
}

/** A session of the round for every slice of the offers: an offer lies where its reference falls. */
export function sessionsOfEverySlice(round: string, slices: number): readonly string[] {
  const bySlice = new Map<number, string>();
  for (let index = 0; bySlice.size < slices; index += 1) {
    const session = `session:eos:probe-${round}-${index}`;
    bySlice.set(partitionOf(session, slices), session);
  }
  return [...bySlice.values()];
}

function probeEvent(type: string, id: string, data: CloudEvent['data']): CloudEvent {
  const time = '2026-04-01T09:00:00+02:00';
  return { specversion: '1.0', type, source: 'urn:hub:source:eos', id, time, recordedtime: time, data };
}
