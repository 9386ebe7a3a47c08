import { type Html, html } from '@hub/platform';
import { layout } from '../frame/layout.ts';
import { type Trade, tradeNames, tradePaths, trades, type Visitor } from '../frame/visitor.ts';

const tradeSentences: Readonly<Record<Trade, string>> = {
  agent:
    'Agents des financeurs, du CEP, de France Travail : où en est cette personne dans sa formation, qui le dit, ce qui manque et de qui on l’attend.',
  steering:
    'Régions, État : combien ont été positionnés, sont entrés, ont interrompu, sont sortis, et où les déclarations tardent.',
  operator:
    'Exploitants du hub : est-ce que tout tourne, quelle est la fraîcheur de chaque source, qu’est-ce qui attend une décision.',
};

interface Home {
  readonly hasTrial: boolean;
  readonly canSignIn: boolean;
  /** Null: nobody has signed in. */
  readonly visitor: Visitor | null;
  readonly formField: Html;
}

/** `/`: what the hub is, and where everyone goes on. */
export function homePage({ hasTrial, canSignIn, visitor, formField }: Home): string {
  const body = html`<p>Ce hub rassemble ce que les systèmes de la formation professionnelle savent d’un parcours. Chaque partenaire (France Travail, Régions, OPCO, CARIF-OREF, opérateurs du CEP…) lui déclare ce qui s’est passé : un positionnement, une inscription, une entrée, une interruption, une sortie. Le hub en tire un dossier par formation et un parcours par personne, que chacun lit selon ses droits, et dont chaque lecture laisse une trace.</p>
${canSignIn ? tradeSection(visitor) : null}
<h2 id="partenaires">Nouveaux partenaires</h2>
<ul class="cards">
${hasTrial ? card('/console/essai', 'Page d’essai', html`Jouer la vie d’un dossier avec les partenaires de démonstration : déclarer, corriger, se tromper, lire, et voir qui voit quoi.`) : null}${card(
  '/v1/dictionary',
  'Dictionnaire',
  html`Ce que disent les événements : définition, champs, codes, qui les déclare, un exemple à copier, ce qui en découle.`,
)}${card(
  '/v1/dictionary/rules',
  'Règles',
  html`Ce que veut dire un refus ou une anomalie, et que faire ; ce qui est attendu, de qui et quand.`,
)}</ul>
<h3 id="rejoindre">Rejoindre le hub</h3>
<ol>
<li>Un organisme et l’autorité signent une convention : qui il est, quels systèmes déclarent pour lui, pourquoi il lit, et de quels territoires.</li>
<li>Dans un hub d’essai, aux personnes inventées, son système déclare et lit ; le hub note ce qui a marché, et dit ce qui manque.</li>
<li>Quand il ne manque plus rien, l’exploitant lui ouvre ses droits. Qui peut déclarer quoi est écrit dans le <a href="/v1/dictionary">dictionnaire</a> ; un système qui n’y est pas y est d’abord inscrit.</li>
</ol>
<p>Le détail est dans la documentation du projet, pour chaque sorte de partenaire (en anglais).</p>
<h2 id="developpement">Développement</h2>
<ul class="cards">
${card('/console/api', 'L’API expliquée', html`Chaque opération : paramètres, corps, exemples enregistrés sur un hub, problèmes.`)}${card(
  '/docs',
  'L’API à essayer',
  html`Les mêmes opérations, à essayer avec un jeton ; pour des programmes, <a href="/openapi.json">OpenAPI</a>.`,
)}${card(
  '/readyz',
  'État du hub, pour les programmes',
  html`Ce qui répond et ce qui ne répond pas en ce moment, en JSON.${
    canSignIn && isForOperator(visitor)
      ? html` Une page, pour l’exploitant : <a href="${tradePaths.operator}">${tradeNames.operator}</a>.`
      : null
  }`,
)}</ul>`;
  const signedIn = visitor === null ? {} : { visitor, formField };
  return layout({ title: 'Le hub de la formation', body, hasTrial, canSignIn, ...signedIn });
}

/** Nobody knows who comes before they sign in. */
function isForOperator(visitor: Visitor | null): boolean {
  return visitor === null || visitor.trades.includes('operator');
}

/** Of who has signed in those that are theirs; of others all, and the way in. */
function tradeSection(visitor: Visitor | null): Html {
  return html`<h2 id="metiers">Votre métier</h2>
<ul class="cards">
${(visitor?.trades ?? trades).map((trade) => card(tradePaths[trade], tradeNames[trade], html`${tradeSentences[trade]}`))}</ul>
${visitor === null ? html`<p><a class="button main" href="/console/connexion?retour=/console">Se connecter</a></p>` : null}`;
}

function card(to: string, name: string, about: Html): Html {
  return html`<li class="card"><h3><a href="${to}">${name}</a></h3><p>${about}</p></li>
`;
}
