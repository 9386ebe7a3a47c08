import { type Html, html } from '@hub/platform';
import { root } from './pages.ts';

export const versionsPath = `${root}/versions`;

export function versionPath(version: string): string {
  return `${versionsPath}/${encodeURIComponent(version)}`;
}

export function dossierPath(here: string, there: string, dossier: string | number): string {
  return `${versionPath(here)}/dossiers/${encodeURIComponent(dossier)}?avec=${encodeURIComponent(there)}`;
}

export function versionCode(version: string): Html {
  return html`<code>${version}</code>`;
}
