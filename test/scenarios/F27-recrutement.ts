import { positioned, presence, reported } from './reported-events.ts';
import { type Case, type ReportedEvent, type Scenario, session } from './scenario.ts';

const published: ReportedEvent = reported('session-published', 'eos/o1', '2026-02-02', {
  ...{ title: 'Soudeur', start: '2026-04-07', end: '2026-07-03', entryMode: 'fixed-dates', state: 'open' },
});
const opened = (slot: string, from: string) =>
  reported('recruitment-opened', `kairos/${slot}`, from, { slot, mode: 'meeting', from }, { recorded: '2026-02-10' });
const invited = positioned('p1', '2026-03-02', { data: { mode: 'meeting', slot: 'ICO1' } });
const moved = reported('appointment-transferred', 'kairos/t1', '2026-03-05', { fromSlot: 'ICO1', toSlot: 'ICO2' });

const scene = (
  title: string,
  events: readonly ReportedEvent[],
  today: string,
  expected: Omit<Case['expected'][number], 'dossier'>,
): Case => ({
  ...{ title, events, today, allOrders: true },
  expected: [{ dossier: session, ...expected }],
});

export const scenario: Scenario = {
  number: 27,
  title: 'Recruter : une voie ouverte, le jour du rendez-vous, avant le démarrage',
  cases: [
    scene('la session recrute et aucune voie n’est ouverte', [published, invited], '2026-03-04', {
      record: { status: 'appointed' },
      anomalies: ['recruitment-without-way-in'],
      noAnomalies: ['slot-without-session'],
    }),
    scene(
      'une information collective à venir en est une',
      [published, opened('ICO1', '2026-03-20'), invited],
      '2026-03-04',
      {
        record: { session: { state: 'open' } },
        noAnomalies: ['recruitment-without-way-in', 'overdue'],
      },
    ),
    scene('une plage sur une session que personne n’a publiée', [opened('ICO1', '2026-03-20'), invited], '2026-03-04', {
      record: { session: { state: 'unpublished' } },
      anomalies: ['slot-without-session'],
    }),
    scene(
      'un transfert vers une plage que la session n’a pas',
      [published, opened('ICO1', '2026-03-20'), invited, moved],
      '2026-03-06',
      {
        record: { attempts: [{ appointment: { slot: 'ICO2' } }] },
        anomalies: ['transfer-unknown-slot'],
      },
    ),
    scene(
      'la présence se dit le jour du rendez-vous',
      [published, opened('ICO1', '2026-03-20'), invited],
      '2026-03-21',
      {
        record: { expectations: [{ what: 'presence', since: '2026-03-20', dueBy: '2026-03-20' }] },
        anomalies: ['overdue'],
      },
    ),
    scene(
      'le résultat se dit avant le démarrage de la session',
      [published, opened('ICO1', '2026-03-20'), invited, presence('v1', '2026-03-20', 'ICO1', 'present')],
      '2026-04-06',
      {
        record: { expectations: [{ what: 'result', since: '2026-03-20', dueBy: '2026-04-06' }] },
        noAnomalies: ['overdue'],
      },
    ),
  ],
};
