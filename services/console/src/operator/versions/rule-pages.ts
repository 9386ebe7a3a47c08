import { type Html, html, type Job } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { addressOf, type Listed } from '../../frame/list-pages.ts';
import { table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { jobsTable } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { unitWords, word } from '../operator-words.ts';
import { type AuthorityWords, authorityWords, conditionsOf, regimeSaid } from './authority-words.ts';
import { rulesPath, ruleTrialPath } from './rule-paths.ts';
import { ruleTrialPages } from './rule-trial-pages.ts';
import type { AuthorityRow, Rules } from './rules.ts';

/** The rules as they are, each with the way to try another value of it. */
export function rulePages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(rulesPath, async (visit) => {
    const [rules, trials] = await Promise.all([
      api.ask<Rules>(visit.visitor, '/v1/admin/rules'),
      api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query: { kind: 'rule-trial', limit: 10 } }),
    ]);
    const tried =
      rules.trial === null
        ? null
        : html`<p class="note">Les lecteurs reçoivent une <a href="${ruleTrialPath(rules.trial)}">règle essayée</a>, qui n’est pas celle de la version livrée du hub.</p>`;
    const body = html`<p>Choisissez une règle, changez sa valeur : le hub la rejoue sur tous les dossiers d’aujourd’hui, sans rien écrire, et dit lesquels changeraient. Vous décidez ensuite d’en construire une version, de la comparer, de la donner aux lecteurs.</p>
${tried}${rulesTables(rules, authorityWords(rules))}<h2>Essais</h2>${jobsTable('Derniers essais', trials.items, visit.visitor)}`;
    return operatorPage(visit, { title: 'Essayer une règle', body });
  });
  ruleTrialPages(routes, context);
}

function tryLink(name: string, query: Readonly<Record<string, string>>): Html {
  return html`<a href="${addressOf(`${rulesPath}/essai`, query)}">Essayer…<span class="read-out"> (${name})</span></a>`;
}

function rulesTables({ deadlines, thresholds, settings, authority }: Rules, words: AuthorityWords): Html {
  return html`<h2>Délais</h2>${table(
    'Délais, en jours',
    [
      { head: 'Délai', cell: ({ label, sentence }) => html`${label} <span class="quiet">${sentence}</span>` },
      { head: 'Jours', cell: ({ days }) => days, isNumber: true },
      { head: 'Texte', cell: ({ source }) => source },
      { head: 'Essayer', cell: ({ name, label }) => tryLink(label, { kind: 'deadline', name }) },
    ],
    deadlines,
  )}
<h2>Seuils d’anomalie</h2>${table(
    'Seuils',
    [
      {
        head: 'Anomalie',
        cell: ({ code, sentence }) => html`${sentence} <code class="quiet">${code}</code>`,
      },
      {
        head: 'Seuil',
        cell: ({ threshold, unit }) => `${threshold} ${word(unitWords, unit)}`,
        isNumber: true,
      },
      { head: 'Texte', cell: ({ source }) => source },
      { head: 'Essayer', cell: ({ code, sentence }) => tryLink(sentence, { kind: 'threshold', name: code }) },
    ],
    thresholds,
  )}
<h2>Autres réglages</h2>${table(
    'Réglages',
    [
      { head: 'Réglage', cell: ({ label }) => label },
      { head: 'Valeur', cell: settingSaid, isNumber: true },
      { head: 'Essayer', cell: ({ name, label }) => tryLink(label, { kind: 'setting', name }) },
    ],
    settings,
  )}
<h2>Qui fait foi</h2><p>${authority.description}</p><p class="row"><a class="button" href="${rulesPath}/essai?kind=row">Essayer une ligne de plus…</a></p>${table(
    'Table d’autorité : pour chaque étape, les sources dont la parole décide',
    [
      {
        head: 'Ligne',
        cell: ({ id, note }) =>
          html`<code>${id}</code>${note === null ? null : html` <span class="quiet">${note}</span>`}`,
      },
      { head: 'Étape', cell: ({ step }) => word(words.steps, step) },
      { head: 'Pour', cell: (row) => conditionsOf(row, words) },
      { head: 'Qui décide', cell: (row) => regimesOf(row, words) },
      { head: 'Toute la ligne', cell: wholeRow },
    ],
    authority.rows,
  )}`;
}

function settingSaid({ value, choices }: Rules['settings'][number]): string {
  return choices?.find(({ code }) => code === value)?.label ?? String(value);
}

function regimesOf({ id, regimes }: AuthorityRow, words: AuthorityWords): Html {
  return html`<ul class="plain">${regimes.map((regime) => html`<li>${regimeSaid(regime, words)} ${tryLink(`${id}, ${regime.name}`, { kind: 'sources', name: id, regime: regime.name })}</li>`)}</ul>`;
}

function wholeRow({ id }: AuthorityRow): Html {
  const name = html`<span class="read-out"> la ligne ${id}</span>`;
  return html`<a href="${addressOf(`${rulesPath}/essai`, { kind: 'row', name: id })}">Changer${name}…</a> <a href="${addressOf(`${rulesPath}/retrait`, { name: id })}">Retirer${name}…</a>`;
}
