import { entry, positioned } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 10,
  title: 'B corrige C et C corrige B',
  cases: [
    {
      title: 'les deux sont retirés',
      events: [
        positioned(),
        entry('eos', 'B', '2026-04-01', { data: { corrects: ['C'] } }),
        entry('eos', 'C', '2026-04-02', { data: { corrects: ['B'] } }),
      ],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: { status: 'positioned', stays: [] },
          anomalies: ['correction-cycle'],
          facts: { 'eos/B': 'removed', 'eos/C': 'removed' },
        },
      ],
    },
  ],
};
