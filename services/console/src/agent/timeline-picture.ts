import { addDays, dayOf, daysBetween } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { type ScaleTime, scaleUtc } from 'd3-scale';
import { shortMonth, yearOf } from '../frame/month-names.ts';
import { day } from '../frame/parts.ts';
import { dossierNumber, dossierPath } from './agent-parts.ts';
import type { Lane, Mark, Row } from './mark.ts';
import { beyond, legend, patterns, sign } from './timeline-signs.ts';

/** Of the picture, in its own units: about a pixel each where it has room. */
const width = 960;
const plotLeft = 276;
const plotRight = width - 24;
const headHeight = 44;
const laneHeight = 28;
const rowHeight = 38;
/** What is wider than its column is cut: about this many characters fit. */
const headLettersMax = 38;
const detailLettersMax = 42;
/** A month and its year, with a gap. */
const labelWidth = 74;
const dayMs = 86_400_000;

type Scale = ScaleTime<number, number>;

/** The lanes as a picture. Everything in it stands in the list beside it too. */
export function timelinePicture(lanes: readonly Lane[], today: string): Html {
  const scale = scaleOf(lanes, today);
  const placed = placedLanes(lanes);
  const bottom = headHeight + placed.reduce((all, { height }) => all + height, 0);
  const marks = lanes.flatMap(({ rows }) => rows.flatMap((row) => row.marks));
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
<figcaption>${legend(
    new Set(marks.map(({ kind }) => kind)),
    marks.some((mark) => isCut(mark, scale)),
  )}</figcaption></figure>`;
}

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
  const labelled = apart(ticks.map((tick) => scale(tick)));
  return html`<g aria-hidden="true">${ticks.map((tick) => {
    const at = Math.round(scale(tick) * 10) / 10;
    return html`<path class="tick" d="M${at} ${headHeight - 6}V${bottom}"/>${labelled.has(scale(tick)) ? html`<text class="month" x="${at}" y="${headHeight - 12}" text-anchor="middle">${tickLabel(tick, isYears)}</text>` : null}
`;
  })}</g>`;
}

/** Those of which no label touches the one before. */
function apart(places: readonly number[]): ReadonlySet<number> {
  const kept: number[] = [];
  for (const at of places) if (at - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= labelWidth) kept.push(at);
  return new Set(kept);
}

function tickLabel(tick: Date, isYears: boolean): string {
  const on = dayOfDate(tick);
  if (isYears) return on.slice(0, 4);
  return on.endsWith('-01') ? `${shortMonth(on)} ${yearOf(on)}` : day(on).slice(0, 5);
}

function todayLine(scale: Scale, today: string, bottom: number): Html {
  const at = x(scale, today);
  const label = Math.min(plotRight - 40, Math.max(plotLeft + 40, at));
  return html`<g aria-hidden="true"><path class="today" d="M${at} ${headHeight - 6}V${bottom}"/><text class="month now" x="${label}" y="13" text-anchor="middle">${day(today)}</text></g>`;
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
  const headAt = top + (under === '' ? 23 : 14);
  const name = html`<text class="head" x="8" y="${headAt}">${cut(head, headLettersMax)}</text> <text class="detail" x="8" y="${top + 29}">${cut(under, detailLettersMax)}</text>`;
  const signs = html`<g aria-hidden="true">${marks.map((mark) => markOf(mark, top, scale, today))}</g>`;
  const target = html`<rect class="target" x="0" y="${top}" width="${width}" height="${rowHeight - 1}"/>`;
  return html`<g>${dossier === null ? html`${name}${signs}` : html`<a href="${dossierPath(dossier)}">${target}${name}${signs}</a>`}
<path class="row" d="M0 ${top + rowHeight - 1}H${width}"/></g>
`;
}

function cut(text: string, lettersMax: number): string {
  return text.length <= lettersMax ? text : `${text.slice(0, lettersMax - 1).trimEnd()}…`;
}

function markOf({ kind, from, to, says }: Mark, top: number, scale: Scale, today: string): Html {
  const last = to ?? (today > from ? today : from);
  const [start, end] = [x(scale, from), x(scale, last)];
  const middle = top + rowHeight / 2;
  const title = html`<title>${says}, ${to === from ? `le ${day(from)}` : `du ${day(from)} ${to === null ? '' : `au ${day(to)}`}`}</title>`;
  const isSeen = last >= dayAt(scale, 0) && from <= dayAt(scale, 1);
  return html`${isSeen ? sign(kind, start, end - start, middle, title) : null}${from < dayAt(scale, 0) ? beyond(plotLeft, middle, true, title) : null}${last > dayAt(scale, 1) ? beyond(plotRight, middle, false, title) : null}`;
}

function isCut({ from, to }: Mark, scale: Scale): boolean {
  return from < dayAt(scale, 0) || (to ?? from) > dayAt(scale, 1);
}

/** The first or the last day of the picture. */
function dayAt(scale: Scale, end: 0 | 1): string {
  const [first, last] = scale.domain().map(dayOfDate);
  return (end === 0 ? first : last) ?? '';
}
