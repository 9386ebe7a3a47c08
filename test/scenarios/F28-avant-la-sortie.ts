import { entry, exit, positioned, reported } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const started = [
  positioned(),
  reported('path-planned', 'eos/l1', '2026-03-24', { plannedEntry: '2026-04-01', plannedExit: '2026-04-30' }),
  entry('eos', 'e1', '2026-04-01'),
];
const extended = (day: string) => reported('path-extended', 'eos/g1', day, { plannedExit: '2026-05-29' });
const profile = (day: string) => reported('skills-profile-completed', 'passport/k1', day, {}, { partner: 'cdc' });

export const scenario: Scenario = {
  number: 28,
  title: 'Ce qui se dit avant la sortie',
  cases: [
    {
      title: 'une prolongation dite quatorze jours avant la fin prévue est tardive',
      events: [...started, extended('2026-04-16')],
      allOrders: true,
      today: '2026-04-20',
      expected: [
        { dossier: session, record: { plan: { plannedExit: { value: '2026-05-29' } } }, anomalies: ['late-extension'] },
      ],
    },
    {
      title: 'quinze jours avant, elle ne l’est pas',
      events: [...started, extended('2026-04-15')],
      allOrders: true,
      today: '2026-04-20',
      expected: [{ dossier: session, record: { status: 'entered' }, noAnomalies: ['late-extension'] }],
    },
    {
      title: 'un profil de compétences complété le jour de la sortie l’est à temps',
      events: [...started, exit('eos', 'x1', '2026-04-30'), profile('2026-04-30')],
      allOrders: true,
      today: '2026-05-04',
      expected: [{ dossier: session, record: { status: 'exited' }, noAnomalies: ['skills-profile-missing'] }],
    },
    {
      title: 'complété après, il se montre avec son jour, et il est venu trop tard',
      events: [...started, exit('eos', 'x1', '2026-04-30'), profile('2026-05-02')],
      allOrders: true,
      today: '2026-05-04',
      expected: [
        {
          dossier: session,
          record: { skillsProfile: { effectiveDate: '2026-05-02' } },
          anomalies: ['skills-profile-missing'],
        },
      ],
    },
    {
      title: 'une entrée déclarée à temps, puis corrigée un mois après, n’est pas tardive',
      events: [...started, entry('eos', 'e2', '2026-04-02', { recorded: '2026-05-04', data: { corrects: ['e1'] } })],
      allOrders: true,
      today: '2026-05-05',
      expected: [
        {
          dossier: session,
          record: { stays: [{ entry: { value: '2026-04-02', eventId: 'e2' } }] },
          noAnomalies: ['late-declaration'],
        },
      ],
    },
  ],
};
