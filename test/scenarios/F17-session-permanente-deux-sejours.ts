import { entry, exit, positioned } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const first = [
  positioned('p1', '2025-12-01'),
  entry('kairos', 'e1', '2026-01-12'),
  { source: 'kairos', id: 'b1', type: 'abandonment-declared' as const, day: '2026-03-03' },
  exit('kairos', 'x1', '2026-03-03', { data: { kind: 'abandonment' } }),
];

export const scenario: Scenario = {
  number: 17,
  title: 'Session permanente : abandon, nouveau positionnement, nouvelle entrée',
  cases: [
    {
      title: 'deux séjours, entré',
      events: [...first, positioned('p2', '2026-09-01'), entry('kairos', 'e2', '2026-09-08')],
      allOrders: true,
      today: '2026-09-15',
      fixedDays: true,
      expected: [
        {
          dossier: session,
          record: {
            status: 'entered',
            stays: [
              { state: 'exited', entry: { value: '2026-01-12' }, exit: { value: '2026-03-03', kind: 'abandonment' } },
              { state: 'entered', entry: { value: '2026-09-08', standing: 'unconfirmed' } },
            ],
          },
        },
      ],
    },
    {
      title: 'sans positionnement et par un système sans autorité : un séjour, contesté',
      events: [...first, entry('opco', 'e2', '2026-09-08')],
      allOrders: true,
      today: '2026-09-15',
      fixedDays: true,
      expected: [
        {
          dossier: session,
          record: {
            status: 'exited',
            stays: [{ state: 'exited', entry: { value: '2026-01-12', standing: 'contested' } }],
          },
          anomalies: ['contested'],
        },
      ],
    },
  ],
};
