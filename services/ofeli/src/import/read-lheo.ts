import { SaxesParser } from 'saxes';
import { type LheoElement, outcomeAt } from '../translate/lheo-element.ts';
import type { OutcomeRule } from '../translate/outcome.ts';
import { impossibleStamps } from '../translate/session-version.ts';
import { decodeXml } from './decode-xml.ts';
import {
  element,
  fail,
  hereOutcome,
  type LheoBounds,
  type LheoItem,
  type Reading,
  report,
  reportLostSession,
  reportLostSessions,
  reportMended,
} from './lheo-reading.ts';
import { childHandling, lheoVersions } from './lheo-vocabulary.ts';
import { type Mended, mendAmpersands } from './mend-ampersands.ts';

/**
 * Reads LHEO 1.3, 2.2 or 2.3 from a stream, one `<formation>` after another, in flat memory. A formation that is not
 * well-formed is refused with its sessions, and the reading goes on at the next `<formation`, whatever was left open; a
 * file that is cut, of an unknown namespace or with a DOCTYPE ends with `failed`, after everything that came before.
 */
export async function* readLheo(stream: AsyncIterable<Uint8Array>, bounds: LheoBounds = {}): AsyncGenerator<LheoItem> {
  const reading = startReading(bounds);
  let held = '';
  let quiet = { tags: -1, position: 0 };
  for await (const decoded of decodeXml(stream)) {
    if (decoded.kind === 'fault') {
      reading.failed = { ...hereOutcome(reading, decoded.rule), detail: decoded.detail };
      break;
    }
    if (decoded.kind === 'warning') {
      report(reading, { ...hereOutcome(reading, decoded.rule), severity: 'repaired', detail: decoded.detail });
      continue;
    }
    const mended = mend(reading, held + decoded.text, false);
    const whole = beforeCutTag(mended.text);
    held = mended.text.slice(whole.length) + mended.held;
    writePiece(reading, whole);
    if (reading.tags !== quiet.tags) quiet = { tags: reading.tags, position: reading.parser.position };
    else if (reading.parser.position - quiet.position > reading.bounds.tokenCharsMax)
      fail(reading, 'token-too-large', '');
    checkFormationSize(reading);
    yield* drain(reading);
    if (reading.failed !== null) break;
  }
  finishReading(reading, held);
  yield* drain(reading);
  if (reading.failed !== null) yield { kind: 'failed', outcome: reading.failed };
}

/** The same for a whole document at hand. */
export function readLheoText(text: string, bounds: LheoBounds = {}): LheoItem[] {
  const reading = startReading(bounds);
  writePiece(reading, mend(reading, text, true).text);
  finishReading(reading, '');
  const items = [...drain(reading)];
  if (reading.failed !== null) items.push({ kind: 'failed', outcome: reading.failed });
  return items;
}

/** Up to a start tag at the end that may be that of a formation: it waits for the next piece. */
function beforeCutTag(text: string): string {
  const open = text.lastIndexOf('<');
  return open !== -1 && /^<[\w:.-]{0,40}$/.test(text.slice(open)) ? text.slice(0, open) : text;
}

const formationStart = /<(?:[\w.-]+:)?formation(?=[\s/>])/g;

/** What ends a tag, the value of an attribute and a name being closed; then a CDATA section. */
const enders = ['"\'>', ']]>'];

/**
 * Writes to the parser, and sees to it that each `<formation` begins a tag: where the parser takes it for something else,
 * a tag was never ended or a section never closed, and it is ended here, so that it costs its own formation and not the
 * next ones. Nothing that LHEO means is written so; in a comment the enders are text like any other.
 */
function writePiece(reading: Reading, text: string): void {
  let from = 0;
  for (const { 0: tag, index } of text.matchAll(formationStart)) {
    const start = text.slice(index, index + tag.length + 1);
    reading.parser.write(text.slice(from, index));
    from = index + start.length;
    reading.formationTags += 1;
    const given = reading.formationsGiven;
    reading.parser.write(start);
    for (const ender of enders) {
      if (reading.formationsGiven > given) break;
      reading.parser.write(ender + start);
      if (reading.formationsGiven > given) reading.disturbed = true;
    }
  }
  reading.parser.write(text.slice(from));
}

function openedAt(reading: Reading): string {
  let formation = reading.current;
  while (formation?.name !== 'formation' && formation?.parent) formation = formation.parent;
  return `La formation ouverte ligne ${formation?.line ?? 0}`;
}

function* drain(reading: Reading): Generator<LheoItem> {
  yield* reading.items;
  reading.items.length = 0;
}

function startReading(bounds: LheoBounds): Reading {
  const mebi = 2 ** 20;
  const reading: Reading = {
    parser: new SaxesParser({ position: false, xmlns: false }),
    items: [],
    bounds: { formationCharsMax: 8 * mebi, tokenCharsMax: 8 * mebi, ...bounds },
    outer: [],
    prefixes: new Set(),
    mode: 'outside',
    current: null,
    skipped: 0,
    formations: 0,
    formationStart: 0,
    mended: 0,
    bare: 0,
    bareLine: 0,
    tags: 0,
    lostBy: 'xml-damaged',
    rootClosed: false,
    disturbed: false,
    formationTags: 0,
    formationsGiven: 0,
    ending: false,
    failed: null,
    startLine: 1,
    startColumn: 1,
  };
  const { parser } = reading;
  parser.on('opentagstart', (tag) => {
    // Here the character after the name is read already; where it is the end of the line, the line is the one before.
    const column = parser.columnIndex;
    reading.startLine = column === 0 ? parser.line - 1 : parser.line;
    reading.startColumn = Math.max(1, column - tag.name.length - 1);
    if (/(^|:)formation$/.test(tag.name)) reading.formationsGiven += 1;
  });
  parser.on('opentag', (tag) => openTag(reading, tag.name, tag.attributes));
  parser.on('closetag', (tag) => closeTag(reading, tag.name));
  parser.on('cdata', (text) => {
    if (reading.skipped === 0) addText(reading, text.replaceAll('&amp;', '&'));
  });
  parser.on('doctype', () => fail(reading, 'doctype-refused', ''));
  parser.on('error', (error) => malformed(reading, error.message));
  return reading;
}

function openTag(reading: Reading, name: string, attributes: Readonly<Record<string, string>>): void {
  reading.tags += 1;
  if (reading.failed !== null) return;
  const local = localName(reading, name, attributes);
  if (local === 'formation' && reading.outer.length > 0) {
    if (reading.mode === 'inside')
      refuseFormation(reading, 'xml-damaged', `${openedAt(reading)} n'est pas fermée avant la suivante.`);
    reading.skipped = 0;
    openFormation(reading, attributes);
    return;
  }
  if (reading.skipped > 0) {
    reading.skipped += 1;
    return;
  }
  if (reading.mode === 'inside' && reading.current !== null) openInside(reading, reading.current, local, attributes);
  else if (reading.mode === 'resync') {
    if (local === 'session') reportLostSession(reading, element(reading, local, attributes), reading.lostBy);
  } else openOutside(reading, name, local, attributes);
}

/**
 * Name in a namespace of LHEO, of whichever of its versions and under whichever prefix; null for an element of another one.
 * `xmlns=""`, which tools write by mistake, takes nothing out of the default namespace.
 */
function localName(reading: Reading, name: string, attributes: Readonly<Record<string, string>>): string | null {
  if (reading.outer.length === 0) return name;
  const prefix = prefixOf(name);
  const declared = namespaceOf(prefix, attributes) ?? '';
  if (declared !== '' && !lheoVersions.has(declared)) return null;
  if (declared !== '') reading.prefixes.add(prefix);
  return reading.prefixes.has(prefix) ? name.slice(prefix.length) : null;
}

/** With its colon; '' where there is none. */
function prefixOf(name: string): string {
  return name.slice(0, name.indexOf(':') + 1);
}

function namespaceOf(prefix: string, attributes: Readonly<Record<string, string>>): string | undefined {
  return attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`];
}

function openOutside(
  reading: Reading,
  name: string,
  local: string | null,
  attributes: Readonly<Record<string, string>>,
): void {
  if (reading.outer.length === 0) {
    openRoot(reading, name, attributes);
    return;
  }
  if (local === 'offres') {
    reading.outer.push(element(reading, local, attributes));
    return;
  }
  if (local === null && /(^|:)(offres|formation)$/.test(name)) {
    const detail = "Laissée de côté avec ce qu'elle contient.";
    report(reading, outcomeAt('refused', 'namespace-unknown', element(reading, name, attributes), detail));
  }
  if (local !== null && childHandling('lheo', local) === 'unknown') {
    const unknown = element(reading, local, attributes);
    report(reading, outcomeAt('refused', 'element-unknown', unknown, "Laissée de côté avec ce qu'elle contient."));
  }
  reading.skipped = 1;
}

function openRoot(reading: Reading, name: string, attributes: Readonly<Record<string, string>>): void {
  const prefix = prefixOf(name);
  const namespace = namespaceOf(prefix, attributes) ?? '';
  const local = name.slice(prefix.length);
  if (local !== 'lheo' || !lheoVersions.has(namespace)) {
    const known = [...lheoVersions.keys()].join(', ');
    const found = namespace === '' ? 'aucun espace de noms' : `l'espace de noms « ${namespace.slice(0, 100)} »`;
    fail(reading, 'namespace-unknown', `Racine <${name.slice(0, 60)}> avec ${found} ; attendu : <lheo> avec ${known}.`);
    return;
  }
  for (const [attribute, uri] of Object.entries(attributes)) {
    const bound = /^xmlns(?::(.+))?$/.exec(attribute);
    if (bound !== null && lheoVersions.has(uri)) reading.prefixes.add(bound[1] === undefined ? '' : `${bound[1]}:`);
  }
  const root = element(reading, local, attributes);
  reading.outer.push(root);
  for (const outcome of impossibleStamps(root, ['datemaj', 'horodatage-export'])) report(reading, outcome);
}

function openFormation(reading: Reading, attributes: Readonly<Record<string, string>>): void {
  reading.formations += 1;
  reading.mode = 'inside';
  reading.formationStart = reading.parser.position;
  reading.mended = 0;
  const formation = { ...element(reading, 'formation', attributes), rank: reading.formations };
  reading.current = formation;
}

function openInside(
  reading: Reading,
  parent: LheoElement,
  local: string | null,
  attributes: Readonly<Record<string, string>>,
): void {
  const handling = local === null ? 'skip' : childHandling(parent.name, local);
  if (handling === 'read' && local !== null) {
    const child = element(reading, local, attributes);
    parent.children.push(child);
    reading.current = child;
    reading.parser.on('text', (text) => addText(reading, text));
    return;
  }
  if (handling !== 'skip' && local !== null) {
    const rule = handling === 'unknown' ? 'element-unknown' : 'element-misplaced';
    const left = element(reading, local, attributes);
    report(reading, outcomeAt('refused', rule, left, "Laissée de côté avec ce qu'elle contient."));
  }
  // Without a handler the parser does not even gather the text of the subtree.
  reading.parser.off('text');
  reading.skipped = 1;
}

function addText(reading: Reading, text: string): void {
  if (reading.current !== null && reading.current.name !== 'formation') reading.current.text += text;
}

function closeTag(reading: Reading, name: string): void {
  reading.tags += 1;
  if (reading.failed !== null) return;
  if (reading.skipped > 0) {
    reading.skipped -= 1;
    return;
  }
  if (reading.mode === 'outside') {
    const last = reading.outer.at(-1);
    if (last === undefined || name.slice(prefixOf(name).length) !== last.name) return;
    if (reading.outer.length === 1) reading.rootClosed = true;
    else reading.outer.pop();
    return;
  }
  const closed = reading.current;
  if (reading.mode === 'resync' || closed === null) return;
  reading.parser.off('text');
  if (closed.name === 'formation') {
    reading.items.push({ kind: 'formation', formation: closed });
    reading.current = null;
    reading.mode = 'outside';
    dropText(reading);
  } else reading.current = closed.parent;
}

/** Characters that XML forbids are kept as text and reported; anything else costs the formation. */
const mendable = /entity|disallowed character\.$|"\]\]>"|malformed comment/;

function malformed(reading: Reading, message: string): void {
  if (reading.failed !== null || reading.ending) return;
  // After tags that do not match, the parser takes every formation for a root of its own.
  if (reading.disturbed && /only one root|outside of root/.test(message)) return;
  // What stands before it says nothing: an empty line that a program wrote, another document.
  if (/XML declaration must be at the start/.test(message)) {
    report(reading, { ...hereOutcome(reading, 'declaration-late'), severity: 'repaired' });
    return;
  }
  const detail = inFrench(message);
  if (mendable.test(message)) {
    reportMended(reading, detail);
    return;
  }
  const unmatched = /^unmatched closing tag: (.*)\.$/.exec(message)?.[1];
  const root = reading.outer[0];
  if (root === undefined) fail(reading, 'not-xml', detail);
  else if (reading.mode === 'inside') refuseFormation(reading, 'xml-damaged', detail);
  else if (unmatched?.replace(/^.*:/, '') === root.name) reading.rootClosed = true;
  else if (!reading.disturbed) {
    report(reading, { ...hereOutcome(reading, 'xml-damaged'), detail });
    if (reading.skipped > 0) reading.mode = 'resync';
  }
  reading.disturbed = true;
  if (reading.mode !== 'inside') reading.skipped = 0;
}

/** What the parser says in English, in the words of who keeps the source. */
function inFrench(message: string): string {
  return faults.find(([shape]) => shape.test(message))?.[1] ?? "Le texte n'est pas du XML bien formé à cet endroit.";
}

const faults: readonly (readonly [RegExp, string])[] = [
  [/clos(e|ing) tag|unclosed tag/, "Une balise est fermée sans être ouverte, dans un autre ordre, ou ne l'est pas."],
  [/attribute|whitespace|value/, 'Un attribut est mal écrit, répété ou sans valeur.'],
  [/entity/, "« & » est écrit sans être le début d'une entité connue."],
  [/comment/, 'Un commentaire contient « -- » ou est mal écrit.'],
  [/\]\]>/, 'La suite « ]]> » est écrite dans un texte.'],
  [/disallowed character\.$/, 'Un caractère de contrôle est écrit dans le texte.'],
  [/tag|name/, "« < » est écrit dans un texte, ou le nom d'une balise est mal écrit."],
  [/root/, 'Quelque chose est écrit hors de la balise <lheo>.'],
];

function refuseFormation(reading: Reading, rule: OutcomeRule, detail: string): void {
  report(reading, { ...hereOutcome(reading, rule), detail });
  reportLostSessions(reading, rule);
  reading.current = null;
  reading.lostBy = rule;
  reading.skipped = 0;
  reading.mode = 'resync';
  dropText(reading);
}

/** Without a handler the parser would keep stray closing tags and put them before the next attribute value. */
function dropText(reading: Reading): void {
  reading.parser.on('text', () => undefined);
}

/** Escapes bare ampersands before the parser meets them; they are reported once a file, with the line of the first. */
function mend(reading: Reading, given: string, last: boolean): Mended {
  const mended = mendAmpersands(given, last);
  if (reading.bare === 0)
    reading.bareLine = reading.parser.line + given.slice(0, mended.first + 1).split('\n').length - 1;
  reading.bare += mended.bare;
  return mended;
}

function checkFormationSize(reading: Reading): void {
  if (reading.mode !== 'inside') return;
  const chars = reading.parser.position - reading.formationStart;
  if (chars <= reading.bounds.formationCharsMax) return;
  refuseFormation(reading, 'formation-too-large', `Plus de ${reading.bounds.formationCharsMax} caractères.`);
  reading.disturbed = true;
}

function finishReading(reading: Reading, held: string): void {
  const early = reading.failed;
  if (early === null) {
    writePiece(reading, mend(reading, held, true).text);
    checkFormationSize(reading);
  }
  reading.ending = true;
  if (reading.bare > 0) {
    const detail = `${reading.bare} « & » lus « &amp; », le premier ligne ${reading.bareLine}.`;
    const place = { line: reading.bareLine, column: 1, path: '/lheo' };
    report(reading, { ...hereOutcome(reading, 'xml-repaired'), severity: 'repaired', place, detail });
  }
  const commented = reading.formationTags - reading.formationsGiven;
  if (commented > 0) {
    const detail = `${commented} balise(s) <formation> en commentaire.`;
    report(reading, { ...hereOutcome(reading, 'formation-commented'), severity: 'ignored', detail });
  }
  const complete = reading.rootClosed && reading.mode !== 'inside' && reading.skipped === 0;
  if (early === null && reading.failed === null && !complete) {
    const empty = reading.outer.length === 0;
    const detail = empty ? 'Le fichier ne contient aucun élément.' : 'Le fichier finit avant </lheo>.';
    fail(reading, empty ? 'not-xml' : 'file-cut', detail);
  }
  if (reading.mode === 'inside' && reading.failed !== null) reportLostSessions(reading, reading.failed.rule);
}
