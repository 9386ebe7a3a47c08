import { catalogueEntry, emitterNames, systemOf } from '@hub/contracts';
import { HubError } from '@hub/core';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Dictionary } from '../dictionary/dictionary.ts';
import { pointerTo } from '../http/read-json.ts';
import { tellingErrors } from '../http/telling-errors.ts';
import { type EventField, type MappableEvent, mappableEvents } from './event-fields.ts';
import { columnName, columnsOf, type Filler, fillersOf, listOf, type Mapping } from './mapping.ts';
import { mappingSchema } from './mapping-schema.ts';
import { type NamedColumn, namedColumns } from './named-columns.ts';
import { nearest } from './nearest.ts';
import { readValue, usualDates } from './read-cell.ts';
import { type MappingFault, readMappingText } from './read-mapping-text.ts';
import { unfilledFields } from './unfilled-fields.ts';

/** An event of a mapping with all that fills it, the fields of every event included. */
export interface PlannedEvent extends MappableEvent {
  readonly name: Mapping['events'][number]['event'];
  /** Its name, and which it is of several of this name. */
  readonly label: string;
  readonly when: readonly string[];
  /** It is of the one statement that the row is: told no more, it is taken back. */
  readonly isOfRow: boolean;
  readonly filled: readonly FilledField[];
}

export interface FilledField {
  readonly field: EventField;
  readonly fillers: readonly Filler[];
  /** Of the field in the mapping. */
  readonly pointer: string;
}

/** What a row is translated by. */
export interface CsvPlan {
  readonly mapping: Mapping;
  readonly dates: readonly string[];
  readonly events: readonly PlannedEvent[];
  readonly validate: Dictionary['validate'];
}

/** A mapping as it was read, with what the dictionary has against it. */
export interface ReadMapping {
  /** Null where it has not the shape of a mapping. */
  readonly plan: CsvPlan | null;
  readonly faults: readonly MappingFault[];
  /** Every column that it names, by the pointer of the place. */
  readonly columns: readonly NamedColumn[];
  /** The line of the mapping that a pointer leads to. */
  readonly lineOf: (pointer: string) => number | null;
}

/** Reads a mapping in YAML or JSON and checks it against the dictionary. */
export function readMapping(text: string, dictionary: Dictionary): ReadMapping {
  const { value, faults, lineOf } = readMappingText(text);
  const { events, validate } = checkerOf(dictionary);
  const shape = faults.length > 0 ? faults : shapeFaults(value, validate);
  const columns = namedColumns(value);
  // Below, the mapping has the shape of the schema; where it has not, only that is told.
  if (shape.length > 0) return { plan: null, faults: shape, columns, lineOf };
  const mapping = value as Mapping;
  const plan: CsvPlan = {
    mapping,
    dates: mapping.dates ?? usualDates,
    events: mapping.events.map((each, place) => plannedEvent(mapping, place, events.get(each.event) as MappableEvent)),
    validate: dictionary.validate,
  };
  return { plan, faults: meaningFaults(plan, dictionary, events), columns, lineOf };
}

function meaningFaults(
  plan: CsvPlan,
  dictionary: Dictionary,
  events: ReadonlyMap<string, MappableEvent>,
): readonly MappingFault[] {
  return [
    ...sourceFaults(plan),
    ...plan.events.flatMap((event, place) => [
      ...unfilledFaults(event, place, dictionary),
      ...valueFaults(event, plan),
    ]),
    ...keyFaults(plan),
    ...takeBackFaults(plan.mapping),
    ...sharedFieldFaults(plan.mapping, events),
  ];
}

/** Every fault in one error, by its place. */
export function mappingWrong(faults: readonly MappingFault[], lineOf: ReadMapping['lineOf']): HubError {
  const distinct = [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.said}`, fault])).values()];
  const lines = distinct.map(({ pointer, said }) => {
    const line = lineOf(pointer);
    return `\n  ${pointer === '' ? 'the whole' : pointer}${line === null ? '' : ` (line ${line})`}: ${said}`;
  });
  const count = distinct.length === 1 ? 'a fault' : `${distinct.length} faults`;
  return new HubError('wrong-use', `The mapping has ${count}; no row was read.${lines.join('')}`);
}

function shapeFaults(value: unknown, validate: ValidateFunction): readonly MappingFault[] {
  if (validate(value)) return [];
  return tellingErrors(validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map((error) => ({ pointer: pointerOf(error), said: sentenceOf(error) }));
}

/** What mappings are checked by, made once for a dictionary: 0.3 s, and 3.7 s where definitions are written out at each use. */
function checkerOf(dictionary: Dictionary) {
  const known = checkers.get(dictionary);
  if (known !== undefined) return known;
  const events = mappableEvents(dictionary);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, coerceTypes: true, inlineRefs: false });
  const checker = { events, validate: ajv.compile(mappingSchema(events)) };
  checkers.set(dictionary, checker);
  return checker;
}

const checkers = new WeakMap<
  Dictionary,
  { readonly events: ReturnType<typeof mappableEvents>; readonly validate: ValidateFunction }
>();

function pointerOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const name = missingProperty ?? additionalProperty;
  return name === undefined ? instancePath : `${instancePath}${pointerTo(name)}`;
}

function sentenceOf({ keyword, params, parentSchema, data, message, instancePath }: ErrorObject): string {
  if (data === '') return 'is empty: fill it, or take it out.';
  if (keyword === 'additionalProperties') {
    const known = Object.keys((parentSchema?.properties ?? {}) as object);
    const what = instancePath.endsWith('/fields') ? 'the event has no such field' : 'there is no such setting';
    return `${what}${suggestion(String(params.additionalProperty), known)}.`;
  }
  if (keyword === 'required') return 'is missing: write it.';
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as readonly unknown[]).map(String);
    const what = allowed.includes('entry-attested') ? 'no event that partners report' : 'not in its list';
    return `${what}${suggestion(String(data), allowed)}.`;
  }
  if (keyword === 'oneOf') return 'name one of column, constant and text.';
  if (keyword === 'pattern') return `is not of the form ${String(params.pattern)}.`;
  return `${message ?? 'is not as the schema says'}.`;
}

/** Few names are all told; of many, the nearest. */
function suggestion(written: string, known: readonly string[]): string {
  const like = nearest(written, known);
  const all = known.length <= 12 ? `: one of ${known.join(', ')}` : '; contracts/csv-mapping.schema.json lists them';
  return like === null ? all : `; the nearest is ${like}`;
}

function plannedEvent(mapping: Mapping, place: number, { entry, fields }: MappableEvent): PlannedEvent {
  const { event: name, when, emptied, fields: own = {} } = mapping.events[place] as Mapping['events'][number];
  const filled = [
    ...Object.entries(mapping.fields ?? {}).map(([path, filling]) => ({
      path,
      filling,
      pointer: `/fields${pointerTo(path)}`,
    })),
    ...Object.entries(own).map(([path, filling]) => ({
      path,
      filling,
      pointer: `/events/${place}/fields${pointerTo(path)}`,
    })),
  ];
  // What is said of the event itself wins.
  const byPath = new Map(filled.map((each) => [each.path, each]));
  return {
    ...{ name, entry, fields, label: labelOf(mapping, place) },
    when: listOf(when),
    isOfRow: when === undefined || emptied === 'take-back',
    filled: [...byPath.values()].flatMap(({ path, filling, pointer }) => {
      const field = fields.get(path);
      return field === undefined ? [] : [{ field, fillers: fillersOf(filling), pointer }];
    }),
  };
}

function labelOf({ events }: Mapping, place: number): string {
  const name = events[place]?.event ?? '';
  const rank = events.slice(0, place).filter(({ event }) => event === name).length;
  return rank === 0 ? name : `${name}-${rank + 1}`;
}

function sourceFaults({ mapping: { source, events } }: CsvPlan): readonly MappingFault[] {
  if (systemOf(source) === null) {
    return [{ pointer: '/source', said: 'no known system: /v1/dictionary/codes/system lists them.' }];
  }
  const names = emitterNames(source);
  return events.flatMap(({ event }, place) => {
    const { emitters } = catalogueEntry(event);
    return emitters.some((emitter) => names.includes(emitter))
      ? []
      : [{ pointer: `/events/${place}/event`, said: `${source} does not report it; ${emitters.join(', ')} do.` }];
  });
}

function unfilledFaults(event: PlannedEvent, place: number, { definitions }: Dictionary): readonly MappingFault[] {
  const paths = event.filled.map(({ field }) => field.path);
  return unfilledFields(event.entry.schema, paths, definitions).map((needed) => ({
    pointer: `/events/${place}/fields`,
    said: `nothing fills ${needed.join(' or ')}, which ${event.name} needs: name a column or a constant.`,
  }));
}

/** Constants and codes are checked as rows are, each alone. */
function valueFaults(event: PlannedEvent, plan: CsvPlan): readonly MappingFault[] {
  return event.filled.flatMap(({ field, fillers, pointer }) =>
    fillers.flatMap((filler, rank) => {
      const at = fillers.length === 1 ? pointer : `${pointer}/${rank}`;
      return Object.entries(writtenValues(filler)).flatMap(([where, text]) => {
        const value = readValue(text, field, { times: filler.times ?? 1 }, plan.dates);
        const rule = plan
          .validate(event.entry.name, event.entry.version, nested(field.path, field.isList ? [value] : value))
          .find((violation) => isAt(violation, field.path));
        return rule === undefined ? [] : [{ pointer: `${at}${where}`, said: `${rule.detail}` }];
      });
    }),
  );
}

function writtenValues({ constant, otherwise, ifEmpty, codes = {} }: Filler): Readonly<Record<string, string>> {
  const single = Object.entries({ constant, otherwise, ifEmpty }).filter(([, text]) => text !== undefined);
  return Object.fromEntries([
    ...single.map(([name, text]) => [`/${name}`, String(text)]),
    ...Object.entries(codes).map(([said, code]) => [`/codes${pointerTo(said)}`, String(code)]),
  ]);
}

function isAt({ pointer, rule }: { readonly pointer: string; readonly rule: string }, path: string): boolean {
  const place = `/${path.replaceAll('.', '/')}`;
  return rule !== 'property-missing' && (pointer === place || pointer.startsWith(`${place}/`));
}

/** `trainee.nir`: `{ trainee: { nir: value } }`. */
function nested(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inside, name) => ({ [name]: inside }), value) as object;
}

/** A key stands on the log as a digest, from which few digits can be found again: none of a person's is in it. */
function keyFaults({ mapping: { key }, events }: CsvPlan): readonly MappingFault[] {
  const personal = new Map(
    events.flatMap(({ filled }) =>
      filled
        .filter(({ field }) => field.path.startsWith('trainee.') && field.path !== 'trainee.partnerNumber')
        .flatMap(({ field, fillers }) =>
          fillers.flatMap(columnsOf).map((name) => [columnName(name), field.path] as const),
        ),
    ),
  );
  return listOf(key).flatMap((name, place) => {
    const path = personal.get(columnName(name));
    return path === undefined
      ? []
      : [
          {
            pointer: Array.isArray(key) ? `/key/${place}` : '/key',
            said: `a key holds nothing of a person (${path}): name the columns of your own number of the row.`,
          },
        ];
  });
}

function takeBackFaults({ events }: Mapping): readonly MappingFault[] {
  const isTold = events.some(({ when }) => when === undefined);
  return events.flatMap(({ when, emptied }, place) => {
    if (emptied !== 'take-back') return [];
    const pointer = `/events/${place}/emptied`;
    if (when === undefined)
      return [{ pointer, said: 'every row tells this event: say by "when" which columns are filled.' }];
    return isTold
      ? []
      : [
          {
            pointer,
            said: 'an event is taken back by the others of its row: one of them has to be told by every row (no "when").',
          },
        ];
  });
}

/** A field of all that no event has. */
function sharedFieldFaults(
  { fields = {}, events }: Mapping,
  known: ReadonlyMap<string, MappableEvent>,
): readonly MappingFault[] {
  return Object.keys(fields)
    .filter((path) => !events.some(({ event }) => known.get(event)?.fields.has(path)))
    .map((path) => ({
      pointer: `/fields${pointerTo(path)}`,
      said: 'none of the events below has this field: take it out.',
    }));
}
