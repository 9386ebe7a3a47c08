import { entry, exit, positioned, registered, reported } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const asked = (validator: string) => reported('validation-requested', 'kairos/v1', '2026-03-23', { validator });
const decided = (source: string, decision: string) =>
  reported('enrolment-decided', `${source}/i1`, '2026-03-26', { decision });

export const scenario: Scenario = {
  number: 26,
  title: 'Qui décide, et pour qui',
  cases: [
    {
      title:
        'à valider par une mission locale : sa décision par OUIFORM fait autorité, celle de France Travail conteste',
      events: [
        positioned(),
        asked('mission-locale'),
        decided('ouiform', 'registered'),
        decided('france-travail', 'not-registered'),
      ],
      allOrders: true,
      today: '2026-03-30',
      expected: [
        {
          dossier: session,
          record: {
            status: 'registered',
            attempts: [{ enrolment: { value: 'registered', source: 'ouiform', standing: 'authoritative' } }],
          },
          anomalies: ['contested'],
        },
      ],
    },
    {
      title: 'à valider par France Travail : OUIFORM ne décide pas',
      events: [positioned(), asked('france-travail'), decided('ouiform', 'registered')],
      allOrders: true,
      today: '2026-03-30',
      expected: [{ dossier: session, record: { attempts: [{ enrolment: { standing: 'unconfirmed' } }] } }],
    },
    {
      title: 'une personne non inscrite à France Travail, connue d’EOS seul : rien n’est attendu de Kairos',
      events: [
        entry('eos', 'e1', '2026-03-20', { data: { funding: 'prf-direct' } }),
        exit('eos', 'x1', '2026-04-17', { data: { funding: 'prf-direct' } }),
      ],
      allOrders: true,
      today: '2026-05-05',
      expected: [
        {
          dossier: session,
          record: {
            status: 'exited',
            stays: [{ entry: { standing: 'authoritative' }, exit: { standing: 'authoritative' } }],
            expectations: [],
          },
          noAnomalies: ['overdue', 'entry-without-positioning', 'skills-profile-missing'],
        },
      ],
    },
    {
      title: 'un CPF abondé, dont la cellule est vide : personne ne fait autorité sur l’entrée',
      events: [
        positioned('p1', '2026-03-20', { data: { funding: 'cpf-topped-up' } }),
        registered('i1', '2026-03-26'),
        entry('kairos-ng', 'e1', '2026-04-01'),
      ],
      allOrders: true,
      today: '2026-04-05',
      fixedDays: true,
      expected: [
        { dossier: session, record: { stays: [{ entry: { value: '2026-04-01', standing: 'no-authority' } }] } },
      ],
    },
    {
      title: 'un PRF d’avant le 17/03/2026 : la sortie se dit dans les deux systèmes, chacun décide',
      events: [positioned('p1', '2026-03-10'), entry('eos', 'e1', '2026-03-23'), exit('kairos', 'x1', '2026-04-17')],
      allOrders: true,
      today: '2026-04-18',
      fixedDays: true,
      expected: [{ dossier: session, record: { stays: [{ exit: { source: 'kairos', standing: 'authoritative' } }] } }],
    },
    {
      title: 'un PRF d’après : EOS seul',
      events: [positioned('p1', '2026-03-17'), entry('eos', 'e1', '2026-03-23'), exit('kairos', 'x1', '2026-04-17')],
      allOrders: true,
      today: '2026-04-18',
      fixedDays: true,
      expected: [{ dossier: session, record: { stays: [{ exit: { source: 'kairos', standing: 'unconfirmed' } }] } }],
    },
  ],
};
