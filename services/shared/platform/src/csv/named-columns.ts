import { pointerTo } from '../http/read-json.ts';
import { columnsOf, type Filler } from './mapping.ts';

/** A column that a mapping names, and where. */
export interface NamedColumn {
  readonly name: string;
  /** JSON Pointer into the mapping. */
  readonly pointer: string;
}

type Place = readonly [value: unknown, pointer: string];

/** Every column that a mapping names, also of one that has not the shape of a mapping. */
export function namedColumns(mapping: unknown): readonly NamedColumn[] {
  const { key, recorded, time, sequence, fields, events } = membersOf(mapping);
  const named: readonly Place[] = [
    [key, '/key'],
    [recorded, '/recorded'],
    [time, '/time'],
    [sequence, '/sequence'],
    ...itemsOf([events, '/events']).map(([event, pointer]): Place => [membersOf(event).when, `${pointer}/when`]),
  ];
  const filled: readonly Place[] = [
    [fields, '/fields'],
    ...itemsOf([events, '/events']).map(([event, pointer]): Place => [membersOf(event).fields, `${pointer}/fields`]),
  ];
  return [
    ...named.flatMap(itemsOf).flatMap(([name, pointer]) => textAt(name, pointer)),
    ...filled.flatMap(fieldColumns),
  ];
}

function fieldColumns([fields, pointer]: Place): readonly NamedColumn[] {
  return Object.entries(membersOf(fields)).flatMap(([path, filling]) =>
    itemsOf([filling, `${pointer}${pointerTo(path)}`]).flatMap(([filler, at]) => {
      const { column, text } = membersOf(filler);
      const read: Filler = {
        ...(typeof column === 'string' ? { column } : {}),
        ...(typeof text === 'string' ? { text } : {}),
      };
      return [...textAt(filler, at), ...columnsOf(read).flatMap((name) => textAt(name, at))];
    }),
  );
}

function itemsOf([value, pointer]: Place): readonly Place[] {
  return Array.isArray(value) ? value.map((item, place): Place => [item, `${pointer}/${place}`]) : [[value, pointer]];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textAt(name: unknown, pointer: string): readonly NamedColumn[] {
  return typeof name === 'string' && name !== '' ? [{ name, pointer }] : [];
}
