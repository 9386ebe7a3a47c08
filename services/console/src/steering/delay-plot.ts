import { type Html, html } from '@hub/platform';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { DelayRow } from './delay-view.ts';
import { barSample, fine, patterns } from './figure-plot.ts';

const size = { width: 760, left: 210, right: 90, top: 30, row: 44 };
const right = size.width - size.right;

/** Two bars for each, in hundredths of its entries: those declared late, and under it, hatched, the very late; the latest first. */
export function delayPlot(id: string, title: string, rows: readonly DelayRow[]): Html {
  const told = rows.filter(({ lateShare }) => lateShare !== null);
  if (told.length === 0) return html``;
  const height = size.top + size.row * told.length + 30;
  const x = scaleLinear([0, 100], [size.left, right]);
  const y = scaleBand(
    told.map(({ label }) => label),
    [size.top, height - 30],
  ).padding(0.3);
  return html`<figure class="plot"><figcaption><strong>${title}</strong></figcaption><div class="wide" role="region" aria-label="Graphique : ${title}" tabindex="0">
<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-labelledby="${id}-title ${id}-about">
<title id="${id}-title">${title}</title><desc id="${id}-about">${told.map(wordsOf).join(' ')}</desc>
${patterns()}<text class="tick" x="${size.left}" y="12">% des entrées du mois</text>
${[0, 25, 50, 75, 100].map(
  (
    tick,
  ) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${size.top}" y2="${height - 30}"/><text class="tick" x="${x(tick)}" y="${height - 10}" text-anchor="middle">${tick}</text>
`,
)}${told.map((row) => bar(row, x, y(row.label) ?? 0, y.bandwidth()))}</svg></div>
<ul class="legend"><li>${barSample(0)} déclarées après plus de 3 jours</li><li>${barSample(1)} dont après plus de 30 jours</li></ul></figure>
`;
}

function bar(
  { label, lateShare, veryLateShare }: DelayRow,
  x: (share: number) => number,
  top: number,
  height: number,
): Html {
  const [share, long] = [lateShare ?? 0, veryLateShare ?? 0];
  const width = (of: number) => fine(x(of) - size.left);
  const middle = fine(top + height / 2 + 4);
  const said = veryLateShare === null ? `${share} %` : `${share} %, ${long} %`;
  return html`<text x="${size.left - 10}" y="${middle}" text-anchor="end">${label}</text><rect class="s0" x="${size.left}" y="${fine(top)}" width="${width(share)}" height="${fine(height / 2)}"/>
${long === 0 ? null : html`<rect class="hatched" fill="url(#hatch)" x="${size.left}" y="${fine(top + height / 2)}" width="${width(long)}" height="${fine(height / 2)}"/>`}<text class="value" x="${fine(x(share) + 6)}" y="${middle}">${said}</text>
`;
}

function wordsOf({ label, lateShare, veryLateShare }: DelayRow): string {
  const long = veryLateShare === null ? '' : `, ${veryLateShare} % après plus de 30 jours`;
  return `${label} : ${lateShare} % après plus de 3 jours${long}.`;
}
