import { type Html, html } from '@hub/platform';

/** As the API says it. */
export function plain(value: unknown): Html {
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}
