import { entry, positioned } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const echo = entry('kairos', 'k1', '2026-04-01', { data: { origin: { source: 'eos', id: 'e1' } } });

export const scenario: Scenario = {
  number: 3,
  title: "L'entrée d'EOS revient en écho de Kairos",
  cases: [
    {
      title: "l'écho confirme",
      events: [positioned(), echo, entry('eos', 'e1', '2026-04-01')],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: {
            status: 'entered',
            stays: [
              {
                entry: {
                  value: '2026-04-01',
                  source: 'eos',
                  standing: 'authoritative',
                  confirmedBy: [{ source: 'kairos', eventId: 'k1' }],
                  contestedBy: [],
                },
              },
            ],
          },
          noAnomalies: ['contested', 'awaiting-origin', 'restated-without-correction'],
          facts: { 'kairos/k1': 'echo', 'eos/e1': 'live' },
        },
      ],
    },
    {
      title: "l'écho arrive avant son origine",
      events: [positioned(), echo],
      allOrders: true,
      today: '2026-04-05',
      expected: [{ dossier: session, record: { status: 'positioned', stays: [] }, anomalies: ['awaiting-origin'] }],
    },
  ],
};
