import { nirKey } from '@hub/core';

export const batchEvents = 100;

/** Events, a hundred unless said, about the people from `from` on, modulo `people`: entries, hours and exits with a sealed reason, identity reported each time. */
export function batchOf(from: number, people: number, name: string, length = batchEvents): Buffer {
  const events = Array.from({ length }, (_, index) => eventOf((from + index) % people, `${name}-${index}`));
  return Buffer.from(JSON.stringify(events));
}

function eventOf(person: number, name: string) {
  const nir13 = `26905${String(10_000 + Math.floor(person / 900)).slice(0, 2)}${String(100 + (person % 900)).padStart(3, '0')}${String(1 + Math.floor(person / 900)).padStart(3, '0')}`;
  const trainee = {
    nir: nir13 + nirKey(nir13),
    partnerNumber: `p${person}`,
    birthName: `Nom${person}`,
    firstNames: 'Claude',
    birthDate: '1969-05-12',
    sex: 'female',
  };
  const about = { trainee, training: [`session:eos:${60_000 + (person % 500)}`, `file:eos:${person}`] };
  const common = { ...about, funding: 'prf', effectiveDate: '2026-04-01' };
  const hours = { from: '2026-03-01', to: '2026-03-31', hoursCentre: 140, hoursCompany: 0 };
  const kinds = [
    ['entry-attested', common],
    ['hours-realised', { ...about, ...hours }],
    ['exit-declared', { ...common, kind: 'planned-end', reason: 'fin prévue', situation: 'emploi' }],
  ] as const;
  const [type, data] = kinds[person % 3] ?? kinds[0];
  return {
    specversion: '1.0',
    type: `hub.${type}`,
    source: 'urn:hub:source:eos',
    id: `${person}-${name}`,
    time: '2026-04-01T09:00:00+02:00',
    recordedtime: '2026-04-01T09:12:00+02:00',
    data,
  };
}
