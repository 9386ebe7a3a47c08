import { randomInt } from 'node:crypto';
import { nirKey, parisDay } from '@hub/core';
import type { TrialPartner, TrialRequest, TrialState } from './trial.ts';

/** A step of a life, and what a reader may ask after it. */
export interface LifeStep {
  readonly name: string;
  readonly label: string;
  /** What it is to show. */
  readonly about: string;
  /** Who takes it, unless another is chosen. */
  readonly partner: string;
  /** What to do once it was answered as it should be. */
  readonly next: string;
  readonly request: (made: Making) => TrialRequest;
}

interface Making {
  readonly state: TrialState;
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

const dayMs = 86_400_000;

function report({ source, nowMs }: Making, type: string, data: object): TrialRequest {
  const id = `essai-${letters(10)}`;
  const recordedtime = new Date(nowMs).toISOString();
  const event = { specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${source}`, id, recordedtime, data };
  return { method: 'POST', path: '/v1/events', body: JSON.stringify(event, null, 2) };
}

/** Of a person in a training: who and where, then what. */
function reportOf(making: Making, type: string, data: object): TrialRequest {
  const { nir, session } = making.state;
  return report(making, type, { trainee: { nir }, training: [session], ...data });
}

function read(path: string): TrialRequest {
  return { method: 'GET', path, body: '' };
}

/** Counted from today. */
function day({ nowMs }: Making, days: number): string {
  return parisDay(nowMs + days * dayMs);
}

/** The entry that corrections and withdrawals are about. */
function lastEntry({ state, source }: Making): { readonly source: string; readonly id: string } {
  const [of = '', id = ''] = state.entry.split(' ');
  return id === '' ? { source, id: 'declarez-d-abord-une-entree' } : { source: of, id };
}

/** In the order of a life. */
export const life: readonly LifeStep[] = [
  {
    name: 'session',
    label: 'Session publiée',
    about: 'Une session de formation existe et se publie, avant que personne n’y entre.',
    partner: 'eos',
    next: 'La session se lit par « Lire la session ». Continuez par le positionnement.',
    request: (making) =>
      report(making, 'session-published', {
        ...{
          training: [making.state.session],
          effectiveDate: day(making, -90),
          title: 'Plaquiste (essai)',
          financerCodes: ['2'],
        },
        ...{ start: day(making, -40), end: day(making, 40), state: 'open' },
        ...{ mandataireSiret: '82422814201874', place: { inseeCode: '37266', label: 'Saint-Pierre-des-Corps' } },
      }),
  },
  {
    name: 'positionnement',
    label: 'Positionnement',
    about: 'Kairos déclare une candidature : le dossier naît, et le récépissé donne son numéro.',
    partner: 'kairos',
    next: 'Le numéro du dossier est repris dans les étapes suivantes. Continuez par l’inscription, ou lisez le dossier.',
    request: (making) =>
      reportOf(making, 'candidate-positioned', {
        ...{ effectiveDate: day(making, -60), by: 'france-travail', mode: 'candidature', funding: 'prf' },
      }),
  },
  {
    name: 'inscription',
    label: 'Inscription',
    about: 'France Travail valide : la personne est inscrite. Les mêmes références mènent au même dossier.',
    partner: 'france-travail',
    next: 'Continuez par l’entrée.',
    request: (making) =>
      reportOf(making, 'enrolment-decided', { effectiveDate: day(making, -50), decision: 'registered' }),
  },
  {
    name: 'entree',
    label: 'Entrée',
    about:
      'EOS atteste l’entrée. Envoyez-la deux fois : le même identifiant est le même fait, rien n’est compté double.',
    partner: 'eos',
    next: 'L’entrée se corrige (« Valeur corrigée ») ou se retire (« N’a jamais eu lieu »).',
    request: (making) => reportOf(making, 'entry-attested', { effectiveDate: day(making, -40), funding: 'prf' }),
  },
  {
    name: 'interruption',
    label: 'Interruption',
    about: 'Dix jours d’interruption au milieu de la formation.',
    partner: 'eos',
    next: 'Continuez par la sortie.',
    request: (making) => reportOf(making, 'interruption-observed', { from: day(making, -20), to: day(making, -10) }),
  },
  {
    name: 'sortie',
    label: 'Sortie',
    about: 'La formation se termine comme prévu.',
    partner: 'eos',
    next: 'Lisez le dossier : il dit ce qui est encore attendu, et de qui.',
    request: (making) => reportOf(making, 'exit-declared', { effectiveDate: day(making, -1), kind: 'planned-end' }),
  },
  {
    name: 'correction',
    label: 'Valeur corrigée',
    about: 'La date d’entrée était fausse : un nouvel événement la remplace, en nommant celui qu’il corrige.',
    partner: 'eos',
    next: 'Lisez le dossier : il montre la nouvelle date ; avec ?facts=true, l’ancienne et ce qui la remplace.',
    request: (making) =>
      reportOf(making, 'entry-attested', { effectiveDate: day(making, -38), corrects: [lastEntry(making)] }),
  },
  {
    name: 'jamais-eu-lieu',
    label: 'N’a jamais eu lieu',
    about: 'L’entrée n’a pas eu lieu : sa source la retire. Rien n’est effacé, le fait ne compte plus.',
    partner: 'eos',
    next: 'Lisez le dossier, puis essayez « Vrai finalement ».',
    request: (making) =>
      reportOf(making, 'fact-retracted', {
        ...{ effectiveDate: day(making, 0), target: { ...lastEntry(making), type: 'entry-attested' } },
        reason: 'entered-in-error',
      }),
  },
  {
    name: 'vrai-finalement',
    label: 'Vrai finalement',
    about: 'Elle avait bien eu lieu : ce qui a été retiré revient par un nouvel événement, sous un nouvel identifiant.',
    partner: 'eos',
    next: 'Lisez le dossier : l’entrée est là de nouveau.',
    request: (making) => reportOf(making, 'entry-attested', { effectiveDate: day(making, -40), funding: 'prf' }),
  },
  {
    name: 'refus',
    label: 'Événement refusé',
    about:
      'Une entrée attestée pour la semaine prochaine : le hub refuse, nomme le champ et la règle, et ne garde rien.',
    partner: 'eos',
    next: 'Corrigez dans le corps la date que nomme le refus, et envoyez encore, sous le même identifiant.',
    request: (making) => reportOf(making, 'entry-attested', { effectiveDate: day(making, 7) }),
  },
  {
    name: 'recu',
    label: 'Suivre le récépissé',
    about:
      'Ce qu’est devenu le dernier événement : au journal, visible, ou mis de côté avec sa raison. Pour qui l’a déclaré, et lui seul.',
    partner: 'eos',
    next: 'Un autre partenaire reçoit 404 : essayez.',
    request: ({ state }) => read(`/v1/receipts/${state.receipt || 'envoyez-d-abord-un-evenement'}`),
  },
  {
    name: 'dossier',
    label: 'Lire le dossier',
    about:
      'Le dossier, tel que ce partenaire a le droit de le voir. Qui ne le voit pas reçoit 404, comme s’il n’existait pas.',
    partner: 'region-centre-val-de-loire',
    next: 'Changez de partenaire : la réponse change avec ses droits (« sight » dit ce qui est montré, et jusqu’à quand).',
    request: ({ state }) => read(`/v1/dossiers/${state.dossier || '100000007'}`),
  },
  {
    name: 'parcours',
    label: 'Chercher par NIR',
    about: 'Le parcours de la personne, par son NIR dans le corps d’un POST : jamais dans une adresse.',
    partner: 'region-centre-val-de-loire',
    next: 'Changez de partenaire : qui n’a aucun lien avec la personne reçoit 404.',
    request: ({ state: { nir } }) => {
      return { method: 'POST', path: '/v1/training-paths/search', body: JSON.stringify({ nir }, null, 2) };
    },
  },
  {
    name: 'changements',
    label: 'Ce qui a changé',
    about:
      'Le fil des dossiers qui ne sont plus tels qu’on les connaissait. Gardez « cursor », puis demandez la suite.',
    partner: 'region-centre-val-de-loire',
    next: 'Le curseur est repris : choisissez encore cette étape après un nouvel événement, et seul ce qui a changé vient.',
    request: ({ state }) => read(`/v1/changes?limit=20${state.cursor === '' ? '' : `&cursor=${state.cursor}`}`),
  },
  {
    name: 'lire-session',
    label: 'Lire la session',
    about: 'La session telle qu’elle est publiée : rien de personnel, pour tous les partenaires.',
    partner: 'region-centre-val-de-loire',
    next: 'Un 404 dit que personne ne l’a publiée : commencez par « Session publiée ».',
    request: ({ state }) => read(`/v1/sessions/${state.session.split(':').slice(1).map(encodeURIComponent).join('/')}`),
  },
  {
    name: 'conformite',
    label: 'Ce que le hub a vu',
    about: 'Ce que ce partenaire a montré qu’il sait faire, d’après ce que le hub a vu, et ce qui manque encore.',
    partner: 'eos',
    next: 'Chaque étape manquante dit quoi faire et où c’est écrit.',
    request: () => read('/v1/conformance'),
  },
];

export function stepNamed(name: string): LifeStep | undefined {
  return life.find((step) => step.name === name);
}

/** The request of a step, ready to be sent or changed. */
export function requestOf(step: LifeStep, state: TrialState, partner: TrialPartner, nowMs: number): TrialRequest {
  return step.request({ state, source: partner.sources[0] ?? 'aucune', nowMs });
}

/** A NIR with a right key that belongs to nobody, as those of the demo. */
export function inventedNir(): string {
  const two = (from: number, to: number) => String(randomInt(from, to + 1)).padStart(2, '0');
  const three = () => String(randomInt(1, 990)).padStart(3, '0');
  const nir = `${randomInt(1, 3)}${two(60, 99)}${two(1, 12)}45${three()}${three()}`;
  return `${nir}${nirKey(nir)}`;
}

/** A session of EOS that nobody else names. */
export function inventedSession(): string {
  return `session:eos:${randomInt(7_000_000, 8_000_000)}`;
}

/** No digits: an id never looks like the number of a person. */
function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}
