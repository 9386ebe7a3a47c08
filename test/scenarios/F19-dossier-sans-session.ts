import { entry } from './reported-events.ts';
import type { Scenario } from './scenario.ts';

const file = 'file:opco:ABC1';

export const scenario: Scenario = {
  number: 19,
  title: 'Un dossier OPCO sans session publique',
  cases: [
    {
      title: 'accepté, numéroté, sans session',
      events: [entry('opco', 'o1', '2026-04-01', { training: [file], data: { funding: 'opco' } })],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: file,
          numbers: 1,
          record: {
            status: 'entered',
            session: null,
            trainingRefs: [file],
            partnerRefs: [file],
            stays: [{ entry: { value: '2026-04-01' } }],
          },
          noAnomalies: ['session-unresolved'],
        },
      ],
    },
  ],
};
