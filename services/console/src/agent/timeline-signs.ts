import { type Html, html } from '@hub/platform';
import type { MarkKind } from './mark.ts';

/** What each sign means, in the order of the legend; periods first. */
export const meanings: Readonly<Record<MarkKind, string>> = {
  positioning: 'Positionnement',
  planned: 'Prévu',
  stay: 'En formation',
  interruption: 'Interruption',
  exit: 'Sortie',
  abandonment: 'Abandon',
  absence: 'Absent à l’entrée',
  job: 'Emploi',
  certification: 'Certification',
  cep: 'Période de CEP',
  registration: 'Inscrit à France Travail',
};

/** Each kind has a pattern of its own beside its colour. */
export const patterns: Html = {
  html: `<defs>
<pattern id="m-positioning" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground positioning"/><circle cx="3" cy="3" r="1.2" class="ink"/></pattern>
<pattern id="m-interruption" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="ground interruption"/><path d="M0 0V7" class="ink thick"/></pattern>
<pattern id="m-job" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground job"/><path d="M0 3H6" class="ink thick"/></pattern>
<pattern id="m-cep" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground cep"/><path d="M0 8L8 0" class="ink thin"/></pattern>
<pattern id="m-registration" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground registration"/><path d="M3 0V6" class="ink thin"/></pattern>
</defs>`,
};

const narrowest = 3;

/** The sign of a kind from `left` on, as high above `middle` as below; `title`: what it says to whoever points at it. */
export function sign(kind: MarkKind, left: number, wide: number, middle: number, title: Html): Html {
  const bar = (type: string, height: number, fill: string, least = narrowest) => {
    const filled = { html: fill === '' ? '' : ` fill="url(#${fill})"` };
    return html`<rect class="${type}" x="${left}" y="${middle - height / 2}" width="${Math.max(least, wide)}" height="${height}" rx="2"${filled}>${title}</rect>`;
  };
  const path = (type: string, d: string) => html`<path class="${type}" d="${d}">${title}</path>`;
  switch (kind) {
    case 'planned':
      return bar('planned', 20, '');
    case 'stay':
      return bar('sign stay', 12, '');
    case 'positioning':
      return bar('sign', 12, 'm-positioning', 8);
    case 'interruption':
      return bar('sign', 12, 'm-interruption');
    case 'job':
    case 'cep':
    case 'registration':
      return bar('sign', 14, `m-${kind}`);
    case 'exit':
      return path('end', `M${left} ${middle - 11}V${middle + 11}`);
    case 'abandonment':
      return path('end', `M${left - 5} ${middle - 5}l10 10m0 -10l-10 10`);
    case 'absence':
      return html`<circle class="end hollow" cx="${left}" cy="${middle}" r="5">${title}</circle>`;
    case 'certification':
      return path('sign certification', `M${left} ${middle - 8}l8 8l-8 8l-8 -8z`);
  }
}

/** Points out of the picture: something began before it, or ends after it. */
export function beyond(at: number, middle: number, isBefore: boolean, title: Html): Html {
  const back = isBefore ? 8 : -8;
  return html`<path class="beyond" d="M${at} ${middle - 6}v12l${-back} -6z">${title}</path>`;
}

const points: readonly MarkKind[] = ['exit', 'abandonment', 'absence', 'certification'];

export function legend(kinds: ReadonlySet<MarkKind>, isCut: boolean): Html {
  const known = (Object.keys(meanings) as MarkKind[]).filter((kind) => kinds.has(kind));
  const shown = known.map((kind) => entry(sign(kind, points.includes(kind) ? 14 : 2, 24, 12, html``), meanings[kind]));
  return html`<ul class="legend">${shown}${isCut ? entry(beyond(18, 12, true, html``), 'Va au-delà de l’image : voir la liste') : null}${entry(html`<path class="today" d="M14 1V23"/>`, 'Jour regardé')}</ul>`;
}

function entry(drawn: Html, name: string): Html {
  return html`<li><svg width="28" height="24" aria-hidden="true">${drawn}</svg>${name}</li>`;
}
