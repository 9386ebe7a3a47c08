import { entry, positioned, retraction } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const other = 'session:eos:67681';
const moved = entry('eos', 'e1', '2026-04-01');

export const scenario: Scenario = {
  number: 12,
  title: "Une entrée déclarée sur la mauvaise session passe dans l'autre",
  cases: [
    {
      title: "la première session n'a plus d'entrée, la seconde l'a",
      events: [
        positioned(),
        moved,
        entry('eos', 'e2', '2026-04-01', {
          training: [other],
          data: { corrects: [{ source: 'eos', id: 'e1', training: [session] }] },
        }),
        retraction('eos', 'hub:e2:e1', '2026-04-01', moved),
      ],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        { dossier: session, record: { status: 'positioned', stays: [] }, facts: { 'eos/e1': 'removed' } },
        {
          dossier: other,
          record: { status: 'entered', stays: [{ entry: { eventId: 'e2' } }] },
          noAnomalies: ['awaiting-target'],
        },
      ],
    },
  ],
};
