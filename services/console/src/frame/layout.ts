import { type Html, html } from '@hub/platform';
import { tradeNames, tradePaths, type Visitor } from './visitor.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Whether there is a trial page to lead to. */
  readonly hasTrial: boolean;
  /** Absent: nobody has signed in. */
  readonly visitor?: Visitor;
  /** Of the form that signs out. */
  readonly formField?: Html;
  /** Where one is, from the page of the trade on. */
  readonly trail?: readonly (readonly [path: string, name: string])[];
  /** The address of the page. */
  readonly path?: string;
  /** Of a page that lives: the address of its script. */
  readonly script?: string;
  /** Beside that of all pages: the address of the style sheet of a trade. */
  readonly style?: string;
  /** Whether persons can sign in here. */
  readonly canSignIn?: boolean;
}

/** A page of somebody who has signed in, as its route gives it. */
export interface VisitedPage {
  readonly title: string;
  readonly body: Html;
  /** Default 200. */
  readonly status?: number;
  /** Where one is, from the page of the trade on: address and name. */
  readonly trail?: readonly (readonly [path: string, name: string])[];
  /** Of a page that lives: the address of its script. */
  readonly script?: string;
  /** Beside that of all pages: the address of the style sheet of a trade. */
  readonly style?: string;
}

export const stylePath = '/console/console.css';

/** A whole page in French: no style of its own, nothing from elsewhere, and a script only where it lives. */
export function layout(page: Page): string {
  const { title, body, script, style } = page;
  return html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – hub de la formation</title>
<link rel="stylesheet" href="${stylePath}">
${style === undefined ? null : html`<link rel="stylesheet" href="${style}">`}
<link rel="icon" href="data:,">
${script === undefined ? null : html`<script type="module" src="${script}"></script>`}
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header><nav class="inside" aria-label="Hub"><strong><a href="/">Hub de la formation</a></strong>
${tradeLinks(page)}${page.hasTrial ? link(page, '/console/essai', 'Page d’essai') : null}${link(page, '/console/api', 'API')}${link(page, '/v1/dictionary', 'Dictionnaire')}${session(page)}</nav></header>
<main id="contenu" class="inside">
${trail(page)}<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.html;
}

function link({ path = '' }: Page, to: string, name: string): Html {
  const isHere = path === to || path.startsWith(`${to}/`);
  return isHere ? html`<a href="${to}" aria-current="page">${name}</a>` : html`<a href="${to}">${name}</a>`;
}

function tradeLinks(page: Page): Html[] {
  return (page.visitor?.trades ?? []).map((trade) => link(page, tradePaths[trade], tradeNames[trade]));
}

function session({ visitor, formField, canSignIn }: Page): Html | null {
  if (visitor === undefined) return canSignIn ? html`<a href="/console/connexion">Se connecter</a>` : null;
  const { name, organisation } = visitor;
  return html`<form method="post" action="/console/deconnexion">${formField ?? null}<span>${name}, ${organisation}</span> <button>Se déconnecter</button></form>`;
}

function trail({ trail: steps = [] }: Page): Html | null {
  if (steps.length === 0) return null;
  return html`<nav aria-label="Fil d’Ariane"><ol class="trail">${steps.map(([path, name]) => html`<li><a href="${path}">${name}</a></li>`)}</ol></nav>
`;
}
