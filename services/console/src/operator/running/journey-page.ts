import { counted, type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Field, formFields, type Values } from '../../frame/form-fields.ts';
import { ApiProblem } from '../../frame/hub-api.ts';
import { instant } from '../../frame/parts.ts';
import { problemPage } from '../../frame/problem-page.ts';
import { factStates } from '../../frame/state-names.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import { fieldSaid } from '../field-words.ts';
import { operatorPage } from '../operator-page.ts';
import { eventWords, parkedReasons, subjects, topicWords, word } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Journey {
  /** False: the receipt is of a log that is no more. */
  readonly sameLog: boolean;
  readonly events: readonly EventJourney[];
  readonly more: number;
}

interface EventJourney {
  readonly source: string;
  readonly id: string;
  readonly type: string | null;
  readonly dossier: number | null;
  readonly log: {
    readonly topic: string | null;
    readonly slice: number | null;
    readonly offset: number | null;
    readonly receivedAt: string | null;
    readonly partner: string | null;
  };
  readonly stands: 'waiting' | 'visible' | 'parked' | 'settled' | 'unknown';
  readonly waiting: { readonly lagEvents: number | null } | null;
  readonly parked: { readonly reason: string; readonly place: string } | null;
  readonly taken: { readonly subject: string; readonly key: string | null; readonly facts: number } | null;
  readonly fact: {
    readonly state: string;
    readonly by: readonly { readonly source: string; readonly eventId: string }[];
  } | null;
  readonly decides: readonly { readonly subject: string; readonly path: string }[];
}

const path = `${root}/evenement`;

const byReceipt = 'Par son récépissé';
const byDossier = 'Par son dossier';

const fields: readonly Field[] = [
  {
    ...{ kind: 'lines', name: 'receipt', label: 'Récépissé', group: byReceipt },
    hint: 'Entier, ou toute la réponse du hub : le récépissé y est pris, d’une réponse à plusieurs événements le premier.',
  },
  {
    ...{ kind: 'number', name: 'dossier', label: 'Numéro de dossier', group: byDossier },
    hint: 'Seul, il montre tous les événements du dossier.',
  },
  {
    ...{ kind: 'text', name: 'source', label: 'Source', group: byDossier },
    hint: 'Avec l’identifiant, pour un seul événement : eos, ou urn:hub:source:eos.',
  },
  {
    ...{ kind: 'text', name: 'id', label: 'Identifiant de l’événement', group: byDossier },
    hint: 'Le hub range les événements par dossier : sans numéro de dossier, un événement ne se trouve par sa source et son identifiant que s’il a été mis de côté.',
  },
];

/** Where an event is, from its receipt to the record that it decides. What is asked stands in no address. */
export function journeyPage({ get, post }: TradeRoutes, context: ConsoleContext): void {
  get(path, async (visit) => asking(visit, visit.query, null));
  post(path, async (visit) => {
    const values = { ...visit.fields, receipt: receiptIn(visit.fields.receipt) };
    const body = bodyOf(values);
    if ('lacks' in body) return asking(visit, values, lacking(body.lacks), 400);
    try {
      const journey = await context.api.ask<Journey>(visit.visitor, '/v1/admin/events/journey', { body });
      return asking(visit, values, shown(journey));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.problem.status === 404) return asking(visit, values, notFound(body), 404);
      const { title, body: said, status = 503 } = problemPage(context, error.problem);
      return asking(visit, values, html`<div role="alert"><h2>${title}</h2>${said}</div>`, status);
    }
  });
}

/** Out of what was pasted: a receipt, or a whole answer of the hub in which one stands. */
function receiptIn(pasted = ''): string {
  const text = pasted.replace(/\s/g, '');
  return /"receipt":"([^"]+)"/.exec(text)?.[1] ?? text;
}

interface Asked {
  readonly receipt?: string;
  readonly source?: string;
  readonly id?: string;
  readonly dossier?: number;
}

function bodyOf(values: Values): Asked | { readonly lacks: readonly string[] } {
  const [receipt = '', source = '', id = '', dossier = ''] = ['receipt', 'source', 'id', 'dossier'].map(
    (name) => values[name]?.trim() ?? '',
  );
  if (receipt !== '') return { receipt };
  const numbered = dossier === '' ? {} : { dossier: Number(dossier) };
  if (source !== '' && id !== '') return { source, id, ...numbered };
  if (source !== '' || id !== '') return { lacks: [source === '' ? 'source' : 'id'] };
  return dossier === '' ? { lacks: ['receipt', 'dossier'] } : numbered;
}

function lacking(names: readonly string[]): Html {
  const links = names.map((name) => html`<li>${fieldLink(name)}</li>`);
  return html`<div class="note bad" role="alert"><h2>Il manque quelque chose</h2><p>${names.length > 1 ? 'Remplissez l’un des deux :' : 'Une source et un identifiant vont ensemble. Remplissez aussi :'}</p><ul>${links}</ul></div>`;
}

function fieldLink(name: string): Html {
  return html`<a href="#f-${name}">${fields.find((each) => each.name === name)?.label ?? name}</a>`;
}

/** By what was asked, what to do. */
function notFound({ receipt, id, dossier }: Asked): Html {
  const advice =
    receipt !== undefined
      ? html`Ce récépissé n’est pas de ce hub, ou il n’est pas entier. Collez-le de nouveau, ou cherchez par ${fieldLink('dossier')}.`
      : id === undefined
        ? html`Le hub n’a aucun événement de ce dossier. Vérifiez son numéro : neuf chiffres.`
        : dossier === undefined
          ? html`Aucun événement mis de côté ne porte cet identifiant. S’il a été accepté, donnez aussi le ${fieldLink('dossier')}, que le hub a répondu avec le récépissé, ou cherchez par le ${fieldLink('receipt')}.`
          : html`Ce dossier n’a pas d’événement de cette source sous cet identifiant. Laissez-les vides pour voir tous ses événements.`;
  return html`<div class="note bad" role="alert"><h2>Cet événement n’est pas trouvé</h2><p>${advice}</p></div>`;
}

function asking(visit: Visit, values: Values, found: Html | null, status = 200) {
  const form = html`<form method="post" action="${path}" class="act">${visit.formField}${formFields(fields, values)}<p class="row"><button class="main">Chercher</button></p></form>`;
  const body = found === null ? form : html`${found}<h2>Chercher autre chose</h2>${form}`;
  return operatorPage(visit, { title: 'Suivre un événement', body, status });
}

function shown({ sameLog, events, more }: Journey): Html {
  const stranger = sameLog
    ? null
    : html`<p class="note bad">Ce récépissé est d’un autre journal que celui d’aujourd’hui.</p>`;
  return html`${stranger}${events.map((event) => journeyOf(event))}${more === 0 ? null : html`<p>Et ${counted(more, 'autre événement', 'autres événements')}.</p>`}`;
}

interface Step {
  readonly name: string;
  readonly isDone: boolean | null;
  readonly says: Html;
}

const marks = { true: ['done', 'fait'], false: ['stopped', 'arrêté ici'], null: ['open', 'pas encore'] } as const;

function journeyOf(event: EventJourney): Html {
  const about = event.dossier === null ? '' : `, dossier ${event.dossier}`;
  return html`<section><h2>${event.source} ${event.id}</h2><p>${event.type === null ? 'Type inconnu' : word(eventWords(), event.type)}${about}</p>
<ol class="chain">${stepsOf(event).map(({ name, isDone, says }) => {
    const [kind, said] = marks[`${isDone}`];
    return html`<li class="${kind}"><strong>${name}</strong> <span class="quiet">(${said})</span><div>${says}</div></li>`;
  })}</ol></section>`;
}

/** Receipt, log, projection, fact, record, told: each done, not yet, or where it stopped. */
function stepsOf(event: EventJourney): readonly Step[] {
  const { log, stands, waiting, parked } = event;
  const isVisible = stands === 'visible';
  return [
    {
      name: 'Reçu',
      isDone: true,
      says: html`${log.receivedAt === null ? 'Heure inconnue' : `Le ${instant(log.receivedAt)}`}${log.partner === null ? null : html`, du client <code>${log.partner}</code>`}`,
    },
    {
      name: 'Sur le journal',
      isDone: log.offset !== null || isVisible,
      says: placeSaid(log),
    },
    { name: 'Projeté', isDone: projected(stands), says: projection(event, waiting, parked) },
    ...outcomes(event),
  ];
}

/** By its dossier an event is found among facts, which do not say where on the log they were told. */
function placeSaid({ topic, slice, offset }: EventJourney['log']): Html {
  const about = html`Thème ${topic === null ? 'inconnu' : word(topicWords(), topic)}`;
  return slice === null || offset === null
    ? html`${about}. Son récépissé dit à quelle place.`
    : html`${about}, tranche ${slice}, place ${offset}`;
}

function outcomes({ taken, fact, decides }: EventJourney): readonly Step[] {
  return [
    {
      name: 'Fait du dossier',
      isDone: taken === null ? null : true,
      says:
        taken === null
          ? html`Aucun fait n’en est tiré.`
          : html`${fact === null ? 'Pris' : word(factStates, fact.state)}${(fact?.by ?? []).map(({ source, eventId }) => html`, par <code>${source} ${eventId}</code>`)}`,
    },
    {
      name: 'Ce qu’il décide',
      isDone: decides.length > 0 ? true : null,
      says:
        decides.length === 0
          ? html`Aucune valeur montrée ne vient de lui.`
          : html`<ul class="plain">${decides.map(({ subject, path }) => html`<li>${word(subjects, subject)} : ${fieldSaid(path)}</li>`)}</ul>`,
    },
  ];
}

function projected(stands: EventJourney['stands']): boolean | null {
  if (stands === 'visible') return true;
  return stands === 'parked' || stands === 'settled' ? false : null;
}

function projection({ stands }: EventJourney, waiting: EventJourney['waiting'], parked: EventJourney['parked']): Html {
  if (parked !== null && stands !== 'visible') {
    const place = parked.place.split('/').map(encodeURIComponent).join('/');
    return html`Mis de côté : ${word(parkedReasons, parked.reason)}. <a href="${root}/mis-de-cote/${place}">Voir et reprendre</a>`;
  }
  if (waiting !== null && stands === 'waiting') {
    return html`${waiting.lagEvents === null ? 'Des événements attendent' : counted(waiting.lagEvents, 'événement attend', 'événements attendent')} dans cette tranche.`;
  }
  return stands === 'visible' ? html`Montré aux lecteurs.` : html`Le hub ne sait pas le dire.`;
}
