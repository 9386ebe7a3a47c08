import { entry, positioned } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

export const scenario: Scenario = {
  number: 8,
  title: 'Une entrée corrigée, puis la première renvoyée',
  cases: [
    {
      title: 'la correction tient',
      events: [
        positioned(),
        entry('eos', 'e1', '2026-04-01'),
        entry('eos', 'e2', '2026-04-03', { data: { corrects: ['e1'] } }),
        entry('eos', 'e1', '2026-04-01'),
      ],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: {
            stays: [
              {
                entry: {
                  value: '2026-04-03',
                  source: 'eos',
                  eventId: 'e2',
                  standing: 'authoritative',
                  contestedBy: [],
                },
              },
            ],
          },
          noAnomalies: ['contested', 'restated-without-correction', 'id-reused'],
          facts: { 'eos/e1': 'removed', 'eos/e2': 'live' },
        },
      ],
    },
  ],
};
