import { entry, positioned } from './reported-events.ts';
import { type Case, type ReportedEvent, type Scenario, session } from './scenario.ts';

const kairos = entry('kairos-ng', 'k1', '2026-04-21');
const eos = entry('eos', 'e1', '2026-04-20');

function caseOf(title: string, candidature: string, attested: ReportedEvent, contested: ReportedEvent): Case {
  const { source, day } = attested;
  const contestedBy = [{ source: contested.source, eventId: contested.id }];
  return {
    title,
    events: [positioned('p1', candidature), kairos, eos],
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
              entry: { value: day ?? '', source, standing: 'authoritative', contestedBy },
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
    caseOf('candidature avant le 17/03/2026 : les deux systèmes, le dernier enregistré', '2026-03-10', kairos, eos),
    caseOf('candidature le 17/03/2026 : le nouveau régime, EOS', '2026-03-17', eos, kairos),
  ],
};
