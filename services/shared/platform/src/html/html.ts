import { plainText } from './plain-text.ts';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

type Part = Html | string | number | null | readonly Html[];

/** A template that escapes every value that is not HTML already; null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: texts.map((text, index) => text + (index < parts.length ? shown(parts[index] ?? null) : '')).join(''),
  };
}

function shown(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((piece) => piece.html).join('');
}
