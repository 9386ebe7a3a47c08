import { positioned, presence, retained } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 14,
  title: 'Absent au RDV1, transféré au RDV2, présent, retenu',
  cases: [
    {
      title: 'aucune contradiction',
      events: [
        positioned('p1', '2026-03-20', { data: { mode: 'appointment', slot: 'RDV1' } }),
        presence('v1', '2026-03-23', 'RDV1', 'absent'),
        {
          source: 'kairos',
          id: 't1',
          type: 'appointment-transferred',
          day: '2026-03-24',
          data: { fromSlot: 'RDV1', toSlot: 'RDV2' },
        },
        presence('v2', '2026-03-27', 'RDV2', 'present'),
        retained('s1', '2026-03-28'),
      ],
      allOrders: true,
      today: '2026-03-29',
      expected: [
        {
          dossier: session,
          record: {
            status: 'retained',
            attempts: [
              {
                state: 'retained',
                appointment: { slot: 'RDV2', state: 'appointed', slots: ['RDV1', 'RDV2'] },
                presence: [
                  { slot: 'RDV1', value: 'absent' },
                  { slot: 'RDV2', value: 'present' },
                ],
              },
            ],
          },
          noAnomalies: ['contested', 'restated-without-correction', 'transfer-after-cancellation'],
        },
      ],
    },
  ],
};
