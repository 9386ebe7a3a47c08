import { fileURLToPath } from 'node:url';
import { HubError } from '@hub/core';
import type { Dictionary } from '../dictionary/dictionary.ts';
import { type EventField, type MappableEvent, mappableEvents } from './event-fields.ts';
import { nearest } from './nearest.ts';

/** For editors that complete and check a mapping while it is written. */
export const mappingSchemaFile = fileURLToPath(
  new URL('../../../../../contracts/csv-mapping.schema.json', import.meta.url),
);

/**
 * A mapping to begin with, in YAML: every field of these events, with its French label, as a comment. Mandatory fields are
 * not comments: they are to be filled. An event is named whole, or by the first word of its name. Throws `wrong-use`.
 */
export function mappingTemplate(names: readonly string[], dictionary: Dictionary): string {
  const events = mappableEvents(dictionary);
  const chosen = [...new Set(names.map((name) => eventNamed(name, events)))];
  const shared = sharedFields(chosen);
  return `${[head, ...sharedLines(shared), 'events:', ...chosen.flatMap((event) => eventLines(event, shared))].join('\n')}\n`;
}

/** What all of several events have, but the day of each. */
function sharedFields([first, ...others]: readonly MappableEvent[]): readonly EventField[] {
  if (first === undefined || others.length === 0) return [];
  const isShared = ({ path }: EventField) => path !== 'effectiveDate' && others.every(({ fields }) => fields.has(path));
  return [...first.fields.values()].filter(isShared);
}

function sharedLines(shared: readonly EventField[]): readonly string[] {
  if (shared.length === 0) return [];
  return ['', 'fields:   # of every event that has them', ...shared.flatMap((field) => fieldLines(field, '  ')), ''];
}

const head = `# yaml-language-server: $schema=${mappingSchemaFile}
# docs/partners.md, "A CSV of your own". A field is filled by a column (its name), or by one of:
#   {constant: opco}   {text: "session:opco:{N° session}"}   {column: Motif, codes: {"Fin normale": planned-end}, otherwise: other}
#   and besides: ifEmpty: other   times: 100 (euros to cents)   ifWrong: leave-out
name: my-file        # part of every id: never change it once rows were reported
source: my-source    # the system that you report as
key: N° de dossier   # the columns of your own number of the row
# recorded: Modifié le   # when the row was last changed; else --dated says when the file was made
# sequence: Version      # a number that grows with each change of the row
# dates: [DD/MM/YYYY, YYYY-MM-DD]`;

function eventNamed(name: string, events: ReadonlyMap<string, MappableEvent>): MappableEvent {
  const exact = events.get(name);
  const begun = [...events].filter(([each]) => each.startsWith(`${name}-`)).map(([, event]) => event);
  const [only] = begun;
  if (exact !== undefined) return exact;
  if (only !== undefined && begun.length === 1) return only;
  const like = begun.length > 1 ? begun.map(({ entry }) => entry.name).join(', ') : nearest(name, events.keys());
  const advice = like === null ? '/v1/dictionary lists them' : `do you mean ${like}?`;
  throw new HubError('wrong-use', `--mapping-for "${name}": no event that partners report; ${advice}`);
}

function eventLines({ entry, fields }: MappableEvent, shared: readonly EventField[]): readonly string[] {
  const paths = new Set(shared.map(({ path }) => path));
  return [
    '',
    `  - event: ${entry.name}   # ${entry.title}`,
    '    # when: the columns that are filled where the row tells it; without it every row does',
    '    # emptied: take-back   # a row that told it and tells it no more takes it back',
    '    fields:',
    ...[...fields.values()].filter(({ path }) => !paths.has(path)).flatMap((field) => fieldLines(field, '      ')),
  ];
}

/** What is mandatory is no comment: it is to be filled. */
function fieldLines(field: EventField, indent: string): readonly string[] {
  const { path, title, description, kind, isList, codes, limits, mandatory } = field;
  const form = codes?.values.map(({ code, label }) => `${code} = ${label}`).join(', ') ?? formNames[kind];
  const said = [title, description, isList ? `liste : ${form}` : form, ...limits];
  const comment = said.filter((each) => each !== null && each !== '').join(' · ');
  const isNeeded = mandatory && !path.includes('.');
  return [`${indent}# ${comment.replace(/\s+/g, ' ')}`, `${indent}${isNeeded ? `${path}: "…"` : `# ${path}:`}`];
}

const formNames: Readonly<Record<EventField['kind'], string>> = {
  text: 'texte',
  day: 'jour',
  month: 'mois (MM/AAAA)',
  instant: 'instant',
  number: 'nombre',
  boolean: 'oui ou non',
};
