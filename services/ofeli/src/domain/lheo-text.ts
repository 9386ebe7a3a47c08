const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  icirc: 'î',
  iuml: 'ï',
  ocirc: 'ô',
  ugrave: 'ù',
  ucirc: 'û',
  uuml: 'ü',
  oelig: 'œ',
  Eacute: 'É',
  Egrave: 'È',
  Agrave: 'À',
  Ccedil: 'Ç',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  euro: '€',
  deg: '°',
};

/**
 * One line of plain text: HTML tags and entities (real feeds escape both once too often), control characters and
 * repeated blanks out. `cleaned` is true where more than blanks at the ends changed.
 */
export function cleanText(text: string): { readonly text: string; readonly cleaned: boolean } {
  const trimmed = text.trim();
  if (!/[<&\p{Cc}]| {2}/u.test(trimmed)) return { text: trimmed, cleaned: false };
  let plain = trimmed;
  // Twice: `&amp;eacute;` and `&lt;p&gt;` are escaped tags and entities.
  for (let round = 0; round < 2; round += 1) {
    plain = plain.replace(/<\/?[a-zA-Z][^<>]*>/g, ' ').replace(/&(#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g, decoded);
  }
  plain = plain
    .replace(/<\/?[a-zA-Z][^<>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return { text: plain, cleaned: plain !== trimmed };
}

function decoded(entity: string, name: string): string {
  if (!name.startsWith('#')) return named[name] ?? entity;
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
