import { type Html, html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';
import type { Visit } from '../frame/visit.ts';
import { stylePath } from './assets.ts';
import { type OperatorPage, pageGroups, root } from './pages.ts';

export type Trail = readonly (readonly [path: string, name: string])[];

const isUnder = (path: string, { path: page }: OperatorPage) =>
  path === page || (page !== root && path.startsWith(`${page}/`));

/** A page with the menu of operators beside it. `trail`: from the overview on, without it. */
export function operatorPage(visit: Visit, page: VisitedPage): VisitedPage {
  const path = visit.request.url.split('?')[0] ?? '';
  const trail: Trail = path === root ? [] : [[root, 'Exploitation'], ...(page.trail ?? [])];
  const body = html`<div class="beside"><nav class="menu" aria-label="Pages de l’exploitation">${pageGroups.map(
    ({ name, pages }, index) =>
      html`<div><p id="menu-${index}">${name}</p><ul aria-labelledby="menu-${index}">${pages.map((each) => menuLink(each, path))}</ul></div>`,
  )}<a class="all" href="${root}#pages">Toutes les pages</a></nav>
<div class="page">${page.body}</div></div>`;
  return { ...page, trail, body, style: stylePath };
}

function menuLink(page: OperatorPage, path: string): Html {
  const current = isUnder(path, page) ? html` aria-current="page"` : null;
  return html`<li><a href="${page.path}"${current}>${page.name}</a></li>`;
}
