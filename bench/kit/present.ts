import type { Row } from './figures.ts';

/** A number as people read it: three digits that say something. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** A Markdown table: median, least and most, spread, and the ratio to the baseline of the same run. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, unit, median, least, most, spread, beside, ratio }) => {
    const against = ratio === null ? '' : `${shown(ratio)} of ${beside}`;
    return `| ${name} | ${shown(median)} ${unit} | ${shown(least)} – ${shown(most)} | ${Math.round(100 * spread)} % | ${against} |`;
  });
  return ['| What | Median | Least – most | Spread | Beside |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

const [width, rowHeight, labelWidth, valueWidth, top] = [960, 26, 400, 130, 56];

/** Bars of the medians with a line from the least to the most; figures of one unit share a scale. */
export function plotOf(title: string, under: string, rows: readonly Row[]): string {
  const scales = new Map<string, number>();
  for (const { unit, most } of rows) scales.set(unit, Math.max(scales.get(unit) ?? 0, most));
  const room = width - labelWidth - valueWidth;
  const bars = rows.map((row, place) => {
    const x = (value: number) => labelWidth + (room * value) / (scales.get(row.unit) || 1);
    const y = top + place * rowHeight;
    const middle = y + rowHeight / 2;
    return [
      text(labelWidth - 8, middle + 4, row.name, 'end'),
      `<rect x="${labelWidth}" y="${y + 5}" width="${fixed(x(row.median) - labelWidth)}" height="${rowHeight - 10}" fill="${colourOf(row)}"/>`,
      `<line x1="${fixed(x(row.least))}" x2="${fixed(x(row.most))}" y1="${middle}" y2="${middle}" stroke="#111" stroke-width="1.5"/>`,
      text(fixed(x(row.most) + 6), middle + 4, `${shown(row.median)} ${row.unit}`, 'start'),
    ].join('');
  });
  const height = top + rows.length * rowHeight + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="22" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    text(12, 42, under, 'start'),
    ...bars,
    '</svg>\n',
  ].join('\n');
}

/** What is set against a baseline is ours; the others are baselines and what goes with them. */
function colourOf({ beside }: Row): string {
  return beside === null ? '#9aa5b1' : '#2563a8';
}

function text(x: number | string, y: number, content: string, anchor: 'start' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
