import { addDays, parisDay } from '@hub/core';
import { demoPartners } from '@hub/platform';
import { type Reported, siretOfRegion, told } from './agent-lives.ts';

const siretOf = (client: string) => demoPartners.find(({ clientId }) => clientId === client)?.siret ?? '';

/**
 * A person of whom every kind of thing was reported, all of it invented: two periods of registration and two of CEP, contracts
 * before, between, at once and now, two certifications, a training that was left off and taken up again, a refusal, an absence
 * at the entry, and a training that goes on.
 */
export function wholeLifeOf(nir: string): readonly Reported[] {
  const today = parisDay(Date.now());
  const on = (days: number) => addDays(today, days);
  const trainee = { nir, birthName: 'Exemple', firstNames: 'Dominique', birthDate: '1975-05-12' };
  const unit = nir.slice(5);
  const of = (name: string) => ({ trainee, training: [`session:eos:${unit}${name}`] });
  const id = (what: string) => `${unit}-${what}`;
  const period = (
    teller: readonly [client: string, source: string],
    type: string,
    name: string,
    day: number,
    more: object,
  ) => told(...teller, id(`${type}-${name}`), type, { trainee, effectiveDate: on(day), period: name, ...more });
  const registration = (what: 'opened' | 'closed', name: string, day: number, more: object = {}) =>
    period(['france-travail', 'france-travail'], `job-seeker-period-${what}`, name, day, more);
  const cep = (what: 'opened' | 'closed', name: string, day: number) =>
    period(['cep-operator', 'cep'], `cep-period-${what}`, name, day, { operatorSiret: siretOf('cep-operator') });
  const job = (contract: string, nature: string, start: number, end: number | null, monthlyHours: number) =>
    told('dsn', 'dsn', id(contract), 'employment-reported', {
      ...{ trainee, effectiveDate: on(end ?? -1), contract, nature, start: on(start), monthlyHours },
      ...(end !== null && { end: on(end) }),
      month: on(Math.min(end ?? -40, -40)).slice(0, 7),
    });
  const certified = (day: number, more: object) =>
    told('certifier', 'certifier', id(`certified${day}`), 'certification-obtained', {
      ...{ trainee, effectiveDate: on(day), registry: 'rncp', ...more },
    });
  const session = (name: string, title: string, start: number, end: number) =>
    told('eos', 'eos', id(`session-${name}`), 'session-published', {
      ...{ training: of(name).training, effectiveDate: on(start - 60), title, state: 'open' },
      ...{ start: on(start), end: on(end), financerCodes: ['2'], mandataireSiret: '82422814201874' },
      place: { inseeCode: '37266', label: 'Saint-Pierre-des-Corps' },
    });
  const kairos = (name: string, what: string, type: string, day: number, more: object = {}) =>
    told('kairos', 'kairos', id(`${name}-${what}`), type, { ...of(name), effectiveDate: on(day), ...more });
  const eos = (name: string, what: string, type: string, day: number, more: object = {}) =>
    told('eos', 'eos', id(`${name}-${what}`), type, { ...of(name), effectiveDate: on(day), ...more });
  const positioned = (name: string, day: number, mode: string, more: object = {}) =>
    kairos(name, `placed${day}`, 'candidate-positioned', day, { by: 'france-travail', mode, funding: 'prf', ...more });
  const engaged = (name: string, day: number) =>
    told('region-centre-val-de-loire', 'region-cvl', id(`${name}-money`), 'financing-engaged', {
      ...{ ...of(name), effectiveDate: on(day), line: 'L1', financerSiret: siretOfRegion },
      ...{ funding: 'prf', device: 'PRF', from: on(day), amount: 250_050 },
    });
  return [
    registration('opened', 'I1', -500),
    registration('closed', 'I1', -231),
    registration('opened', 'I2', -140, { referentSiret: siretOf('mission-locale') }),
    cep('opened', 'P1', -480),
    cep('closed', 'P1', -300),
    cep('opened', 'P2', -130),
    job('C1', '01', -2_400, -520, 151.67),
    job('C2', '02', -230, -150, 151.67),
    job('C3', '03', -200, -185, 20),
    job('C4', '02', -45, null, 40),
    certified(-1_500, { registry: 'rs', code: 'RS5616' }),
    certified(-305, { code: 'RNCP38437', training: of('A').training }),
    session('A', 'Titre professionnel plaquiste', -420, -320),
    positioned('A', -470, 'appointment', { slot: 'S1' }),
    kairos('A', 'present', 'presence-recorded', -455, { slot: 'S1', presence: 'present' }),
    kairos('A', 'retained', 'selection-decided', -450, { slot: 'S1', result: 'retained' }),
    kairos('A', 'enrolled', 'enrolment-decided', -440, { decision: 'registered' }),
    engaged('A', -420),
    eos('A', 'plan', 'path-planned', -422, { plannedEntry: on(-420), plannedExit: on(-320), hoursCentre: 400 }),
    eos('A', 'entry', 'entry-attested', -420, { funding: 'prf' }),
    eos('A', 'pause', 'interruption-observed', -390, { from: on(-390), to: on(-365) }),
    kairos('A', 'again', 'resumption-attested', -364),
    eos('A', 'exit', 'exit-declared', -320, { kind: 'planned-end' }),
    session('B', 'Soudeur', -90, -30),
    positioned('B', -125, 'meeting'),
    kairos('B', 'refused', 'selection-decided', -110, { result: 'not-retained' }),
    positioned('B', -104, 'candidature'),
    kairos('B', 'enrolled', 'enrolment-decided', -98, { decision: 'registered' }),
    kairos('B', 'absent', 'absent-at-entry', -90),
    session('C', 'Préparation opérationnelle aux métiers du numérique et du web', -20, 40),
    positioned('C', -60, 'candidature'),
    kairos('C', 'retained', 'selection-decided', -40, { result: 'retained' }),
    kairos('C', 'enrolled', 'enrolment-decided', -30, { decision: 'registered' }),
    engaged('C', -20),
    eos('C', 'plan', 'path-planned', -22, { plannedEntry: on(-20), plannedExit: on(40), hoursCentre: 280 }),
    eos('C', 'entry', 'entry-attested', -20, { funding: 'prf' }),
    kairos('C', 'entry', 'entry-attested', -19),
  ];
}
