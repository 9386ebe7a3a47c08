import { type Html, html, type Job, type Look, type TraceHold } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Field, Values } from '../../frame/form-fields.ts';
import type { Listed } from '../../frame/list-pages.ts';
import { day, instant, table } from '../../frame/parts.ts';
import { operations } from '../../frame/state-names.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { jobPath, jobsTable } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { categoryWords, codeWords, optionsOf, type Words, word } from '../operator-words.ts';
import { root } from '../pages.ts';
import { organisationChoices, organisationNames } from './organisation-names.ts';

const path = `${root}/traces`;
const trail = [[path, 'Traces d’accès']] as const;

/** Who looked at whom, whether the trace is whole, and which periods are kept. */
export function tracePages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const [holds, jobs] = await Promise.all([
      api.ask<Listed<TraceHold>>(visit.visitor, '/v1/admin/traces/holds'),
      api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query: { kind: 'trace-verification', limit: 5 } }),
    ]);
    const body = html`<p>Chaque lecture d’une personne laisse une ligne, gardée un an. Chacun a le droit de savoir qui a regardé ses données, quand, pour quoi et lesquelles ; pas quel agent.</p>
<p class="row"><a class="button main" href="${path}/recherche">Qui a regardé une personne…</a> <a class="button" href="${path}/verification">Vérifier la trace…</a> <a class="button" href="${path}/gel">Garder une période…</a></p>
${jobsTable('Dernières vérifications', jobs.items, visit.visitor)}<h2>Périodes gardées au-delà d’un an</h2>${holdsTable(holds.items)}`;
    return operatorPage(visit, { title: 'Traces d’accès', body });
  });
  searching(routes, context);
  action(routes, context, {
    path: `${path}/verification`,
    title: 'Vérifier la trace d’accès',
    trail,
    will: html`<p>Toute la trace est comparée à ses chaînes et à ce que le journal en sait. Le rapport nomme ce qui a été changé, ôté, inséré ou coupé. Rien n’est modifié.</p>`,
    button: 'Vérifier',
    act: async ({ visitor }) => {
      const job = await api.ask<Job>(visitor, '/v1/admin/traces/verifications', { method: 'POST' });
      return { to: jobPath(job) };
    },
  });
  action(routes, context, {
    path: `${path}/gel`,
    title: 'Garder la trace d’une période',
    trail,
    will: html`<p>Les lignes de cette période ne s’effacent pas au bout d’un an, jusqu’à ce que vous leviez le gel.</p>`,
    fields: [
      { kind: 'date', name: 'from', label: 'Du', isRequired: true },
      { kind: 'date', name: 'to', label: 'Au', isRequired: true },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Un code ou un numéro de ticket, rien de personnel.',
        isRequired: true,
      },
    ],
    button: 'Garder cette période',
    act: async ({ visitor, fields: { from, to, reason } }) => {
      await api.ask(visitor, '/v1/admin/traces/holds', { body: { from, to, reason } });
      return { to: path };
    },
  });
  action(routes, context, {
    path: `${path}/gel/:id/levee`,
    title: 'Lever un gel de la trace',
    trail,
    will: html`<p>Les lignes de plus d’un an qu’aucun autre gel ne garde s’effacent dans l’heure.</p>`,
    button: 'Lever ce gel',
    act: async ({ visitor, params }) => {
      await api.ask(visitor, apiPath`/v1/admin/traces/holds/${params.id ?? ''}/lift`, { method: 'POST' });
      return { to: path };
    },
  });
}

const kinds = [
  ['dossier', 'Numéro de dossier'],
  ['nir', 'NIR'],
  ['nia', 'NIA'],
  ['franceTravailNumber', 'Numéro France Travail'],
  ['partnerNumber', 'Numéro d’un partenaire'],
] as const;

/** What is sought, and of what is found that of one organisation or purpose. */
function soughtOf(organisations: Words, purposes: Words): readonly Field[] {
  return [
    ...person,
    { kind: 'choice', name: 'organisation', label: 'Organisme', options: organisationChoices(organisations) },
    { kind: 'choice', name: 'purpose', label: 'Pour quoi', options: optionsOf(purposes, 'Toutes les finalités') },
  ];
}

const person: readonly Field[] = [
  { kind: 'choice', name: 'kind', label: 'Par quoi', options: kinds },
  {
    kind: 'text',
    name: 'number',
    label: 'Numéro',
    hint: 'Il n’est gardé ni dans une adresse, ni dans un journal.',
    isRequired: true,
  },
  {
    kind: 'text',
    name: 'partner',
    label: 'Client',
    hint: 'Seulement pour le numéro d’un partenaire : celui qui le donne.',
  },
];

/** What is sought comes in a form and goes in a body: it stands in no address. */
function searching(routes: TradeRoutes, context: ConsoleContext): void {
  const purposes = codeWords(context.dictionary, 'purpose');
  action(routes, context, {
    path: `${path}/recherche`,
    title: 'Qui a regardé une personne',
    trail,
    will: html`<p>Le hub donne ce que la personne a le droit de savoir. Cette recherche laisse elle-même une trace, sous la finalité « demande de la personne concernée ».</p>`,
    fields: async ({ visitor }) => soughtOf(await organisationNames(context.api, visitor), purposes),
    button: 'Chercher',
    act: async (visit) => {
      const looks = await context.api.ask<Listed<Look>>(visit.visitor, '/v1/admin/traces/search', {
        body: searchOf(visit.fields),
      });
      const organisations = await organisationNames(context.api, visit.visitor);
      return operatorPage(visit, { title: 'Qui a regardé', trail, body: looksTable(looks, purposes, organisations) });
    },
  });
}

function searchOf({ kind = '', number = '', partner, organisation, purpose }: Values): object {
  const value = number.replace(/\s/g, '');
  const only = { ...(organisation && { organisation }), ...(purpose && { purpose }) };
  if (kind === 'dossier') return { dossier: Number(value), ...only };
  return { [kind]: value, ...(kind === 'partnerNumber' && { partner }), ...only };
}

function looksTable({ items, next }: Listed<Look>, purposes: Words, organisations: Words): Html {
  if (items.length === 0)
    return html`<p>Personne n’a regardé, ou personne n’est connu sous ce numéro, ou rien de ce choix.</p><p><a href="${path}/recherche">Chercher de nouveau</a></p>`;
  return html`${table(
    'Regards, le plus récent d’abord',
    [
      { head: 'Le', cell: ({ at }) => instant(at) },
      { head: 'Organisme', cell: ({ organisation }) => organisationSaid(organisation, organisations) },
      { head: 'Pour', cell: ({ purpose }) => (purpose === null ? null : withCode(purposes, purpose)) },
      { head: 'Comment', cell: ({ operation }) => withCode(operations, operation) },
      { head: 'Dossier', cell: ({ dossier }) => (dossier === null ? null : String(dossier)), isNumber: true },
      {
        head: 'Catégories ouvertes',
        cell: ({ categories }) => categories.map((each) => word(categoryWords, each)).join(', ') || null,
      },
    ],
    items,
  )}${next === null ? null : html`<p>Il y a d’autres regards avant le ${instant(next)} ; l’API les donne (<code>before</code>).</p>`}<p><a href="${path}/recherche">Chercher de nouveau</a></p>`;
}

function organisationSaid(siret: string | null, organisations: Words): Html | null {
  return siret === null ? null : withCode(organisations, siret);
}

/** A word with its code beside it. */
function withCode(words: Words, code: string): Html {
  const said = word(words, code);
  return said === code ? html`<code>${code}</code>` : html`${said} <code class="quiet">${code}</code>`;
}

function holdsTable(holds: readonly TraceHold[]): Html {
  if (holds.length === 0) return html`<p>Aucune.</p>`;
  return table(
    'Périodes gardées',
    [
      { head: 'Période', cell: ({ from, to }) => `${day(from)} au ${day(to)}` },
      { head: 'Motif', cell: ({ reason }) => reason },
      { head: 'Par', cell: ({ setBy }) => setBy },
      {
        head: 'Suite',
        cell: ({ id, liftedBy }) =>
          liftedBy === null
            ? html`<a href="${path}/gel/${id}/levee">Lever…<span class="read-out"> (gel ${id})</span></a>`
            : `Levé par ${liftedBy}`,
      },
    ],
    holds,
  );
}
