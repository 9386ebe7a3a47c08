/** `&` that begins a reference; any other is a bare ampersand, the commonest fault of real feeds. */
const reference = /^&(?:[a-zA-Z][\w.-]{0,31}|#\d{1,7}|#x[0-9a-fA-F]{1,6});/;
const referenceLengthMax = 34;

export interface Mended {
  readonly text: string;
  /** How many bare ampersands were escaped, and where in the text given the first of them stood (-1: none). */
  readonly bare: number;
  readonly first: number;
  /** End of the text given that may be the beginning of a reference: to be put before the next piece. */
  readonly held: string;
}

/**
 * Escapes bare ampersands: without this the parser would swallow everything up to the next `;`. In CDATA and comments they
 * are legal and not counted; they are escaped all the same, which the reading of a section undoes: what looks like the
 * beginning of one may be none (`<<![CDATA[`).
 */
export function mendAmpersands(given: string, last: boolean): Mended {
  let at = given.indexOf('&');
  if (at === -1) return { text: given, bare: 0, first: -1, held: '' };
  let bare = 0;
  let first = -1;
  let text = '';
  let from = 0;
  let section: Section = { until: 0, open: false };
  for (; at !== -1; at = given.indexOf('&', at + 1)) {
    const tail = given.slice(at, at + referenceLengthMax + 1);
    if (!last && at + tail.length === given.length && !/[\s<>;]/.test(tail)) {
      return { text: text + given.slice(from, at), bare, first, held: given.slice(at) };
    }
    if (reference.test(tail)) continue;
    section = sectionAt(given, section, at);
    if (!section.open) {
      if (bare === 0) first = at;
      bare += 1;
    }
    text += `${given.slice(from, at)}&amp;`;
    from = at + 1;
  }
  return { text: from === 0 ? given : text + given.slice(from), bare, first, held: '' };
}

/** Whether a CDATA section or a comment is open at `until`. */
interface Section {
  readonly until: number;
  readonly open: boolean;
}

/** Looks on from where it looked last: a text full of ampersands is still read once. */
function sectionAt(text: string, before: Section, until: number): Section {
  const between = text.slice(before.until, until);
  const opened = Math.max(between.lastIndexOf('<![CDATA['), between.lastIndexOf('<!--'));
  const closed = Math.max(between.lastIndexOf(']]>'), between.lastIndexOf('-->'));
  return { until, open: opened === closed ? before.open : opened > closed };
}
