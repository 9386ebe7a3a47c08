import { type Html, html } from './html.ts';

export const searchCharactersMax = 100;

/** A form that asks the same address with `?q=`; it works without a script. */
export function searchForm(action: string, value: string, label: string, hint: string): Html {
  return html`<form class="search" method="get" action="${action}" role="search"><div><label for="q">${label}</label>
<p class="hint" id="q-hint">${hint}</p>
<input id="q" name="q" type="search" value="${value}" maxlength="${searchCharactersMax}" aria-describedby="q-hint"></div><button class="main">Chercher</button></form>
`;
}

/** The words of a text without accents and capitals, so that `entree` finds `Entrée`. */
export function wordsOf(text: string): readonly string[] {
  const folded = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return folded.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== '');
}

/** What says nothing of what is searched for. */
const small = new Set([
  'a',
  'au',
  'aux',
  'd',
  'de',
  'des',
  'du',
  'en',
  'est',
  'et',
  'l',
  'la',
  'le',
  'les',
  'un',
  'une',
]);

/** The words of a search: those that say something, in the singular as a rule; where none does, all of them. */
export function searchedWords(search: string): readonly string[] {
  const all = wordsOf(search);
  const words = all.filter((word) => !small.has(word));
  return (words.length === 0 ? all : words).map((word) => (word.length > 4 ? word.replace(/[sx]$/, '') : word));
}

/** Whether each of these words stands in the text, or begins or ends inside one of its words. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const folded = wordsOf(text).join(' ');
  return words.every((word) => folded.includes(word));
}
