import { entry, exit, positioned, registered } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 1,
  title: 'Positionné, inscrit, entré, sorti',
  cases: [
    {
      title: 'le parcours ordinaire, dans tous les ordres',
      events: [
        positioned(),
        registered('r1', '2026-03-27'),
        entry('eos', 'e1', '2026-04-01'),
        exit('eos', 'x1', '2026-04-20'),
      ],
      allOrders: true,
      today: '2026-04-25',
      expected: [
        {
          dossier: session,
          record: {
            status: 'exited',
            statusSince: { source: 'eos', eventId: 'x1' },
            attempts: [{ state: 'registered' }],
            stays: [
              {
                state: 'exited',
                provisional: false,
                entry: { value: '2026-04-01', source: 'eos', standing: 'authoritative' },
                exit: { value: '2026-04-20', kind: 'planned-end', standing: 'authoritative' },
              },
            ],
          },
          noAnomalies: ['contested', 'exit-before-entry', 'late-declaration'],
        },
      ],
    },
  ],
};
