import { hasWords, searchedWords } from '../html/search-form.ts';
import type { Dictionary } from './dictionary.ts';
import type { ExpectationText, PaymentText, RuleText } from './load-rules.ts';
import { type PropertyLine, propertyLines } from './properties.ts';
import type { CodeList, DictionaryEntry } from './schema-files.ts';

/** What of the dictionary has all the words of a search. */
export interface FoundInDictionary {
  /** With those of its fields that have them; the event itself may not. */
  readonly events: readonly { readonly entry: DictionaryEntry; readonly fields: readonly PropertyLine[] }[];
  readonly codes: readonly CodeList[];
  readonly rules: FoundRules;
}

export interface FoundRules {
  readonly rules: readonly RuleText[];
  readonly expectations: readonly ExpectationText[];
  readonly payments: readonly PaymentText[];
}

export function searchDictionary(dictionary: Dictionary, search: string): FoundInDictionary {
  const words = searchedWords(search);
  const events = dictionary.entries.map((entry) => {
    const lines = propertyLines(entry, dictionary.definitions);
    const fields = lines.filter(({ path, title, description }) =>
      hasWords(`${path} ${title} ${description ?? ''}`, words),
    );
    return { entry, fields, isFound: hasWords(textOf(entry, dictionary), words) };
  });
  return {
    events: events
      .filter(({ isFound, fields }) => isFound || fields.length > 0)
      .sort((a, b) => Number(b.isFound) - Number(a.isFound)),
    codes: dictionary.codes.filter(({ name, title, values }) =>
      hasWords(`${name} ${title} ${values.map(({ code, label }) => `${code} ${label}`).join(' ')}`, words),
    ),
    rules: searchRules(dictionary, search),
  };
}

function textOf({ name, title, description, hub }: DictionaryEntry, { codes }: Dictionary): string {
  const topic = codes.find((list) => list.name === 'topic')?.values.find(({ code }) => code === hub.topic);
  return [name, title, description ?? '', topic?.label ?? '', ...(hub.words ?? [])].join(' ');
}

/** All of them where nothing is searched for. */
export function searchRules({ rules, expectations, payments }: Dictionary, search: string): FoundRules {
  const words = searchedWords(search);
  const has = (...texts: readonly string[]) => hasWords(texts.join(' '), words);
  return {
    rules: [...rules.values()].filter(({ code, sentence, remedy }) => has(code, sentence, remedy)),
    expectations: expectations.filter((each) => has(each.name, each.label, each.sentence, each.remedy, each.since)),
    payments: payments.filter(({ reason, sentence, remedy }) => has(reason, sentence, remedy)),
  };
}
