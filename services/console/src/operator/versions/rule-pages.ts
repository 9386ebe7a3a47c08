import { html, type Job, searchCharactersMax, searchForm } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Listed } from '../../frame/list-pages.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { jobsTable } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { ruleLists } from './rule-lists.ts';
import { rulesPath, ruleTrialPath } from './rule-paths.ts';
import { ruleTrialPages } from './rule-trial-pages.ts';
import type { Rules } from './rules.ts';

/** The rules as they are, each with the way to try another value of it. */
export function rulePages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(rulesPath, async (visit) => {
    const [rules, trials] = await Promise.all([
      api.ask<Rules>(visit.visitor, '/v1/admin/rules'),
      api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query: { kind: 'rule-trial', limit: 10 } }),
    ]);
    const search = (visit.query.q ?? '').trim().slice(0, searchCharactersMax);
    const tried =
      rules.trial === null
        ? null
        : html`<p class="note">Les lecteurs reçoivent une <a href="${ruleTrialPath(rules.trial)}">règle essayée</a>, qui n’est pas celle de la version livrée du hub.</p>`;
    const body = html`<p>Choisissez une règle, changez sa valeur : le hub la rejoue sur tous les dossiers d’aujourd’hui, sans rien écrire, et dit lesquels changeraient. Vous décidez ensuite d’en construire une version, de la comparer, de la donner aux lecteurs.</p>
${tried}${searchForm(rulesPath, search, 'Chercher une règle', 'Une étape, une source, un financement, un code : sortie, Kairos, délai…')}${ruleLists(rules, search)}<h2>Essais</h2>${jobsTable('Derniers essais', trials.items, visit.visitor)}`;
    return operatorPage(visit, { title: 'Essayer une règle', body });
  });
  ruleTrialPages(routes, context);
}
