import { entry, exit, positioned } from './reported-events.ts';
import { type Case, type Scenario, session } from './scenario.ts';

const begun = [
  positioned('p1', '2026-08-20'),
  entry('eos', 'e1', '2026-09-01'),
  {
    source: 'kairos',
    id: 'i1',
    type: 'interruption-observed' as const,
    day: '2026-10-01',
    data: { from: '2026-10-01', to: '2026-10-20' },
  },
];

function waiting(title: string, today: string, overdue: boolean): Case {
  return {
    title,
    events: begun,
    allOrders: true,
    today,
    fixedDays: true,
    expected: [
      {
        dossier: session,
        record: {
          status: 'interrupted',
          expectations: [{ what: 'resumption', since: '2026-10-20', dueBy: '2026-10-23' }],
        },
        ...(overdue ? { anomalies: ['overdue'] } : { noAnomalies: ['overdue'] }),
      },
    ],
  };
}

export const scenario: Scenario = {
  number: 16,
  title: 'Interruption de vingt jours, reprise attestée, sortie',
  cases: [
    {
      title: 'un séjour, une interruption close',
      events: [
        ...begun,
        { source: 'kairos', id: 'r1', type: 'resumption-attested', day: '2026-10-21' },
        exit('eos', 'x1', '2026-12-20'),
      ],
      allOrders: true,
      today: '2026-12-22',
      expected: [
        {
          dossier: session,
          record: {
            status: 'exited',
            stays: [{ state: 'exited', interruptions: [{ kind: 'observed', days: 20, resumedOn: '2026-10-21' }] }],
          },
          noAnomalies: ['interruption-without-resumption'],
        },
      ],
    },
    waiting('sans reprise, avant l’échéance', '2026-10-22', false),
    waiting('sans reprise, après l’échéance', '2026-10-24', true),
  ],
};
