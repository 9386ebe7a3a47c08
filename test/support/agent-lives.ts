import { type CloudEvent, hubClient } from '@hub/client';
import { addDays, parisDay } from '@hub/core';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';

/** What one partner of the demo reports. */
export interface Reported {
  readonly client: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** So many that twenty of them are seen: a financer sees a training for two years after its exit. */
const daysBetweenStarts = 33;
export const siretOfRegion = '99000106700018';
const titles = [
  'Titre professionnel plaquiste',
  'Préparation opérationnelle aux métiers du numérique et du web',
  'Soudeur',
];

/** A person of the Région with so many dossiers behind one another, the last still running; everything is invented. */
export function lifeOf(nir: string, name: string, dossiers: number): readonly Reported[] {
  const today = parisDay(Date.now());
  const trainee = { nir, birthName: name, firstNames: 'Camille', birthDate: '1975-05-12' };
  const first = addDays(today, -daysBetweenStarts * (dossiers - 1) - 20);
  const courses = Array.from({ length: dossiers }, (_, index) =>
    course({
      trainee,
      nir,
      index,
      starts: addDays(first, daysBetweenStarts * index),
      today,
      isLast: index === dossiers - 1,
    }),
  );
  const beside: readonly Reported[] = [
    told('cep-operator', 'cep', `${nir.slice(5)}-cep`, 'cep-period-opened', {
      ...{ trainee, effectiveDate: addDays(first, -30), period: 'P1', operatorSiret: '99000109100018' },
    }),
  ];
  return [...courses.flat(), ...beside];
}

export function told(
  client: string,
  source: string,
  id: string,
  type: string,
  data: { readonly effectiveDate?: string; readonly [property: string]: unknown },
): Reported {
  const now = new Date(Date.now() - 60_000).toISOString();
  const nextDay = data.effectiveDate === undefined ? now : `${addDays(data.effectiveDate, 1)}T08:00:00Z`;
  const recordedtime = nextDay < now ? nextDay : now;
  return {
    client,
    event: { specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${source}`, id, recordedtime, data },
  };
}

interface Course {
  readonly trainee: object;
  readonly nir: string;
  readonly index: number;
  readonly starts: string;
  readonly today: string;
  readonly isLast: boolean;
}

function course({ trainee, nir, index, starts, today, isLast }: Course): readonly Reported[] {
  const unit = `${nir.slice(5)}${String(index).padStart(2, '0')}`;
  const training = [`session:eos:${unit}`];
  const about = { trainee, training };
  const ends = addDays(starts, 28);
  const id = (what: string) => `${unit}-${what}`;
  const session = {
    ...{ training, effectiveDate: addDays(starts, -60), title: titles[index % titles.length], state: 'open' },
    ...{ start: starts, end: ends, financerCodes: ['2'], mandataireSiret: '82422814201874' },
    place: { inseeCode: '37266', label: 'Saint-Pierre-des-Corps' },
  };
  const begun = [
    told('eos', 'eos', id('session'), 'session-published', session),
    told('kairos', 'kairos', id('place'), 'candidate-positioned', {
      ...{ ...about, effectiveDate: addDays(starts, -25), by: 'france-travail', mode: 'candidature', funding: 'prf' },
    }),
    told('region-centre-val-de-loire', 'region-cvl', id('money'), 'financing-engaged', {
      ...{ ...about, effectiveDate: starts, line: 'L1', financerSiret: siretOfRegion },
      ...{ funding: 'prf', device: 'PRF', from: starts, amount: 250_050 },
    }),
    told('eos', 'eos', id('plan'), 'path-planned', {
      ...{ ...about, effectiveDate: addDays(starts, -2), plannedEntry: starts, plannedExit: ends, hoursCentre: 400 },
    }),
    told('eos', 'eos', id('entry'), 'entry-attested', { ...about, effectiveDate: starts, funding: 'prf' }),
    told('kairos', 'kairos', id('entry'), 'entry-attested', { ...about, effectiveDate: addDays(starts, 1) }),
  ];
  const paused = told('eos', 'eos', id('pause'), 'interruption-observed', {
    ...{ ...about, effectiveDate: addDays(starts, 5), from: addDays(starts, 5), to: addDays(starts, isLast ? 9 : 22) },
  });
  const left = told('eos', 'eos', id('exit'), index % 4 === 3 ? 'abandonment-declared' : 'exit-declared', {
    ...{ ...about, effectiveDate: index % 4 === 3 ? addDays(starts, 24) : ends },
    ...(index % 4 === 3 ? {} : { kind: 'planned-end' }),
  });
  return [...begun, paused, ...(isLast || ends > today ? [] : [left])];
}

/** Reports them as their partners do; the hub has taken each when this resolves. */
export async function reportLives(hub: Pick<RunningHub, 'url' | 'clients'>, lives: readonly Reported[]): Promise<void> {
  for (const [clientId, all] of Map.groupBy(lives, ({ client }) => client)) {
    const clientSecret = hub.clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
    const client = hubClient({ url: hub.url, clientId, clientSecret });
    const outcomes = await client.report(all.map(({ event }) => event as unknown as CloudEvent));
    const refused = outcomes.find(({ status }) => status !== 'accepted');
    if (refused !== undefined) throw new Error(`${clientId}: ${JSON.stringify(refused)}`);
  }
}
