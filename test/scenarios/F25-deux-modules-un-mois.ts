import { entry, exit, positioned, reported } from './reported-events.ts';
import { type ReportedEvent, type Scenario, session } from './scenario.ts';

const attendance = (id: string, month: string, hours: number, module?: string): ReportedEvent =>
  reported('attendance-reported', `kairos/${id}`, `${month}-28`, { month, hours, ...(module && { module }) });

const started = [positioned('p1', '2026-03-20'), entry('eos', 'e1', '2026-04-01')];

export const scenario: Scenario = {
  number: 25,
  title: 'L’assiduité de deux modules, et celle qui n’est jamais venue',
  cases: [
    {
      title: 'deux modules dans un mois : les heures de chacun restent',
      events: [
        ...started,
        attendance('a1', '2026-04', 40, 'M1'),
        attendance('a2', '2026-04', 60, 'M2'),
        reported('absence-declared', 'kairos/r1', '2026-04-09', {
          ...{
            kind: 'lateness',
            from: '2026-04-09',
            to: '2026-04-09',
            startsAt: '09:00',
            minutes: 20,
            justified: true,
          },
        }),
        reported('absence-declared', 'kairos/r2', '2026-04-09', {
          ...{
            kind: 'lateness',
            from: '2026-04-09',
            to: '2026-04-09',
            startsAt: '13:30',
            minutes: 10,
            justified: false,
          },
        }),
      ],
      allOrders: true,
      today: '2026-05-01',
      fixedDays: true,
      expected: [
        {
          dossier: session,
          record: {
            status: 'entered',
            attendance: [
              { value: { month: '2026-04', module: 'M1', hours: 40 } },
              { value: { month: '2026-04', module: 'M2', hours: 60 } },
            ],
            absences: [{ value: { kind: 'lateness', minutes: 20 } }, { value: { kind: 'lateness', minutes: 10 } }],
          },
          noAnomalies: ['restated-without-correction', 'contested', 'overdue'],
        },
      ],
    },
    {
      title: 'un mois jamais transmis reste attendu après la sortie, celui de la sortie aussi',
      events: [
        positioned('p1', '2026-03-02'),
        entry('kairos-ng', 'e1', '2026-03-09'),
        exit('eos', 'x1', '2026-04-24'),
        attendance('a1', '2026-03', 90),
      ],
      allOrders: true,
      today: '2026-05-05',
      fixedDays: true,
      expected: [
        {
          dossier: session,
          record: {
            status: 'exited',
            expectations: [
              { what: 'assessment', since: '2026-04-24', dueBy: '2026-05-09' },
              { what: 'attendance', since: '2026-04-25', dueBy: '2026-04-30' },
            ],
          },
          anomalies: ['overdue'],
        },
      ],
    },
  ],
};
