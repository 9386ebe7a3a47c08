import { entry, positioned, retraction } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const a = entry('eos', 'A', '2026-04-01');
const b = entry('eos', 'B', '2026-04-02', { data: { corrects: ['A'] } });
const c = entry('eos', 'C', '2026-04-03', { data: { corrects: ['B'] } });
const chain = [positioned(), a, b, c, retraction('eos', 'R', '2026-04-04', c)];

export const scenario: Scenario = {
  number: 9,
  title: 'B corrige A, C corrige B, puis C est annulé',
  cases: [
    {
      title: 'aucun ne vit, A ne revient pas',
      events: chain,
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          record: { status: 'positioned', stays: [] },
          facts: { 'eos/A': 'removed', 'eos/B': 'removed', 'eos/C': 'removed' },
        },
      ],
    },
    {
      title: 'un nouvel identifiant revient',
      events: [...chain, entry('eos', 'D', '2026-04-04')],
      allOrders: false,
      today: '2026-04-05',
      expected: [
        { dossier: session, record: { status: 'entered', stays: [{ entry: { value: '2026-04-04', eventId: 'D' } }] } },
      ],
    },
  ],
};
