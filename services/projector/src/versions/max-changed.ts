import { HubError } from '@hub/core';
import type { RecordedComparison } from '@hub/platform';

/** In how many dossiers a version may differ from the active one: so many, or so many of a hundred. */
export type MaxChanged = { readonly dossiers: number } | { readonly percent: number };

/** `0.1%` or `25`; null for anything else. */
export function parseMaxChanged(text: string): MaxChanged | null {
  const found = /^(\d{1,9})(?:\.(\d{1,4}))?(%)?$/.exec(text.trim());
  if (found === null) return null;
  const [, whole, fraction, percent] = found;
  const number = Number(`${whole}.${fraction ?? 0}`);
  if (percent !== undefined) return number <= 100 ? { percent: number } : null;
  return fraction === undefined ? { dossiers: number } : null;
}

export function shownMaxChanged(maxChanged: MaxChanged): string {
  return 'percent' in maxChanged ? `${maxChanged.percent}%` : String(maxChanged.dossiers);
}

/** Throws `version-differs` where more dossiers differ than may, `version-unexplained` where anything does for no reason. */
export function requireFewChanges(compared: RecordedComparison, maxChanged: MaxChanged): void {
  const { id, here, there, dossiers, dossiersDiffering, unexplained } = compared;
  const most = 'percent' in maxChanged ? (dossiers * maxChanged.percent) / 100 : maxChanged.dossiers;
  const look = `Look at them: "hub diff ${here} ${there}" and "hub diff ${here} ${there} --dossier NUMBER". To promote it as it is leave out --max-changed.`;
  if (unexplained > 0) {
    throw new HubError(
      'version-unexplained',
      `By comparison ${id}, ${here} differs from ${there} in ${unexplained} rows for no reason: one of the two is damaged. ${look}`,
    );
  }
  if (dossiersDiffering <= most) return;
  throw new HubError(
    'version-differs',
    `By comparison ${id}, ${here} differs from ${there} in ${dossiersDiffering} of ${dossiers} dossiers, and ` +
      `${shownMaxChanged(maxChanged)} may. ${look}`,
  );
}
