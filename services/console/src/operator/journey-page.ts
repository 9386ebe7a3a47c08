import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Field, formFields, type Values } from '../frame/form-fields.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import { instant } from '../frame/parts.ts';
import { problemPage } from '../frame/problem-page.ts';
import type { TradeRoutes, Visit } from '../frame/visit.ts';
import { operatorPage } from './operator-page.ts';
import { factStates, parkedReasons, word } from './operator-words.ts';
import { root } from './pages.ts';

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

const fields: readonly Field[] = [
  { kind: 'lines', name: 'receipt', label: 'Récépissé', hint: 'Entier, tel que le hub l’a répondu au partenaire.' },
  { kind: 'text', name: 'source', label: 'Ou source', hint: 'Par exemple : eos' },
  { kind: 'text', name: 'id', label: 'et identifiant de l’événement' },
  { kind: 'number', name: 'dossier', label: 'Ou numéro de dossier' },
];

/** Where an event is, from its receipt to the record that it decides. What is asked stands in no address. */
export function journeyPage({ get, post }: TradeRoutes, context: ConsoleContext): void {
  get(path, async (visit) => asking(visit, visit.query, null));
  post(path, async (visit) => {
    const body = bodyOf(visit.fields);
    if (body === null) {
      return asking(
        visit,
        visit.fields,
        html`<div class="note bad" role="alert"><p>Donnez un récépissé, ou une source et un identifiant, ou un numéro de dossier.</p></div>`,
        400,
      );
    }
    try {
      const journey = await context.api.ask<Journey>(visit.visitor, '/v1/admin/events/journey', { body });
      return asking(visit, visit.fields, shown(journey));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const { title, body: said, status = 503 } = problemPage(context, error.problem);
      return asking(visit, visit.fields, html`<div role="alert"><h2>${title}</h2>${said}</div>`, status);
    }
  });
}

function bodyOf({ receipt = '', source = '', id = '', dossier = '' }: Values): object | null {
  if (receipt.trim() !== '') return { receipt: receipt.replace(/\s/g, '') };
  if (source !== '' && id !== '')
    return { source: source.trim(), id: id.trim(), ...(dossier !== '' && { dossier: Number(dossier) }) };
  return dossier === '' ? null : { dossier: Number(dossier) };
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
  return html`${stranger}${events.map((event) => journeyOf(event))}${more === 0 ? null : html`<p>Et ${more} autres événements.</p>`}`;
}

interface Step {
  readonly name: string;
  readonly isDone: boolean | null;
  readonly says: Html;
}

const marks = { true: ['done', 'fait'], false: ['stopped', 'arrêté ici'], null: ['open', 'pas encore'] } as const;

function journeyOf(event: EventJourney): Html {
  const about = event.dossier === null ? '' : `, dossier ${event.dossier}`;
  return html`<section><h2>${event.source} ${event.id}</h2><p>${event.type ?? 'Type inconnu'}${about}</p>
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
      says: html`Sujet ${log.topic ?? 'inconnu'}, tranche ${log.slice ?? 'inconnue'}${log.offset === null ? null : html`, place ${log.offset}`}`,
    },
    { name: 'Projeté', isDone: projected(stands), says: projection(event, waiting, parked) },
    ...outcomes(event),
  ];
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
          : html`<ul class="plain">${decides.map(({ subject, path }) => html`<li>${subject} <code>${path}</code></li>`)}</ul>`,
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
    return html`${waiting.lagEvents === null ? 'Des événements' : `${waiting.lagEvents} événements`} attendent dans cette tranche.`;
  }
  return stands === 'visible' ? html`Montré aux lecteurs.` : html`Le hub ne sait pas le dire.`;
}
