import type { HubStatus, Job } from '@hub/platform';
import type { HubApi, Question } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Listed } from '../frame/list-pages.ts';
import type { Visitor } from '../frame/visitor.ts';
import { judging } from './judging.ts';
import { root } from './pages.ts';
import { sumOf } from './sum.ts';

/** How many; a text where only that there are many is known; null: it could not be asked. */
type Many = number | string | null;

/** Something that calls for an operator, and where one does it. */
export interface Awaiting {
  readonly many: Many;
  readonly name: string;
  /** Said where there is none. */
  readonly none: string;
  readonly path: string;
}

/** The same before it is counted: by the status of the hub, or by a list of its API. */
interface Kind extends Omit<Awaiting, 'many'> {
  readonly counted: ((status: HubStatus) => Many) | readonly [path: string, question: Question];
  /** Of the list, those that are meant; default: all. */
  readonly isMeant?: (item: unknown) => boolean;
}

const kind = (path: string, counted: Kind['counted'], name: string, none: string): Kind => {
  return { path: `${root}${path}`, counted, name, none };
};
const links = (state: string) => ['/v1/links', { purpose: judging, query: { state } }] as const;
const webhooks = (state: string) => ['/v1/admin/webhooks', { query: { state } }] as const;

const failedDays = 7;
const hasFailedLately = (job: unknown) => Date.parse((job as Job).endedAt ?? '') > Date.now() - failedDays * 86_400_000;

const kinds: readonly Kind[] = [
  kind('/mis-de-cote', ({ parked }) => sumOf(parked), 'événements mis de côté', 'Aucun événement mis de côté'),
  kind('/alarmes?etat=true', ({ alarms }) => sumOf(alarms), 'alarmes qui sonnent', 'Aucune alarme ne sonne'),
  kind('/liens?etat=review', links('review'), 'liens à examiner', 'Aucun lien à examiner'),
  kind('/liens?etat=proposed', links('proposed'), 'liens à confirmer par une autre personne', 'Aucun lien à confirmer'),
  kind(
    '/liens/plusieurs',
    ({ attention }) => attention?.mayBeSeveral ?? null,
    'identifiants peut-être partagés',
    'Aucun identifiant partagé',
  ),
  kind('/sessions', ['/v1/links/sessions', {}], 'sessions à rapprocher', 'Aucune session à rapprocher'),
  {
    ...kind(
      '/travaux?etat=failed',
      ['/v1/admin/jobs', { query: { state: 'failed' } }],
      `travaux échoués en ${failedDays} jours`,
      'Aucun travail échoué',
    ),
    isMeant: hasFailedLately,
  },
  kind('/webhooks?etat=suspended', webhooks('suspended'), 'webhooks suspendus', 'Aucun webhook suspendu'),
  kind('/webhooks?etat=failing', webhooks('failing'), 'webhooks en échec', 'Aucun webhook en échec'),
  kind(
    '/rectifications',
    ['/v1/rectifications', { query: { role: 'to-answer', open: 'true' } }],
    'rectifications à répondre',
    'Aucune rectification à répondre',
  ),
];

/** What waits for an operator, each with the page where it is dealt with. */
export function awaitingOf(api: HubApi, visitor: Visitor, status: HubStatus): Promise<readonly Awaiting[]> {
  return Promise.all(
    kinds.map(async ({ counted, isMeant = () => true, ...named }) => {
      if (typeof counted === 'function') return { ...named, many: counted(status) };
      return { ...named, many: await countListed(api, visitor, counted, isMeant) };
    }),
  );
}

const countedMax = 100;

/** Of a list that goes on, that there are more than were counted. */
async function countListed(
  api: HubApi,
  visitor: Visitor,
  [path, question]: readonly [string, Question],
  isMeant: (item: unknown) => boolean,
): Promise<Many> {
  try {
    const query = { ...question.query, limit: countedMax };
    const { items, next } = await api.ask<Listed<unknown>>(visitor, path, { ...question, query });
    const many = items.filter(isMeant).length;
    return next !== null && many === items.length && many > 0 ? `Plus de ${many}` : many;
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
