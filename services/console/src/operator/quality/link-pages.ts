import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Listed, paging } from '../../frame/list-pages.ts';
import { count, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { action } from '../action.ts';
import { filterForm } from '../filter-form.ts';
import { judging as purpose } from '../judging.ts';
import { operatorPage } from '../operator-page.ts';
import { codeWords, linkStates, optionsOf, type Words, word } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Link {
  readonly trainees: readonly [string, string];
  readonly state: string;
  readonly by: 'rule' | 'manual' | null;
  readonly reason: string | null;
  readonly since: string;
  readonly awaiting: { readonly agent: string; readonly since: string; readonly reason: string | null } | null;
  readonly identifiers: readonly {
    readonly kind: string;
    readonly heldBy: 'both' | 'one';
    readonly conflicts: boolean;
  }[];
  readonly identity: readonly { readonly field: string; readonly agrees: boolean }[];
  readonly dossiers: readonly number[];
}

interface History {
  readonly verdicts: readonly {
    readonly trainees: readonly string[];
    readonly verdict: 'same' | 'different';
    readonly by: 'rule' | 'manual';
    readonly agent: string | null;
    readonly reason: string | null;
    readonly recordedAt: string;
  }[];
}

interface Several {
  readonly trainee: string;
  readonly birthDates: number;
  readonly identifiers: readonly string[];
  readonly sources: readonly string[];
  readonly dossiers: number;
  readonly parts: readonly { readonly since: string; readonly facts: readonly unknown[] }[];
}

const path = `${root}/liens`;
const trail = [[path, 'Liens à juger']] as const;
const identityFields = {
  birthName: 'Nom de naissance',
  firstNames: 'Prénoms',
  birthDate: 'Date de naissance',
  sex: 'Sexe',
};

/** Trainees that may be one person: seen side by side, judged by two. Never a value of an identity. */
export function linkPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  const kinds = codeWords(dictionary, 'identifier-kind');
  const { get } = routes;
  get(path, async (visit) => {
    const { etat: state = 'review', cursor } = visit.query;
    const links = await api.ask<Listed<Link>>(visit.visitor, '/v1/links', { purpose, query: { state, cursor } });
    const filter = {
      kind: 'choice',
      name: 'etat',
      label: 'État',
      options: optionsOf(linkStates),
      value: state,
    } as const;
    const body = html`<p>Un rattachement attend qu’une deuxième personne dise la même chose ; une séparation vaut tout de suite. Le dernier jugement à la main l’emporte sur toute règle, et tout se défait. Le hub ne montre ici aucun nom ni numéro : seulement ce qui concorde.</p>
<p><a href="${path}/plusieurs">Identifiants peut-être partagés par plusieurs personnes</a></p>
${filterForm([filter], visit.query)}${linksTable(links.items, visit.visitor, { state, kinds })}${paging(visit, links)}`;
    return operatorPage(visit, { title: 'Liens à juger', body });
  });
  get(`${path}/plusieurs`, async (visit) => {
    const { cursor } = visit.query;
    const several = await api.ask<Listed<Several>>(visit.visitor, '/v1/links/may-be-several', {
      purpose,
      query: { cursor },
    });
    return operatorPage(visit, {
      title: 'Identifiants peut-être partagés',
      trail,
      body: html`${severalTable(several.items, kinds)}${paging(visit, several)}`,
    });
  });
  judgingPage(routes, context, kinds);
}

function judgingPage(routes: TradeRoutes, context: ConsoleContext, kinds: Words): void {
  const { api } = context;
  action(routes, context, {
    path: `${path}/:one/:other`,
    title: 'Juger un lien',
    trail,
    will: async (visit) => {
      const { link, histories } = await pairOf(context, visit);
      return html`<p>« Une seule personne » : proposé d’abord, rattaché quand une deuxième personne le confirme. « Deux personnes » : séparées tout de suite.</p>${link === null ? html`<p>Personne n’a encore rapproché ces deux-là.</p>` : evidence(link, visit.visitor, kinds)}${historyTable(histories)}`;
    },
    fields: [
      {
        kind: 'choice',
        name: 'verdict',
        label: 'Votre jugement',
        options: [
          ['', 'Choisir'],
          ['same', 'Une seule personne'],
          ['different', 'Deux personnes'],
        ],
        isRequired: true,
      },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Un code ou un numéro de ticket, en un mot : ticket-4312. Rien de personnel.',
        isRequired: true,
      },
    ],
    button: 'Juger',
    act: async (visit) => {
      const { one = '', other = '' } = visit.params;
      const { verdict, reason = '' } = visit.fields;
      const body = { trainees: [one, other], verdict, reason: reason.trim() };
      const { state } = await api.ask<{ readonly state: string }>(visit.visitor, '/v1/links/verdicts', {
        purpose,
        body,
      });
      return operatorPage(visit, { title: 'Jugement pris', trail, body: judged(state) });
    },
  });
}

function judged(state: string): Html {
  const says: Readonly<Record<string, string>> = {
    proposed: 'Il attend maintenant qu’une autre personne dise la même chose.',
    joined: 'Vous étiez la deuxième personne : les deux répondent désormais ensemble.',
    separated: 'Elles ne répondent plus ensemble, quoi qu’en dise une règle.',
  };
  return html`<div class="note good"><p><strong>${word(linkStates, state)}.</strong> ${says[state] ?? ''}</p></div><p><a href="${path}">Revenir aux liens</a></p>`;
}

async function pairOf({ api }: ConsoleContext, { visitor, params: { one = '', other = '' } }: Visit) {
  const [{ items }, ...histories] = await Promise.all([
    api.ask<Listed<Link>>(visitor, '/v1/links', { purpose, query: { trainee: one } }),
    api.ask<History>(visitor, apiPath`/v1/links/${one}/history`, { purpose }),
  ]);
  const link = items.find(({ trainees }) => trainees.includes(one) && trainees.includes(other)) ?? null;
  const verdicts = histories.flatMap((each) => each.verdicts).filter(({ trainees }) => trainees.includes(other));
  return { link, histories: verdicts };
}

function linksTable(
  links: readonly Link[],
  visitor: Visitor,
  { state, kinds }: { readonly state: string; readonly kinds: Words },
): Html {
  if (links.length === 0) return html`<div class="note good"><p>Aucun lien « ${word(linkStates, state)} ».</p></div>`;
  return table(
    'Paires de stagiaires',
    [
      {
        head: 'Paire',
        cell: ({ trainees: [one, other] }) =>
          html`<a href="${path}/${one}/${other}"><code>${one.slice(0, 8)}</code> et <code>${other.slice(0, 8)}</code></a>`,
      },
      { head: 'Pour', cell: (link) => listOf(speaking(link, true, kinds)) },
      { head: 'Contre', cell: (link) => listOf(speaking(link, false, kinds)) },
      { head: 'Dossiers', cell: ({ dossiers: [one, other] }) => `${one} et ${other}` },
      { head: 'Depuis', cell: ({ since }) => instant(since) },
      { head: 'Attend', cell: ({ awaiting }) => awaitingOf(awaiting, visitor) },
    ],
    links,
  );
}

/** What speaks for one person, and what against. */
function speaking({ identifiers, identity }: Link, isFor: boolean, kinds: Words): readonly string[] {
  const held = identifiers.flatMap(({ kind, heldBy, conflicts }) => {
    if (conflicts) return isFor ? [] : [`${word(kinds, kind)} différents`];
    return isFor && heldBy === 'both' ? [`${word(kinds, kind)} en commun`] : [];
  });
  const alike = identity
    .filter(({ agrees }) => agrees === isFor)
    .map(({ field }) => `${word(identityFields, field)} ${isFor ? 'pareil' : 'différent'}`);
  return [...held, ...alike];
}

function listOf(words: readonly string[]): Html | null {
  return words.length === 0 ? null : html`<ul class="plain">${words.map((each) => html`<li>${each}</li>`)}</ul>`;
}

function awaitingOf(awaiting: Link['awaiting'], { agent }: Visitor): string {
  if (awaiting === null) return 'un jugement';
  return awaiting.agent === agent
    ? 'une autre personne : vous l’avez proposé'
    : `votre confirmation : proposé le ${instant(awaiting.since)}`;
}

/** The two side by side. */
function evidence(link: Link, visitor: Visitor, kinds: Words): Html {
  const [one, other] = link.trainees;
  const rows = [
    ['Dossiers', String(link.dossiers[0] ?? 0), String(link.dossiers[1] ?? 0), ''],
    ...link.identifiers.map(({ kind, heldBy, conflicts }) => [
      word(kinds, kind),
      'connu',
      heldBy === 'both' ? 'connu' : 'connu d’un seul des deux',
      conflicts ? 'différent' : heldBy === 'both' ? 'en commun' : '',
    ]),
    ...link.identity.map(({ field, agrees }) => [
      word(identityFields, field),
      'dit',
      'dit',
      agrees ? 'pareil' : 'différent',
    ]),
  ];
  return html`${table(
    `Côte à côte : ${word(linkStates, link.state)}, ${link.by === 'rule' ? 'par une règle' : link.by === 'manual' ? 'à la main' : 'par personne'}${link.reason === null ? '' : ` (${link.reason})`}`,
    [
      { head: 'Quoi', cell: ([name]) => name ?? '' },
      { head: `Stagiaire ${one.slice(0, 8)}`, cell: ([, left]) => left ?? '' },
      { head: `Stagiaire ${other.slice(0, 8)}`, cell: ([, , right]) => right ?? '' },
      { head: 'Ensemble', cell: ([, , , both]) => both ?? '' },
    ],
    rows,
  )}<p>Attend ${awaitingOf(link.awaiting, visitor)}.</p>`;
}

function historyTable(verdicts: History['verdicts']): Html | null {
  if (verdicts.length === 0) return null;
  return table(
    'Jugements déjà donnés sur cette paire',
    [
      { head: 'Le', cell: ({ recordedAt }) => instant(recordedAt) },
      { head: 'Jugement', cell: ({ verdict }) => (verdict === 'same' ? 'Une seule personne' : 'Deux personnes') },
      { head: 'Par', cell: ({ by, agent }) => (by === 'rule' ? 'une règle' : (agent ?? 'à la main')) },
      { head: 'Motif', cell: ({ reason }) => reason },
    ],
    verdicts,
  );
}

function severalTable(items: readonly Several[], kinds: Words): Html {
  if (items.length === 0) return html`<div class="note good"><p>Aucun identifiant ne semble partagé.</p></div>`;
  return html`<p>Sous un même identifiant, plusieurs dates de naissance ont été dites : un numéro donné à plusieurs, ou qui ne désigne personne. Une correction sépare ces faits ; elle se fait par l’API (<code>POST /v1/persons/corrections</code>) ou <code>hub person correct</code>.</p>${table(
    'Stagiaires qui sont peut-être plusieurs personnes',
    [
      { head: 'Stagiaire', cell: ({ trainee }) => html`<code>${trainee}</code>` },
      { head: 'Dates de naissance', cell: ({ birthDates }) => birthDates, isNumber: true },
      { head: 'Identifiants', cell: ({ identifiers }) => identifiers.map((kind) => word(kinds, kind)).join(', ') },
      { head: 'Sources', cell: ({ sources }) => sources.join(', ') },
      { head: 'Dossiers', cell: ({ dossiers }) => count(dossiers), isNumber: true },
      { head: 'Parts', cell: ({ parts }) => parts.length, isNumber: true },
    ],
    items,
  )}`;
}
