import type { HubStatus } from '@hub/platform';
import type { HubApi, Question } from '../../frame/console-context.ts';
import { ApiProblem } from '../../frame/hub-api.ts';
import type { Listed } from '../../frame/list-pages.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { failedJobsPath } from '../jobs.ts';
import { judging } from '../judging.ts';
import { root } from '../pages.ts';
import { sumOf } from '../sum.ts';

/** How many; a text where only that there are many is known; null: it could not be asked. */
type Many = number | string | null;

/** Something that calls for an operator, and where one does it. */
export interface Awaiting {
  readonly many: Many;
  /** Said after one, and after more. */
  readonly name: readonly [one: string, more: string];
  /** Said where there is none. */
  readonly none: string;
  readonly path: string;
}

/** The same before it is counted: by the status of the hub, or by a list of its API. */
interface Kind extends Omit<Awaiting, 'many'> {
  readonly counted: ((status: HubStatus) => Many) | readonly [path: string, question: Question];
}

const kind = (path: string, counted: Kind['counted'], name: Kind['name'], none: string): Kind => {
  return { path: path.startsWith(root) ? path : `${root}${path}`, counted, name, none };
};
const links = (state: string) => ['/v1/links', { purpose: judging, query: { state } }] as const;
const webhooks = (state: string) => ['/v1/admin/webhooks', { query: { state } }] as const;

const kinds: readonly Kind[] = [
  kind(
    '/mis-de-cote',
    ({ parked }) => sumOf(parked),
    ['événement mis de côté', 'événements mis de côté'],
    'Aucun événement mis de côté',
  ),
  kind(
    '/alarmes?etat=true',
    ({ alarms }) => sumOf(alarms),
    ['alarme qui sonne', 'alarmes qui sonnent'],
    'Aucune alarme ne sonne',
  ),
  kind('/liens?etat=review', links('review'), ['lien à examiner', 'liens à examiner'], 'Aucun lien à examiner'),
  kind(
    '/liens?etat=proposed',
    links('proposed'),
    ['lien à confirmer par une autre personne', 'liens à confirmer par une autre personne'],
    'Aucun lien à confirmer',
  ),
  kind(
    '/liens/plusieurs',
    ({ attention }) => attention?.mayBeSeveral ?? null,
    ['identifiant peut-être partagé', 'identifiants peut-être partagés'],
    'Aucun identifiant partagé',
  ),
  kind(
    '/sessions',
    ['/v1/links/sessions', {}],
    ['paire de sessions à rapprocher', 'paires de sessions à rapprocher'],
    'Aucune session à rapprocher',
  ),
  kind(
    failedJobsPath,
    ['/v1/admin/jobs', { query: { awaiting: 'true' } }],
    [
      'travail échoué ces dernières 24 heures, et pas refait',
      'travaux échoués ces dernières 24 heures, et pas refaits',
    ],
    'Aucun travail échoué',
  ),
  kind(
    '/webhooks?etat=suspended',
    webhooks('suspended'),
    ['webhook suspendu', 'webhooks suspendus'],
    'Aucun webhook suspendu',
  ),
  kind(
    '/webhooks?etat=failing',
    webhooks('failing'),
    ['webhook en échec', 'webhooks en échec'],
    'Aucun webhook en échec',
  ),
  kind(
    '/rectifications',
    ['/v1/rectifications', { query: { role: 'to-answer', open: 'true' } }],
    ['rectification à répondre', 'rectifications à répondre'],
    'Aucune rectification à répondre',
  ),
];

/** What waits for an operator, each with the page where it is dealt with. */
export function awaitingOf(api: HubApi, visitor: Visitor, status: HubStatus): Promise<readonly Awaiting[]> {
  return Promise.all(
    kinds.map(async ({ counted, ...named }) => {
      if (typeof counted === 'function') return { ...named, many: counted(status) };
      return { ...named, many: await countListed(api, visitor, counted) };
    }),
  );
}

const countedMax = 100;

/** Of a list that goes on, that there are more than were counted. */
async function countListed(
  api: HubApi,
  visitor: Visitor,
  [path, question]: readonly [string, Question],
): Promise<Many> {
  try {
    const query = { ...question.query, limit: countedMax };
    const { items, next } = await api.ask<Listed<unknown>>(visitor, path, { ...question, query });
    return next === null ? items.length : `Plus de ${items.length}`;
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
