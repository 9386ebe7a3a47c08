import { positioned, registered, retained } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 13,
  title: 'RDV annulé, positionné de nouveau sur candidature, retenu, inscrit',
  cases: [
    {
      title: 'un dossier, deux tentatives',
      events: [
        positioned('p1', '2026-03-20', { data: { mode: 'appointment', slot: 'RDV1' } }),
        { source: 'kairos', id: 'c1', type: 'appointment-cancelled', day: '2026-03-23', data: { slot: 'RDV1' } },
        positioned('p2', '2026-03-25'),
        retained('s1', '2026-03-26'),
        registered('r1', '2026-03-28'),
      ],
      allOrders: true,
      today: '2026-03-29',
      expected: [
        {
          dossier: session,
          numbers: 1,
          record: {
            status: 'registered',
            attempts: [
              { state: 'appointment-cancelled', openedOn: '2026-03-20' },
              { state: 'registered', openedOn: '2026-03-25' },
            ],
            stays: [{ state: 'expected' }],
          },
          anomalies: ['certificate-missing'],
        },
      ],
    },
  ],
};
