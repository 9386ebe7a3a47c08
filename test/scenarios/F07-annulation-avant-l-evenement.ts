import { entry, positioned, retraction } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const entered = entry('eos', 'e1', '2026-04-01');
const retracted = retraction('eos', 'a1', '2026-04-02', entered);

export const scenario: Scenario = {
  number: 7,
  title: "L'annulation arrive avant l'événement annulé",
  cases: [
    {
      title: "l'entrée n'est jamais montrée",
      events: [positioned(), retracted, entered],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: { status: 'positioned', stays: [] },
          noAnomalies: ['awaiting-target'],
          facts: { 'eos/e1': 'removed' },
        },
      ],
    },
    {
      title: "avant l'arrivée de l'entrée",
      events: [positioned(), retracted],
      allOrders: true,
      today: '2026-04-05',
      expected: [{ dossier: session, record: { status: 'positioned', stays: [] }, anomalies: ['awaiting-target'] }],
    },
  ],
};
