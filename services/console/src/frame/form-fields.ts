import { type Html, html } from '@hub/platform';

/** One thing asked in a form. `name`: also that of the API, so that what it refuses is said at the right place. */
export type Field = Named &
  (
    | { readonly kind: 'text' | 'date' | 'datetime-local' | 'number' }
    | { readonly kind: 'hidden' }
    | { readonly kind: 'check' }
    | { readonly kind: 'lines' }
    | { readonly kind: 'choice' | 'many'; readonly options: readonly Option[] }
  );

interface Named {
  readonly name: string;
  readonly label: string;
  /** How it is written, or what it does. */
  readonly hint?: string;
  readonly isRequired?: boolean;
  /** Attributes of its own, as they stand in a page. */
  readonly more?: string;
  /** Where nothing was given yet; of a field of many, codes between spaces. */
  readonly value?: string;
  /** Where the API says it, if not by the name: the beginning of a pointer. */
  readonly at?: string;
  /** Fields of one group stand together under it. */
  readonly group?: string;
}

export type Option = readonly [code: string, label: string];

/** Codes with their labels, after the one that says that none is meant. */
export function optionsFrom(
  codes: readonly { readonly code: string; readonly label: string }[],
  none?: string,
): Option[] {
  const options = codes.map(({ code, label }): Option => [code, label]);
  return none === undefined ? options : [['', none], ...options];
}

export type Values = Readonly<Record<string, string>>;

/** The fields of a form, by group; `wrong`: names of those of which what was given was not taken. */
export function formFields(fields: readonly Field[], values: Values, wrong: readonly string[] = []): Html[] {
  const groups = Map.groupBy(fields, ({ group }) => group);
  return [...groups].map(([group, of]) => {
    const shown = of.map((field) => formField(field, values, wrong.includes(field.name)));
    return group === undefined
      ? html`${shown}`
      : html`<fieldset class="group"><legend>${group}</legend>${shown}</fieldset>`;
  });
}

/** What stands in a form before anybody typed, under what was given. */
export function filledIn(fields: readonly Field[], given: Values): Values {
  const present = fields.flatMap(({ kind, name, value }) => {
    if (value === undefined) return [];
    return kind === 'many' ? wordsOf(value).map((code) => [`${name}.${code}`, 'on']) : [[name, value]];
  });
  return { ...Object.fromEntries(present), ...given };
}

/** The field that the API means which points there: of those under whose place that is, the most exact. */
export function fieldMeant(fields: readonly Field[], pointer: string): Field | undefined {
  const isUnder = ({ name, at }: Field) =>
    at === undefined ? pointer.split('/').includes(name) : pointer === at || pointer.startsWith(`${at}/`);
  return fields.filter(isUnder).sort((a, b) => (b.at?.length ?? 0) - (a.at?.length ?? 0))[0];
}

function formField(field: Field, values: Values, isWrong: boolean): Html {
  const { name, label, kind } = field;
  const value = values[name] ?? '';
  if (kind === 'hidden') return html`<input type="hidden" name="${name}" value="${value}">`;
  if (kind === 'check') {
    return html`<p class="check"><input type="checkbox" id="f-${name}" name="${name}"${flag('checked', value === 'on')}> <label for="f-${name}">${label}</label></p>${hintOf(field)}`;
  }
  if (kind === 'many') return many(field, field.options, values);
  const mark = field.isRequired ? html` <span class="quiet">(obligatoire)</span>` : null;
  return html`<div><label for="f-${name}">${label}${mark}</label>${hintOf(field)}${control(field, value, isWrong)}</div>`;
}

function control(field: Field, value: string, isWrong: boolean): Html {
  const { name, kind, isRequired = false, hint, more } = field;
  const described = hint === undefined ? null : html` aria-describedby="h-${name}"`;
  const said = html` id="f-${name}" name="${name}"${described}${flag('required', isRequired)}${isWrong ? html` aria-invalid="true"` : null}`;
  if (kind === 'choice') {
    const options = field.options.map(
      ([code, label]) => html`<option value="${code}"${flag('selected', code === value)}>${label}</option>`,
    );
    return html`<select${said}>${options}</select>`;
  }
  if (kind === 'lines') return html`<textarea class="short" rows="3"${said}>${value}</textarea>`;
  return html`<input type="${kind}"${said} value="${value}" autocomplete="off"${{ html: more === undefined ? '' : ` ${more}` }}>`;
}

function many(field: Field, options: readonly Option[], values: Values): Html {
  const { name, label } = field;
  return html`<fieldset class="many" id="f-${name}"><legend>${label}</legend>${hintOf(field)}${options.map(
    ([code, said]) =>
      html`<p class="check"><input type="checkbox" id="f-${name}-${code}" name="${name}.${code}"${flag('checked', values[`${name}.${code}`] === 'on')}> <label for="f-${name}-${code}">${said}</label></p>`,
  )}</fieldset>`;
}

function hintOf({ name, hint }: Field): Html | null {
  return hint === undefined ? null : html`<p class="hint" id="h-${name}">${hint}</p>`;
}

function flag(name: string, isSet: boolean): Html | null {
  return isSet ? { html: ` ${name}` } : null;
}

/** The codes that were ticked of a field of many. */
export function ticked(values: Values, name: string): string[] {
  const prefix = `${name}.`;
  return Object.keys(values)
    .filter((each) => each.startsWith(prefix) && values[each] === 'on')
    .map((each) => each.slice(prefix.length));
}

/** Words between spaces, commas and line ends. */
export function wordsOf(text = ''): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}
