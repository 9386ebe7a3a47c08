import { entry, positioned } from './reported-events.ts';
import { type Case, type ReportedEvent, type Scenario, session } from './scenario.ts';

const carif = 'session:07:114782';
const reports: readonly ReportedEvent[] = [
  positioned('p1', '2026-03-20', { training: [carif] }),
  entry('eos', 'e1', '2026-04-01'),
];

function verdict(id: string, recorded: string, said: 'same' | 'different'): ReportedEvent {
  return {
    source: 'operator',
    id,
    type: 'session-identified',
    day: null,
    recorded,
    training: [session, carif],
    data: { verdict: said },
  };
}

const apart: Case['expected'] = [
  { dossier: session, numbers: 1, record: { status: 'entered', trainingRefs: [session], attempts: [] } },
  { dossier: carif, numbers: 1, record: { status: 'positioned', trainingRefs: [carif], stays: [] } },
];

export const scenario: Scenario = {
  number: 18,
  title: 'EOS et Kairos nomment la même session autrement',
  cases: [
    {
      title: 'avant le rapprochement : deux dossiers',
      events: reports,
      allOrders: true,
      today: '2026-04-05',
      expected: apart,
    },
    {
      title: 'après : un dossier, deux numéros',
      events: [...reports, verdict('v1', '2026-04-03', 'same')],
      allOrders: true,
      today: '2026-04-05',
      expected: [
        {
          dossier: session,
          numbers: 2,
          record: {
            status: 'entered',
            trainingRefs: [carif, session],
            attempts: [{ state: 'positioned' }],
            stays: [{ state: 'entered' }],
          },
        },
      ],
    },
    {
      title: 'le verdict contraire rend les deux',
      events: [...reports, verdict('v1', '2026-04-03', 'same'), verdict('v2', '2026-04-04', 'different')],
      allOrders: true,
      today: '2026-04-05',
      expected: apart,
    },
  ],
};
