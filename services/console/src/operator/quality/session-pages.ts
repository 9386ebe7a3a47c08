import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Field, Values } from '../../frame/form-fields.ts';
import { addressOf, type Listed, paging } from '../../frame/list-pages.ts';
import { day, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { filterForm } from '../filter-form.ts';
import { judging as purpose } from '../judging.ts';
import { operatorPage } from '../operator-page.ts';
import { codeWords, optionsOf } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Session {
  readonly reference: string;
  readonly publishedBy: string;
  readonly state: string;
  readonly title: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly place: { readonly postalCode?: string; readonly label?: string } | null;
  readonly mandataireSiret: string | null;
  readonly certification: Readonly<Record<string, string>> | null;
}

interface SessionLink {
  readonly references: readonly [string, string];
  readonly likeness: readonly { readonly field: string; readonly agrees: boolean }[];
  readonly sessions: readonly [Session, Session];
}

const path = `${root}/sessions`;
const trail = [[path, 'Sessions à rapprocher']] as const;
const likenesses = {
  organisation: 'Organisme',
  place: 'Lieu',
  days: 'Dates',
  certification: 'Certification',
  title: 'Intitulé',
};

const judgement: readonly Field[] = [
  {
    ...{ kind: 'text', name: 'une', label: 'Une session', hint: 'Par exemple : session:07:114782' },
    ...{ isRequired: true, isLinked: true },
  },
  {
    kind: 'text',
    name: 'autre',
    label: 'L’autre session',
    hint: 'Par exemple : session:eos:67680',
    isRequired: true,
    isLinked: true,
  },
  {
    kind: 'choice',
    name: 'verdict',
    label: 'Votre jugement',
    options: [
      ['', 'Choisir'],
      ['same', 'La même session'],
      ['different', 'Deux sessions'],
    ],
    isRequired: true,
  },
  {
    kind: 'text',
    name: 'reason',
    label: 'Motif',
    hint: 'Un code ou un numéro de ticket, en un mot : ticket-4312.',
    isRequired: true,
  },
];

/** Sessions of two registries that may be one, and those that are known by one number only. */
export function sessionPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  const { get } = routes;
  get(path, async (visit) => {
    const { cursor } = visit.query;
    const links = await api.ask<Listed<SessionLink>>(visit.visitor, '/v1/links/sessions', { query: { cursor } });
    const body = html`<p>Même organisme, mêmes lieu et dates, deux numéros : si c’est la même session, les positionnements connus sous l’un et les entrées connues sous l’autre se rejoignent. Le jugement vaut tout de suite, jusqu’au suivant.</p>
<p><a href="${path}/sans-lien">Sessions connues sous un seul numéro</a></p>
${links.items.length === 0 ? html`<div class="note good"><p>Aucune session à rapprocher.</p></div>` : links.items.map(pair)}${paging(visit, links)}`;
    return operatorPage(visit, { title: 'Sessions à rapprocher', body });
  });
  get(`${path}/sans-lien`, async (visit) => {
    const { territoire: territory, cursor } = visit.query;
    const sessions = await api.ask<Listed<Session>>(visit.visitor, '/v1/links/sessions/unlinked', {
      query: { territory, cursor },
    });
    const options = optionsOf(codeWords(dictionary, 'territory'), 'Tous');
    const body = html`<p>Financées par une Région, publiées, et connues sous le numéro d’un seul registre : leurs positionnements et leurs entrées ne se rejoignent pas sous un autre numéro.</p>
${filterForm([{ kind: 'choice', name: 'territoire', label: 'Territoire', options }], visit.query)}${sessions.items.length === 0 ? html`<div class="note good"><p>Aucune.</p></div>` : unlinkedTable(sessions.items)}${paging(visit, sessions)}`;
    return operatorPage(visit, { title: 'Sessions connues sous un seul numéro', trail, body });
  });
  action(routes, context, {
    path: `${path}/juger`,
    title: 'Juger deux sessions',
    trail,
    will: ({ query, fields }) => {
      const { une = '', autre = '' }: Values = { ...query, ...fields };
      return html`<p>Sessions <code>${une}</code> et <code>${autre}</code>. « La même » : les deux numéros désignent désormais une seule session, et les dossiers qui les nomment se rejoignent. « Deux sessions » : rien ne les rapproche plus. Cela vaut tout de suite, avant ce qu’en dit un système, jusqu’au prochain jugement.</p>`;
    },
    fields: judgement,
    button: 'Juger',
    act: async (visit) => {
      const { une = '', autre = '', verdict, reason = '' } = visit.fields;
      const body = { sessions: [une.trim(), autre.trim()], verdict, reason: reason.trim() };
      await api.ask(visit.visitor, '/v1/links/sessions/verdicts', { purpose, body });
      const said = html`<div class="note good"><p><strong>C’est sur le journal.</strong> Les dossiers le montrent dans un instant.</p></div><p><a href="${path}">Revenir aux sessions</a></p>`;
      return operatorPage(visit, { title: 'Jugement pris', trail, body: said });
    },
  });
}

function pair({ references: [une, autre], likeness, sessions }: SessionLink): Html {
  const [left, right] = sessions;
  const agrees = new Map(likeness.map(({ field, agrees }) => [field, agrees ? 'pareil' : 'différent']));
  const rows = rowsOf(left).map(
    ([field, name, value], index) => [name, value, rowsOf(right)[index]?.[2] ?? '–', agrees.get(field) ?? ''] as const,
  );
  return html`<section>${table(
    `${une} et ${autre}`,
    [
      { head: 'Quoi', cell: ([name]) => name },
      { head: une, cell: ([, value]) => value },
      { head: autre, cell: ([, , value]) => value },
      { head: 'Ensemble', cell: ([, , , both]) => both },
    ],
    rows,
  )}<p><a class="button" href="${addressOf(`${path}/juger`, { une, autre })}">Juger ${une} et ${autre}…</a></p></section>`;
}

function rowsOf(session: Session): readonly (readonly [field: string, name: string, value: string])[] {
  const { title, start, end, place, mandataireSiret, certification, publishedBy } = session;
  return [
    ['title', likenesses.title, title ?? '–'],
    ['days', likenesses.days, `${day(start)} au ${day(end)}`],
    ['place', likenesses.place, placeOf(place)],
    ['organisation', likenesses.organisation, mandataireSiret ?? '–'],
    [
      'certification',
      likenesses.certification,
      Object.entries(certification ?? {})
        .map(([kind, number]) => `${kind} ${number}`)
        .join(', ') || '–',
    ],
    ['', 'Publiée par', publishedBy],
  ];
}

function placeOf(place: Session['place']): string {
  return `${place?.postalCode ?? ''} ${place?.label ?? ''}`.trim() || '–';
}

function unlinkedTable(sessions: readonly Session[]): Html {
  return table(
    'Sessions connues sous un seul numéro',
    [
      { head: 'Session', cell: ({ reference }) => html`<code>${reference}</code>` },
      { head: 'Intitulé', cell: ({ title }) => title },
      { head: 'Dates', cell: ({ start, end }) => `${day(start)} au ${day(end)}` },
      { head: 'Lieu', cell: ({ place }) => placeOf(place) },
      {
        head: 'Rapprocher',
        cell: ({ reference }) =>
          html`<a href="${addressOf(`${path}/juger`, { une: reference })}">Juger…<span class="read-out"> (${reference})</span></a>`,
      },
    ],
    sessions,
  );
}
