import { entry, positioned } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const early = entry('kairos', 'k1', '2026-04-02');

export const scenario: Scenario = {
  number: 2,
  title: 'Kairos dit le 2, EOS, qui fait autorité, dit le 1er',
  cases: [
    {
      title: 'les deux entrées, dans tous les ordres',
      events: [positioned(), early, entry('eos', 'e1', '2026-04-01')],
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
                  confirmedBy: [],
                  contestedBy: [{ source: 'kairos', eventId: 'k1' }],
                },
              },
            ],
          },
          anomalies: ['contested'],
        },
      ],
    },
    {
      title: "avant l'arrivée d'EOS",
      events: [positioned(), early],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: {
            status: 'entered',
            stays: [{ entry: { value: '2026-04-02', source: 'kairos', standing: 'unconfirmed' } }],
          },
          noAnomalies: ['contested'],
        },
      ],
    },
  ],
};
