import { type Dictionary, propertyLines, systemLabel } from '@hub/platform';

export { standings, states } from '../frame/state-names.ts';

/** The French words of the dictionary: events, their properties, their codes. What it does not name is given back as it is. */
export interface Words {
  event(name: string): string;
  /** A text of a rule, in which events stand by their French words. */
  said(text: string): string;
  /** `null`: the event has no such property. */
  property(event: string, name: string): string | null;
  /** A value of this property of this event, where it is a code. */
  valueOf(event: string, property: string, value: string): string;
  /** A property whose values are words of whoever reports it, for which no code list stands. */
  isOwnWord(event: string, property: string): boolean;
  /** For what one looks, as whoever looks says it. */
  purpose(code: string): string;
  /** A rule of which nobody has anything to send. */
  isPast(rule: string): boolean;
  /** A code of this list. */
  code(list: string, value: string): string;
  /** Every code of this list with its label. */
  codes(list: string): readonly (readonly [code: string, label: string])[];
  /** A system, by its name alone. */
  source(system: string): string;
  /** What is expected: its label. */
  expected(what: string): string;
}

interface Property {
  readonly title: string;
  readonly codes: string | null;
  readonly isOwnWord: boolean;
}

export function wordsOf(dictionary: Dictionary): Words {
  const { entries, definitions, codes, expectations, rules } = dictionary;
  // The newest version of an event comes last, and stands.
  const titles = new Map(entries.map(({ name, title }) => [name, typographic(title)]));
  const properties = new Map(
    entries.flatMap((entry) =>
      propertyLines(entry, definitions).map(({ path, title, codes, schema }): [string, Property] => [
        `${entry.name} ${path}`,
        { title: typographic(title), codes, isOwnWord: codes === null && schema.format === 'partner-string' },
      ]),
    ),
  );
  const lists = new Map(
    codes.map(({ name, values }) => [name, new Map(values.map(({ code, label }) => [code, typographic(label)]))]),
  );
  const code = (list: string, value: string) => lists.get(list)?.get(value) ?? value;
  const expected = new Map(expectations.map(({ name, label }) => [name, typographic(label)]));
  return {
    said: (text) =>
      typographic(text)
        .replaceAll(/ \(([a-z]+(?:-[a-z]+)+)\)/g, (aside, name) => (titles.has(name) ? '' : aside))
        .replaceAll(/[a-z]+(?:-[a-z]+)+/g, (name) => (titles.has(name) ? `« ${titles.get(name)} »` : name)),
    event: (name) => titles.get(name) ?? name,
    property: (event, name) => properties.get(`${event} ${name}`)?.title ?? null,
    valueOf: (event, property, value) => code(properties.get(`${event} ${property}`)?.codes ?? '', value),
    isOwnWord: (event, property) => properties.get(`${event} ${property}`)?.isOwnWord === true,
    purpose: (of) => ownPurposes[of] ?? code('purpose', of),
    isPast: (rule) => rules.get(rule)?.isPast === true,
    code,
    codes: (list) => [...(lists.get(list) ?? [])],
    source: (system) => systemLabel(dictionary, system),
    expected: (what) => expected.get(what) ?? what,
  };
}

/** As these pages write it: `l’entrée`. */
export function typographic(text: string): string {
  return text.replaceAll("'", '’');
}

type Names = Readonly<Record<string, string>>;

/** The dictionary speaks of a reader, a page to one. */
const ownPurposes: Names = {
  'funding-follow-up': 'Suivi de ce que mon organisme finance',
  'training-follow-up': 'Suivi du parcours de mes stagiaires',
};

export const severities: Names = { info: 'Information', warning: 'Alerte', error: 'Erreur' };

export const rectificationAnswers: Names = { corrected: 'Corrigé', declined: 'Refusé', withdrawn: 'Retiré' };

export const decisions: Names = {
  allowed: 'Montré',
  unknown: 'Rien à montrer',
  refused: 'Refusé',
  stopped: 'Limite de la convention atteinte',
};
