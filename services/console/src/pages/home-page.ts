import { type Html, html } from '@hub/platform';
import { layout } from '../frame/layout.ts';
import { tradeNames, tradePaths, type Visitor } from '../frame/visitor.ts';

interface Home {
  readonly hasTrial: boolean;
  readonly canSignIn: boolean;
  /** Null: nobody has signed in. */
  readonly visitor: Visitor | null;
  readonly formField: Html;
}

/** `/`: what the hub is, and where to go on. */
export function homePage({ hasTrial, canSignIn, visitor, formField }: Home): string {
  const body = html`<p>Ce hub rassemble ce que les systèmes de la formation professionnelle savent d’un parcours. Chaque partenaire (France Travail, Régions, OPCO, CARIF-OREF, opérateurs du CEP…) lui déclare ce qui s’est passé : un positionnement, une inscription, une entrée, une interruption, une sortie. Le hub en tire un dossier par formation et un parcours par personne, que chacun lit selon ses droits, et dont chaque lecture laisse une trace.</p>
<h2>Où aller</h2>
<dl>
${ownPlaces(canSignIn, visitor)}${
  hasTrial
    ? html`<dt><a href="/console/essai">Page d’essai</a></dt>
<dd>Jouer la vie d’un dossier avec les partenaires de démonstration : déclarer, corriger, se tromper, lire, et voir qui voit quoi.</dd>
`
    : null
}<dt><a href="/docs">API</a></dt>
<dd>Toutes les adresses, leurs paramètres et leurs réponses (<a href="/openapi.json">OpenAPI</a>).</dd>
<dt><a href="/v1/dictionary">Dictionnaire</a></dt>
<dd>Les événements, leurs champs et leurs codes ; <a href="/v1/dictionary/rules">les règles</a> qui expliquent un refus ou une anomalie.</dd>
<dt><a href="/readyz">État du hub</a></dt>
<dd>Ce qui répond et ce qui ne répond pas, en ce moment (pour des programmes ; en détail : <code>hub status</code>).</dd>
</dl>
<p>Un nouveau partenaire commence par <code>docs/partners.md</code> : rejoindre le hub, essayer dans un bac à sable, montrer ce qui marche.</p>`;
  const signedIn = visitor === null ? {} : { visitor, formField };
  return layout({ title: 'Le hub de la formation', body, hasTrial, canSignIn, ...signedIn });
}

const about = {
  agent: 'Chercher une personne ou un dossier, lire un parcours, voir ce qui manque et de qui.',
  steering: 'Combien sont positionnés, entrés, sortis, et où cela prend du retard.',
  operator: 'Si le hub tourne, ce qui attend, qui y participe.',
} as const;

function ownPlaces(canSignIn: boolean, visitor: Visitor | null): Html | null {
  if (visitor !== null) {
    const places = visitor.trades.map(
      (trade) => html`<dt><a href="${tradePaths[trade]}">${tradeNames[trade]}</a></dt>
<dd>${about[trade]}</dd>
`,
    );
    return html`${places}`;
  }
  if (!canSignIn) return null;
  return html`<dt><a href="/console/connexion">Se connecter</a></dt>
<dd>Pour les agents, le pilotage et l’exploitation : au nom de votre organisme, avec ses droits.</dd>
`;
}
