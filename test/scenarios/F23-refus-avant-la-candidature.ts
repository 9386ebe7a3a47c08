import { positioned, reported } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const contacted = reported('candidate-contacted', 'kairos-ng/c1', '2026-03-22');
const refused = reported('enrolment-decided', 'france-travail/n1', '2026-03-30', { decision: 'not-registered' });

export const scenario: Scenario = {
  number: 23,
  title: 'Contacté, non inscrit, puis candidature',
  cases: [
    {
      title: 'deux tentatives : le refus ne ferme pas la candidature qui le suit',
      events: [
        contacted,
        refused,
        positioned('p1', '2026-04-03'),
        reported('validation-requested', 'kairos/v1', '2026-04-13', { validator: 'mission-locale' }),
      ],
      allOrders: true,
      today: '2026-04-15',
      expected: [
        {
          dossier: session,
          record: {
            status: 'to-validate',
            attempts: [
              { state: 'not-registered', openedOn: '2026-03-22' },
              { state: 'to-validate', openedOn: '2026-04-03' },
            ],
          },
        },
      ],
    },
    {
      title: 'une prise de contact seule appartient à la candidature qui la suit',
      events: [contacted, positioned('p1', '2026-04-03')],
      allOrders: true,
      today: '2026-04-15',
      expected: [{ dossier: session, record: { status: 'contacted', attempts: [{ state: 'contacted' }] } }],
    },
  ],
};
