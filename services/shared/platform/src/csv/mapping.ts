import type { EventName } from '@hub/contracts';

/** How the rows of an organisation's own CSV become events: a file that it writes, in YAML or JSON (docs/partners.md). */
export interface Mapping {
  /** Part of every id: never changed once rows were reported. */
  readonly name: string;
  /** The system that reports. */
  readonly source: string;
  /** Columns that together are the same for a row from one file to the next, and for no other row of a file. */
  readonly key: Names;
  /** Column of when the row was last changed; absent: when the file was extracted. */
  readonly recorded?: string;
  /** Column of the instant of the events, where it is another than `recorded`. */
  readonly time?: string;
  /** Column of a number that grows with each change of a row; absent: the second of `recorded`. */
  readonly sequence?: string;
  /** Counted up when the same rows are to say something else. */
  readonly edition?: number;
  /** Forms of days, in the order in which they are tried. */
  readonly dates?: readonly string[];
  /** Fields of every event that has them. */
  readonly fields?: Fields;
  readonly events: readonly EventMapping[];
}

export interface EventMapping {
  readonly event: EventName;
  /** Columns that are filled in the rows which tell the event; absent: every row tells it. */
  readonly when?: Names;
  /** What a row says that told the event and tells it no more; default `keep`: nothing. */
  readonly emptied?: 'keep' | 'take-back';
  readonly fields?: Fields;
}

type Names = string | readonly string[];

/** By the path of the field (`trainee.nir`). */
export type Fields = Readonly<Record<string, Filling | readonly Filling[]>>;

/** What fills a field: a column by its name, or more said of it. */
export type Filling = string | Filler;

/** One of `column`, `constant` and `text`. */
export interface Filler {
  readonly column?: string;
  readonly constant?: string;
  /** Text with columns in braces: `session:opco:{N° session}`. Empty where one of them is. */
  readonly text?: string;
  /** What stands in the file, and the code for it. */
  readonly codes?: Readonly<Record<string, string>>;
  /** The code for what is not in `codes`. */
  readonly otherwise?: string;
  readonly ifEmpty?: string;
  /** A number is multiplied by it: 100, where euros become cents. */
  readonly times?: number;
  /** A wrong value costs the event, or only the field. */
  readonly ifWrong?: 'refuse' | 'leave-out';
}

export function listOf(names: Names | undefined): readonly string[] {
  return names === undefined ? [] : [names].flat();
}

export function fillersOf(filling: Filling | readonly Filling[]): readonly Filler[] {
  return [filling].flat().map((each) => (typeof each === 'string' ? { column: each } : (each as Filler)));
}

/** The columns that a filler reads. */
export function columnsOf({ column, text }: Filler): readonly string[] {
  if (column !== undefined) return [column];
  return [...(text ?? '').matchAll(placeholder)].map(([, name = '']) => name);
}

const placeholder = /\{([^{}]+)\}/g;

/** The text with its columns filled in; null where one of them is empty. */
export function filledText(text: string, cellOf: (column: string) => string): string | null {
  let isWhole = true;
  const filled = text.replace(placeholder, (_, name: string) => {
    const cell = cellOf(name);
    isWhole &&= cell !== '';
    return cell;
  });
  return isWhole ? filled : null;
}

/** The name of a column as it is compared, and told to a terminal: headers are typed by people. */
export function columnName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
