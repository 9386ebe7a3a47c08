import { type Html, html, type Job } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { wordsOf } from '../../frame/form-fields.ts';
import type { Listed } from '../../frame/list-pages.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { jobPath, jobsTable } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { codeWords, dataSetKinds, optionsOf } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Weeks {
  readonly weeks: readonly {
    readonly week: string;
    readonly madeAt: string;
    readonly closed: readonly { readonly measure: string; readonly month: string; readonly anew: boolean }[];
  }[];
}

const path = `${root}/publications`;
const trail = [[path, 'Fichiers et chiffres']] as const;

/** Files of a week for organisations, and steering figures. */
export function publicationPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const jobs = (kind: string) =>
      api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query: { kind, limit: 10 } });
    const [{ weeks }, files, figures] = await Promise.all([
      api.ask<Weeks>(visit.visitor, '/v1/admin/statistics'),
      jobs('data-set'),
      jobs('statistics'),
    ]);
    const body = html`<h2>Fichiers de la semaine</h2><p>Un organisme reçoit les fichiers que nomme sa convention ; lui seul les télécharge.</p>
<p class="row"><a class="button" href="${path}/fichier">Faire faire un fichier…</a></p>${jobsTable('Derniers fichiers', files.items, visit.visitor)}
<h2>Chiffres de pilotage</h2><p>Un mois se chiffre une fois, quand il est clos ; ce qui a été dit reste dit, sauf faute du hub.</p>
<p class="row"><a class="button" href="${path}/chiffres">Faire les chiffres de la semaine…</a> <a class="button" href="${path}/chiffres/de-nouveau">Redire des mois faux…</a></p>
${jobsTable('Derniers travaux', figures.items, visit.visitor)}${weeksTable(weeks)}`;
    return operatorPage(visit, { title: 'Fichiers et chiffres', body });
  });
  filing(routes, context);
  figuring(routes, context);
}

function filing(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  action(routes, context, {
    path: `${path}/fichier`,
    title: 'Faire faire un fichier de la semaine',
    trail,
    will: html`<p>Le fichier est fait comme si l’organisme l’avait demandé : sa convention doit nommer ce fichier et cette finalité. Lui seul pourra le télécharger.</p>`,
    fields: [
      { kind: 'text', name: 'siret', label: 'SIRET de l’organisme', isRequired: true },
      { kind: 'choice', name: 'kind', label: 'Fichier', options: optionsOf(dataSetKinds) },
      { kind: 'choice', name: 'purpose', label: 'Finalité', options: optionsOf(codeWords(dictionary, 'purpose')) },
      { kind: 'text', name: 'week', label: 'Semaine', hint: 'Par exemple : 2026-W47', isRequired: true },
      {
        kind: 'choice',
        name: 'format',
        label: 'Format',
        options: [
          ['csv', 'CSV'],
          ['parquet', 'Parquet'],
        ],
      },
    ],
    button: 'Faire ce fichier',
    act: async ({ visitor, fields: { siret = '', kind, purpose, week = '', format } }) => {
      const body = { siret: siret.replace(/\s/g, ''), kind, purpose, week: week.trim(), format };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/data-sets', { body })) };
    },
  });
}

function figuring(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${path}/chiffres`,
    title: 'Faire les chiffres de la semaine',
    trail,
    will: html`<p>Les mois clos qui ne sont pas encore chiffrés le sont maintenant. Ce qui a déjà été dit ne change pas.</p>`,
    button: 'Faire les chiffres',
    act: async ({ visitor }) => ({
      to: jobPath(await api.ask<Job>(visitor, '/v1/admin/statistics', { method: 'POST' })),
    }),
  });
  action(routes, context, {
    path: `${path}/chiffres/de-nouveau`,
    title: 'Redire des mois faux',
    trail,
    will: html`<p>Les chiffres déjà dits de ces mois sont redits sous la semaine présente ; ce qui avait été dit reste sous la sienne. Rien n’est dit qui ne l’était pas, ni ce qui n’a bougé que de peu.</p>`,
    fields: [
      { kind: 'lines', name: 'months', label: 'Mois', hint: 'Un par ligne : 2026-06', isRequired: true },
      {
        kind: 'text',
        name: 'reason',
        label: 'Motif',
        hint: 'Un code ou un numéro de ticket, en un mot.',
        isRequired: true,
      },
    ],
    button: 'Redire ces mois',
    act: async ({ visitor, fields: { months, reason } }) => {
      const body = { months: wordsOf(months), reason };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/statistics/anew', { body })) };
    },
  });
}

function weeksTable(weeks: Weeks['weeks']): Html {
  if (weeks.length === 0) return html`<p>Aucun chiffre n’a encore été fait.</p>`;
  return table(
    'Semaines chiffrées',
    [
      { head: 'Semaine', cell: ({ week }) => week },
      { head: 'Faite', cell: ({ madeAt }) => instant(madeAt) },
      { head: 'Mois clos', cell: ({ closed }) => closed.length, isNumber: true },
      { head: 'Redits', cell: ({ closed }) => closed.filter(({ anew }) => anew).length, isNumber: true },
    ],
    weeks,
  );
}
