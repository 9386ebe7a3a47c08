import { entry, positioned, reported, retained } from './reported-events.ts';
import { type Scenario, session } from './scenario.ts';

const refused = reported('enrolment-decided', 'france-travail/n1', '2026-03-30', { decision: 'not-registered' });
const certificate = reported('registration-certificate-issued', 'kairos/d1', '2026-03-26');

export const scenario: Scenario = {
  number: 24,
  title: 'Non inscrit, et ce que l’inscription permet',
  cases: [
    {
      title: 'une entrée et une rémunération après « non inscrit » : gardées, et signalées',
      events: [
        positioned(),
        refused,
        entry('eos', 'e1', '2026-04-01'),
        reported('remuneration-set', 'eos/w1', '2026-04-02', { payBody: 'asp', sent: true }),
      ],
      allOrders: true,
      today: '2026-04-03',
      expected: [
        {
          dossier: session,
          record: { status: 'entered', attempts: [{ state: 'not-registered' }] },
          anomalies: ['training-not-registered'],
        },
      ],
    },
    {
      title: 'une nouvelle candidature entre les deux : rien à signaler',
      events: [positioned(), refused, positioned('p2', '2026-03-31'), entry('eos', 'e1', '2026-04-01')],
      allOrders: true,
      today: '2026-04-03',
      expected: [{ dossier: session, record: { status: 'entered' }, noAnomalies: ['training-not-registered'] }],
    },
    {
      title: 'un certificat d’inscription sans résultat : signalé',
      events: [positioned(), certificate],
      allOrders: true,
      today: '2026-04-01',
      expected: [
        {
          dossier: session,
          record: {
            attempts: [{ flags: { registrationCertificateIssued: { value: true }, certificateIssued: null } }],
          },
          anomalies: ['certificate-without-retention'],
        },
      ],
    },
    {
      title: 'un certificat d’inscription d’un retenu n’est pas l’AIS, qui manque encore',
      events: [positioned(), retained('s1', '2026-03-25'), certificate],
      allOrders: true,
      today: '2026-04-01',
      expected: [
        {
          dossier: session,
          record: { status: 'retained' },
          anomalies: ['certificate-missing'],
          noAnomalies: ['certificate-without-retention'],
        },
      ],
    },
  ],
};
