import { type Html, html } from '@hub/platform';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Whether there is a trial page to lead to. */
  readonly hasTrial: boolean;
}

export const stylePath = '/console/console.css';

/** A whole page in French: no script, no style of its own, nothing from elsewhere. */
export function layout({ title, body, hasTrial }: Page): string {
  return html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – hub de la formation</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header><nav class="inside" aria-label="Hub"><strong><a href="/">Hub de la formation</a></strong>
${hasTrial ? html`<a href="/console/essai">Page d’essai</a>` : null}<a href="/docs">API</a><a href="/v1/dictionary">Dictionnaire</a></nav></header>
<main id="contenu" class="inside">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.html;
}
