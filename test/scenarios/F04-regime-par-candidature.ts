import { type Case, type Scenario, session } from './scenario.ts';
import { entry, positioned } from './tell.ts';

const entries = [entry('kairos-ng', 'k1', '2026-04-20'), entry('eos', 'e1', '2026-04-21')];

function caseOf(
  title: string,
  candidature: string,
  source: string,
  value: string,
  other: string,
  otherId: string,
): Case {
  return {
    title,
    events: [positioned('p1', candidature), ...entries],
    allOrders: true,
    today: '2026-05-01',
    fixedDays: true,
    expected: [
      {
        dossier: session,
        record: {
          stays: [
            {
              regime: { clock: 'candidature', date: candidature },
              entry: { value, source, standing: 'authoritative', contestedBy: [{ source: other, eventId: otherId }] },
            },
          ],
        },
        anomalies: ['contested'],
      },
    ],
  };
}

export const scenario: Scenario = {
  number: 4,
  title: 'La date de candidature dit qui atteste l’entrée',
  cases: [
    caseOf(
      "candidature avant le 17/03/2026 : l'ancien régime, Kairos NG",
      '2026-03-10',
      'kairos-ng',
      '2026-04-20',
      'eos',
      'e1',
    ),
    caseOf('candidature le 17/03/2026 : le nouveau régime, EOS', '2026-03-17', 'eos', '2026-04-21', 'kairos-ng', 'k1'),
  ],
};
