import { entry, positioned } from './reported-events.ts';
import { type ReportedEvent, type Scenario, session } from './scenario.ts';

const reports: readonly ReportedEvent[] = [
  positioned('p1', '2026-03-20', { trainee: 'T1' }),
  entry('eos', 'e1', '2026-04-01', { trainee: 'T2' }),
];

function verdict(id: string, recorded: string, by: 'rule' | 'manual', said: 'same' | 'different'): ReportedEvent {
  const data = { trainees: ['T1', 'T2'], verdict: said, by };
  return {
    source: by === 'rule' ? 'hub' : 'operator',
    id,
    type: 'trainees-judged',
    day: null,
    recorded,
    trainee: 'T1',
    training: [],
    data,
  };
}

const linked = [...reports, verdict('j1', '2026-04-02', 'rule', 'same')];
const unlinked = [...linked, verdict('j2', '2026-04-03', 'manual', 'different')];

export const scenario: Scenario = {
  number: 22,
  title: 'Connu par son numéro, puis par son NIR : une personne, deux dossiers',
  cases: [
    {
      title: 'rattachés : les deux numéros donnent la réunion',
      events: linked,
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          trainee: 'T1',
          numbers: 2,
          record: { status: 'entered', attempts: [{ state: 'positioned' }], stays: [{ state: 'entered' }] },
        },
        {
          dossier: session,
          trainee: 'T2',
          numbers: 2,
          record: { status: 'entered', attempts: [{ state: 'positioned' }] },
        },
      ],
    },
    {
      title: 'séparés à la main : chacun le sien',
      events: unlinked,
      allOrders: true,
      today: '2026-04-05',
      expected: [
        { dossier: session, trainee: 'T1', numbers: 1, record: { status: 'positioned', stays: [] } },
        { dossier: session, trainee: 'T2', numbers: 1, record: { status: 'entered', attempts: [] } },
      ],
    },
    {
      title: 'une règle qui parle après ne rattache plus',
      events: [...unlinked, verdict('j3', '2026-04-04', 'rule', 'same')],
      allOrders: true,
      today: '2026-04-05',
      expected: [{ dossier: session, trainee: 'T1', numbers: 1, record: { status: 'positioned', stays: [] } }],
    },
  ],
};
