import { type Html, html } from '../html/html.ts';
import type { Json } from './schema-files.ts';

/** One address of the dictionary, for programs and for people. */
export interface DictionaryPage {
  readonly json: Json;
  /** A whole page in French. */
  readonly html: string;
}

const style = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
header nav a{margin-right:1rem}h1{line-height:1.2}h2{margin-top:2rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border-bottom:1px solid #8886;padding:.4rem .6rem .4rem 0;text-align:left;vertical-align:top}
code,pre{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:break-word}
pre{border:1px solid #8886;border-radius:.3rem;overflow-x:auto;padding:.7rem;white-space:pre-wrap}
.wide{overflow-x:auto}small{display:block;opacity:.8}dt{font-weight:600}dd{margin:0 0 .6rem}
@media(max-width:40rem){thead{position:absolute;clip-path:inset(50%)}tr{display:block;border-bottom:1px solid #8886;padding:.5rem 0}
td,th{border:0;display:block;padding:.1rem 0}}`;

/** A whole page, in French. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – dictionnaire du hub</title>
<style>${{ html: style }}</style>
</head>
<body>
<header><nav aria-label="Dictionnaire"><a href="/v1/dictionary">Événements</a><a href="/v1/dictionary/rules">Règles</a><a href="/docs">API</a></nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.html;
}
