import { type Html, html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { wordsOf } from '../../frame/form-fields.ts';
import { asked, type Listed, paging } from '../../frame/list-pages.ts';
import { day, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { jobPath } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { root } from '../pages.ts';

interface Hold {
  readonly trainee: string;
  readonly agent: string;
  readonly reason: string;
  readonly heldAt: string;
}

interface Destruction {
  readonly trainee: string;
  readonly effectiveDate: string;
  readonly legalGround: string;
  readonly announcedAt: string | null;
  readonly keyDestroyedAt: string | null;
}

interface Certificate extends Destruction {
  readonly state: 'under-way' | 'pending' | 'certified';
  readonly missing: string | null;
  readonly stays: readonly string[];
}

const path = `${root}/conservation`;
const trail = [[path, 'Conservation']] as const;
const certificateStates = { 'under-way': 'En cours', pending: 'Faite, pas encore définitive', certified: 'Définitive' };

/** Whose data are kept whatever the years say, and whose were destroyed. */
export function retentionPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const [holds, destroyed] = await Promise.all([
      api.ask<Listed<Hold>>(visit.visitor, '/v1/admin/holds'),
      api.ask<Listed<Destruction>>(visit.visitor, '/v1/admin/destructions', { query: asked(visit.query, 'cursor') }),
    ]);
    const body = html`<p class="row"><a class="button" href="${path}/gel">Garder les données d’une personne…</a> <a class="button" href="${path}/fin">Appliquer la fin de conservation…</a> <a class="button" href="${path}/destruction">Détruire des données…</a></p>
<h2>Données gardées pour un litige</h2>${holdsTable(holds.items)}<h2>Données détruites</h2>${destroyedTable(destroyed.items)}${paging(visit, destroyed)}`;
    return operatorPage(visit, { title: 'Conservation', body });
  });
  routes.get(`${path}/destructions/:trainee`, async (visit) => {
    const { trainee = '' } = visit.params;
    const found = await api.ask<Certificate>(visit.visitor, apiPath`/v1/admin/destructions/${trainee}`);
    return operatorPage(visit, { title: 'Certificat de destruction', trail, body: certificate(found) });
  });
  holding(routes, context);
  destroying(routes, context);
}

const reason = {
  kind: 'text',
  name: 'reason',
  label: 'Motif',
  hint: 'Un code ou un numéro de ticket, en un mot : ticket-4312.',
  isRequired: true,
} as const;

function holding(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${path}/gel`,
    title: 'Garder les données d’une personne',
    trail,
    will: html`<p>La fin de conservation et les destructions laissent cette personne de côté, jusqu’à la levée.</p>`,
    fields: [
      {
        kind: 'text',
        name: 'trainee',
        label: 'Identifiant interne',
        hint: 'Celui que donnent les parcours et les liens.',
        isRequired: true,
      },
      reason,
    ],
    button: 'Garder ces données',
    act: async ({ visitor, fields }) => {
      const body = { trainee: fields.trainee?.trim(), reason: fields.reason?.trim() };
      await api.ask(visitor, '/v1/admin/holds', { body });
      return { to: path };
    },
  });
  action(routes, context, {
    path: `${path}/gel/:trainee/levee`,
    title: 'Ne plus garder les données d’une personne',
    trail,
    will: html`<p>La fin de conservation s’applique de nouveau à cette personne : si son délai est passé, ses données seront détruites la prochaine fois.</p>`,
    button: 'Lever',
    act: async ({ visitor, params }) => {
      await api.ask(visitor, apiPath`/v1/admin/holds/${params.trainee ?? ''}/lift`, { method: 'POST' });
      return { to: path };
    },
  });
}

function destroying(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${path}/fin`,
    title: 'Appliquer la fin de conservation',
    trail,
    will: html`<p>Sont concernées les personnes dont le décès connu remonte à trois ans et six mois (R. 6323-39), sauf celles que l’on garde. « Compter » ne change rien. « Détruire » est définitif : leurs clés sont détruites, et rien de personnel ne se lit plus.</p>`,
    fields: [
      {
        kind: 'choice',
        name: 'apply',
        label: 'Que faire',
        options: [
          ['no', 'Compter seulement'],
          ['yes', 'Détruire, pour de bon'],
        ],
      },
    ],
    button: 'Continuer',
    act: async ({ visitor, fields }) => {
      const body = { apply: fields.apply === 'yes' };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/retention', { body })) };
    },
  });
  action(routes, context, {
    path: `${path}/destruction`,
    title: 'Détruire les données de personnes',
    trail,
    will: html`<p><strong>C’est définitif.</strong> Tout ce qui est personnel est scellé sous une clé propre à chaque personne, et cette clé est détruite. Celles que l’on garde pour un litige sont laissées de côté. Qui répond sous plusieurs identifiants internes doit être nommé par chacun.</p>`,
    fields: [
      { kind: 'lines', name: 'trainees', label: 'Identifiants internes', hint: 'Un par ligne.', isRequired: true },
      {
        kind: 'text',
        name: 'legalGround',
        label: 'Fondement',
        hint: 'Un article ou un numéro de décision, en un mot : R6323-39.',
        isRequired: true,
      },
    ],
    button: 'Détruire pour de bon',
    act: async ({ visitor, fields }) => {
      const body = { trainees: wordsOf(fields.trainees), legalGround: fields.legalGround?.trim() };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/destructions', { body })) };
    },
  });
}

function holdsTable(holds: readonly Hold[]): Html {
  if (holds.length === 0) return html`<p>Aucune.</p>`;
  return table(
    'Personnes dont les données sont gardées',
    [
      { head: 'Personne', cell: ({ trainee }) => html`<code>${trainee}</code>` },
      { head: 'Motif', cell: ({ reason }) => reason },
      { head: 'Depuis', cell: ({ heldAt }) => instant(heldAt) },
      { head: 'Par', cell: ({ agent }) => html`<code>${agent}</code>` },
      {
        head: 'Faire',
        cell: ({ trainee }) =>
          html`<a href="${path}/gel/${trainee}/levee">Lever…<span class="read-out"> (${trainee})</span></a>`,
      },
    ],
    holds,
  );
}

function destroyedTable(destroyed: readonly Destruction[]): Html {
  if (destroyed.length === 0) return html`<p>Aucune.</p>`;
  return table(
    'Personnes dont les données sont détruites',
    [
      {
        head: 'Personne',
        cell: ({ trainee }) => html`<a href="${path}/destructions/${trainee}"><code>${trainee}</code></a>`,
      },
      { head: 'Date d’effet', cell: ({ effectiveDate }) => day(effectiveDate) },
      { head: 'Fondement', cell: ({ legalGround }) => legalGround },
      { head: 'Clé détruite', cell: ({ keyDestroyedAt }) => instant(keyDestroyedAt) },
    ],
    destroyed,
  );
}

function certificate({ trainee, state, missing, stays, legalGround, keyDestroyedAt }: Certificate): Html {
  return html`<div class="note ${state === 'certified' ? 'good' : ''}"><p><strong>${certificateStates[state]}</strong></p>${missing === null ? null : html`<p>${missing}</p>`}</div>
<dl class="facts"><div><dt>Personne</dt><dd><code>${trainee}</code></dd></div><div><dt>Fondement</dt><dd>${legalGround}</dd></div><div><dt>Clé détruite</dt><dd>${instant(keyDestroyedAt)}</dd></div></dl>
<h2>Ce qui reste</h2><ul>${stays.map((each) => html`<li>${each}</li>`)}</ul>`;
}
