import { addDays, dayOf, daysBetween } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { type ScaleTime, scaleUtc } from 'd3-scale';
import { shortMonth, yearOf } from '../frame/month-names.ts';
import { day } from '../frame/parts.ts';
import { dossierNumber, dossierPath } from './agent-parts.ts';
import type { Lane, Mark, MarkKind, Row } from './timeline.ts';

/** Of the picture, in its own units: about a pixel each where it has room. */
const width = 960;
const plotLeft = 262;
const plotRight = width - 24;
const headHeight = 44;
const laneHeight = 28;
const rowHeight = 38;
/** What is wider than its column is cut: about this many characters fit. */
const headLettersMax = 38;
const detailLettersMax = 42;
const narrowestMark = 3;
const dayMs = 86_400_000;

type Scale = ScaleTime<number, number>;

/** What each sign means, in the order of the legend; periods first. */
const meanings: Readonly<Record<MarkKind, string>> = {
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

/** The lanes as a picture. Everything in it stands in the list beside it too. */
export function timelinePicture(lanes: readonly Lane[], today: string): Html {
  const scale = scaleOf(lanes, today);
  const placed = placedLanes(lanes);
  const bottom = headHeight + placed.reduce((all, { height }) => all + height, 0);
  const kinds = new Set(lanes.flatMap(({ rows }) => rows.flatMap(({ marks }) => marks.map(({ kind }) => kind))));
  const [from, to] = scale.domain().map((each) => day(dayOfDate(each)));
  return html`<figure class="timeline"><div class="scroll" role="region" aria-label="Ligne de temps, image" tabindex="0">
<svg viewBox="0 0 ${width} ${bottom + 8}" role="group" aria-labelledby="frise-titre frise-description">
<title id="frise-titre">Ligne de temps du parcours</title>
<desc id="frise-description">Du ${from ?? ''} au ${to ?? ''}. La liste qui suit dit la même chose.</desc>
${patterns}
${axis(scale, bottom)}
${placed.map((lane) => laneOf(lane, scale, today))}
${todayLine(scale, today, bottom)}
</svg></div>
<figcaption><ul class="legend">${Object.entries(meanings).map(([kind, name]) => (kinds.has(kind as MarkKind) ? legendOf(kind as MarkKind, name) : html``))}<li><svg width="28" height="18" aria-hidden="true"><path class="today" d="M14 1V17"/></svg>${'Jour regardé'}</li></ul></figcaption></figure>`;
}

/** Each kind has a pattern of its own beside its colour. */
const patterns: Html = {
  html: `<defs>
<pattern id="m-positioning" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground positioning"/><circle cx="3" cy="3" r="1.2" class="ink"/></pattern>
<pattern id="m-interruption" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="ground interruption"/><path d="M0 0V7" class="ink line"/></pattern>
<pattern id="m-job" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground job"/><path d="M0 3H6" class="ink line"/></pattern>
<pattern id="m-cep" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground cep"/><path d="M0 8L8 0" class="ink thin"/></pattern>
<pattern id="m-registration" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground registration"/><path d="M3 0V6" class="ink thin"/></pattern>
</defs>`,
};

/** Days of the dossiers decide, with a margin; long years of employment before them are cut at the edge. */
function scaleOf(lanes: readonly Lane[], today: string): Scale {
  const leading = lanes.filter(({ rows }) => rows.some(({ dossier }) => dossier !== null));
  const marks = (leading.length === 0 ? lanes : leading).flatMap(({ rows }) => rows.flatMap(({ marks }) => marks));
  const days = [today, ...marks.flatMap(({ from, to }) => [from, to ?? today])].sort();
  const [first = today, last = today] = [days[0], days.at(-1)];
  const margin = Math.max(20, Math.round(daysBetween(first, last) * 0.04));
  return scaleUtc([dateOf(addDays(first, -margin)), dateOf(addDays(last, margin))], [plotLeft, plotRight]);
}

/** Midnights of UTC stand for days here. */
function dayOfDate(date: Date): string {
  return dayOf(Math.round(date.getTime() / dayMs));
}

function dateOf(on: string): Date {
  return new Date(`${on}T00:00:00Z`);
}

function x(scale: Scale, on: string): number {
  return Math.round(Math.min(plotRight, Math.max(plotLeft, scale(dateOf(on)))) * 10) / 10;
}

function axis(scale: Scale, bottom: number): Html {
  const ticks = scale.ticks(7).filter((tick) => scale(tick) < plotRight - 12);
  const isYears = ticks.every((tick) => dayOfDate(tick).endsWith('-01-01'));
  return html`<g aria-hidden="true">${ticks.map((tick) => {
    const at = Math.round(scale(tick) * 10) / 10;
    return html`<path class="tick" d="M${at} ${headHeight - 6}V${bottom}"/><text class="axis" x="${at}" y="${headHeight - 12}" text-anchor="middle">${tickLabel(tick, isYears)}</text>
`;
  })}</g>`;
}

function tickLabel(tick: Date, isYears: boolean): string {
  const on = dayOfDate(tick);
  if (isYears) return on.slice(0, 4);
  return on.endsWith('-01') ? `${shortMonth(on)} ${yearOf(on)}` : day(on).slice(0, 5);
}

function todayLine(scale: Scale, today: string, bottom: number): Html {
  const at = x(scale, today);
  const label = Math.min(plotRight - 40, Math.max(plotLeft + 40, at));
  return html`<g aria-hidden="true"><path class="today" d="M${at} ${headHeight - 6}V${bottom}"/><text class="axis now" x="${label}" y="13" text-anchor="middle">${day(today)}</text></g>`;
}

interface PlacedLane extends Lane {
  readonly top: number;
  readonly height: number;
}

function placedLanes(lanes: readonly Lane[]): readonly PlacedLane[] {
  let top = headHeight;
  return lanes.map((lane) => {
    const height = laneHeight + lane.rows.length * rowHeight;
    const placed = { ...lane, top, height };
    top += height;
    return placed;
  });
}

function laneOf({ name, rows, top }: PlacedLane, scale: Scale, today: string): Html {
  const shown = rows.map((row, index) => rowOf(row, top + laneHeight + index * rowHeight, scale, today));
  return html`<g><rect class="lane" x="0" y="${top}" width="${width}" height="${laneHeight - 4}"/><text class="lane-name" x="8" y="${top + 17}">${name}</text>
${shown}</g>
`;
}

function rowOf({ head, detail, dossier, marks }: Row, top: number, scale: Scale, today: string): Html {
  const under = dossier === null ? detail : `${dossierNumber(dossier)} · ${detail}`;
  const name = html`<text class="head" x="8" y="${top + 14}">${cut(head, headLettersMax)}</text> <text class="detail" x="8" y="${top + 29}">${cut(under, detailLettersMax)}</text>`;
  return html`<g>${dossier === null ? name : html`<a href="${dossierPath(dossier)}">${name}</a>`}
<g aria-hidden="true">${marks.map((mark) => markOf(mark, top, scale, today))}</g><path class="row" d="M0 ${top + rowHeight - 1}H${width}"/></g>
`;
}

function cut(text: string, lettersMax: number): string {
  return text.length <= lettersMax ? text : `${text.slice(0, lettersMax - 1).trimEnd()}…`;
}

function markOf({ kind, from, to, says }: Mark, top: number, scale: Scale, today: string): Html {
  const start = x(scale, from);
  const end = x(scale, to ?? (today > from ? today : from));
  const title = html`<title>${says}, ${to === from ? `le ${day(from)}` : `du ${day(from)} ${to === null ? '' : `au ${day(to)}`}`}</title>`;
  return sign(kind, start, Math.max(narrowestMark, end - start), top + 3, title);
}

/** The sign of a kind from `left` on; `title`: what it says to whoever points at it. */
function sign(kind: MarkKind, left: number, wide: number, top: number, title: Html): Html {
  switch (kind) {
    case 'positioning':
      return html`<rect class="mark" x="${left}" y="${top}" width="${Math.max(8, wide)}" height="8" rx="2" fill="url(#m-positioning)">${title}</rect>`;
    case 'planned':
      return html`<rect class="planned" x="${left}" y="${top + 10}" width="${wide}" height="18" rx="2">${title}</rect>`;
    case 'stay':
      return html`<rect class="mark stay" x="${left}" y="${top + 13}" width="${wide}" height="12">${title}</rect>`;
    case 'interruption':
      return html`<rect class="mark" x="${left}" y="${top + 13}" width="${wide}" height="12" fill="url(#m-interruption)">${title}</rect>`;
    case 'exit':
      return html`<path class="end" d="M${left} ${top + 8}V${top + 30}">${title}</path>`;
    case 'abandonment':
      return html`<path class="end" d="M${left - 5} ${top + 14}l10 10m0 -10l-10 10">${title}</path>`;
    case 'absence':
      return html`<circle class="end hollow" cx="${left}" cy="${top + 19}" r="5">${title}</circle>`;
    case 'certification':
      return html`<path class="mark certification" d="M${left} ${top + 8}l8 8l-8 8l-8 -8z">${title}</path>`;
    case 'job':
    case 'cep':
    case 'registration':
      return html`<rect class="mark" x="${left}" y="${top + 8}" width="${wide}" height="14" rx="2" fill="url(#m-${kind})">${title}</rect>`;
  }
}

function legendOf(kind: MarkKind, name: string): Html {
  const isPoint = kind === 'exit' || kind === 'abandonment' || kind === 'absence' || kind === 'certification';
  const top =
    kind === 'positioning'
      ? 5
      : kind === 'certification' || !(kind === 'stay' || kind === 'planned' || kind === 'interruption' || isPoint)
        ? -6
        : -10;
  return html`<li><svg width="28" height="18" aria-hidden="true">${sign(kind, isPoint ? 14 : 2, 24, top, html``)}</svg>${name}</li>`;
}
