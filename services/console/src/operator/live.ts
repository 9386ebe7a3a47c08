import { type Html, html } from '@hub/platform';

/** How a part of a page lives: by a stream of its own, after which the page may be another, or by being asked for again. */
export type Living = { readonly stream: string; readonly isAnother?: true } | { readonly everySeconds: number };

/** A part that the script of the page renews; what it says of its state is read out. Without script it stands still. */
export function live(part: Html, living: Living): Html {
  const how = 'stream' in living ? streamed(living) : html`data-every="${living.everySeconds}"`;
  return html`<p class="living"><span data-live-note>Pour voir la suite, rechargez la page.</span> <button type="button" data-live-pause hidden>Suspendre la mise à jour</button></p>
<p class="read-out" role="status" data-live-said></p>
<div data-live ${how}>${part}</div>`;
}

function streamed({ stream, isAnother }: Extract<Living, { stream: string }>): Html {
  return html`data-stream="${stream}"${isAnother === true ? html` data-another` : null}`;
}
