import { positioned, retained } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 15,
  title: 'Retenu, AIS émise, encore à valider',
  cases: [
    {
      title: "l'AIS n'est pas une inscription",
      events: [
        positioned(),
        retained('s1', '2026-03-26'),
        { source: 'kairos', id: 'a1', type: 'enrolment-certificate-issued', day: '2026-03-26' },
        {
          source: 'france-travail',
          id: 'v1',
          type: 'validation-requested',
          day: '2026-03-26',
          data: { validator: 'france-travail' },
        },
      ],
      allOrders: true,
      today: '2026-03-29',
      expected: [
        {
          dossier: session,
          record: {
            status: 'to-validate',
            attempts: [{ state: 'to-validate', flags: { certificateIssued: { value: true } }, enrolment: null }],
            expectations: [
              { what: 'validation', since: '2026-03-26', dueBy: '2026-04-02' },
              { what: 'entry', since: null, dueBy: null },
            ],
          },
          noAnomalies: ['certificate-missing', 'overdue'],
        },
      ],
    },
  ],
};
