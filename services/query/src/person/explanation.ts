import {
  type AssessedDossier,
  type DecidedField,
  decidedFields,
  explain,
  type Fact,
  type FactRef,
  type FieldChoice,
  type FieldValue,
  factKey,
  factStateNames,
  factStates,
  losingReasons,
  type OwnedFacts,
  type RegimeShown,
  type Rules,
  refKey,
  type Standing,
  standings,
} from '@hub/core';
import type { Dictionary } from '@hub/platform';
import { day, factRef, instant, list, orNull, shape, text } from '../http/schema-parts.ts';
import { inFrench, ofName, type Said, wordsFor } from './explanation-words.ts';

/** Why a field of a record says what it says (`explain=true`). */
export interface Explanation {
  /** JSON Pointer into the record: `/stays/0/entry`. */
  readonly field: string;
  /** Type of the fact chosen: `entry-attested`; null for the status, which several types decide. */
  readonly type: string | null;
  readonly chosen: FactRef;
  /** Null for the status. */
  readonly standing: Standing | null;
  /** The row of authority.json; null where the step of the fact has none. */
  readonly authority: (RegimeShown & { readonly deciders: readonly string[] }) | null;
  /** The facts that lost the same field, and by which rule of precedence (rules.md, Competing facts). */
  readonly over: FieldChoice['over'];
  readonly confirmedBy: readonly FactRef[];
  /** The facts that say otherwise, each with what it says. */
  readonly contestedBy: readonly Contest[];
  /** In French. */
  readonly sentence: string;
}

interface Contest extends FactRef {
  readonly type: string;
  readonly effectiveDate: string | null;
  /** Of the same property of the same event; null: it says otherwise by its day, or by being there. */
  readonly value: string | number | boolean | null;
}

/** Every field with a fact behind it, in the order of the record; `dossiers`: those that answer as one. */
export function explainDossier(
  record: AssessedDossier,
  dossiers: readonly OwnedFacts[],
  rules: Rules,
  dictionary: Dictionary,
): readonly Explanation[] {
  const said = wordsFor(dictionary, rules);
  const choices = new Map(explain(dossiers, rules).map((choice) => [choiceKey(choice.chosen, choice.type), choice]));
  const facts = new Map(dossiers.flatMap(({ facts }) => facts).map((fact) => [factKey(fact), fact]));
  const fields = ownFields(record).map(({ field, value }) => {
    const fact = facts.get(refKey(value)) ?? null;
    const choice = choices.get(choiceKey(value, fact?.type ?? '')) ?? null;
    return explainedField(said, { field, value, fact, choice, contestedBy: contestsOf(field, value, facts) });
  });
  if (record.statusSince === null) return fields;
  const since = facts.get(refKey(record.statusSince));
  return [statusExplanation(said, record.statusSince, since), ...fields];
}

/** What says otherwise: a fact of the same event by its value, any other by its day. */
function contestsOf(field: string, value: FieldValue<unknown>, facts: ReadonlyMap<string, Fact>): readonly Contest[] {
  const chosen = facts.get(refKey(value));
  const property = chosen === undefined ? null : propertyGiven(field, value.value, chosen);
  return value.contestedBy.flatMap(({ source, eventId }) => {
    const fact = facts.get(factKey({ source, id: eventId }));
    if (fact === undefined) return [];
    const { type, effectiveDate, data } = fact;
    const other =
      property === null || type !== chosen?.type ? null : Object.entries(data).find(([name]) => name === property)?.[1];
    const isPlain = typeof other === 'string' || typeof other === 'number' || typeof other === 'boolean';
    return [{ source, eventId, type, effectiveDate, value: isPlain ? other : null }];
  });
}

/** Those of its stays and steps. */
function ownFields(record: AssessedDossier): readonly DecidedField[] {
  const { session: _, anomalies: __, expectations: ___, statusSince: ____, ...fields } = record;
  return [...decidedFields(fields)];
}

function choiceKey(chosen: FactRef, type: string): string {
  return `${type} ${refKey(chosen)}`;
}

interface DecidedBy extends DecidedField {
  readonly fact: Fact | null;
  readonly choice: FieldChoice | null;
  readonly contestedBy: readonly Contest[];
}

function explainedField(said: Said, { field, value, fact, choice, contestedBy }: DecidedBy): Explanation {
  const { source, eventId, standing, confirmedBy } = value;
  const regime = choice?.regime ?? null;
  const deciders = choice?.deciders ?? [];
  return {
    field,
    type: fact?.type ?? null,
    chosen: { source, eventId },
    standing,
    authority: regime === null ? null : { ...regime, deciders },
    over: choice?.over ?? [],
    confirmedBy,
    contestedBy,
    sentence: [
      ...authoritySentence(said, source, choice),
      ...(choice?.over ?? []).map((loser) => overSentence(said, loser)),
      ...(confirmedBy.length === 0 ? [] : [`Confirmé par ${namesOf(said, confirmedBy)}.`]),
      ...(standing === 'contested' ? [contestSentence(said, contestedBy)] : []),
    ].join(' '),
  };
}

function authoritySentence(said: Said, source: string, choice: FieldChoice | null): string[] {
  const name = said.system(source);
  if (choice === null) return [`Dit par ${name}.`];
  const { standing, regime, deciders, type } = choice;
  const where = said.where(regime);
  switch (standing) {
    case 'authoritative':
      return [`${name} fait autorité pour « ${said.event(type)} »${where}.`];
    case 'unconfirmed':
      return [
        `${deciders.map(said.system).join(', ')} ${deciders.length > 1 ? 'font' : 'fait'} autorité pour « ${said.event(type)} »${where} et ${deciders.length > 1 ? "n'ont" : "n'a"} rien dit encore : la déclaration ${ofName(name)} vaut en attendant.`,
      ];
    case 'no-authority':
      return [
        `Aucune source ne fait autorité pour « ${said.event(type)} »${where} : la déclaration ${ofName(name)} est retenue.`,
      ];
  }
}

function overSentence(said: Said, { source: system, because }: FieldChoice['over'][number]): string {
  const source = said.system(system);
  switch (because) {
    case 'authority':
      return `Ce fait l'emporte sur celui ${ofName(source)}, qui ne fait pas autorité.`;
    case 'recorded-later':
      return `Ce fait l'emporte sur celui ${ofName(source)}, que sa source a enregistré plus tôt.`;
    case 'greater-id':
      return `Ce fait l'emporte sur celui ${ofName(source)}, enregistré au même instant, par l'ordre des identifiants.`;
    case 'later-day':
      return `Ce fait l'emporte sur celui ${ofName(source)}, daté d'un jour antérieur.`;
    case 'same-day':
      return `Ce fait l'emporte sur celui ${ofName(source)}, daté du même jour, par l'ordre des sources et des identifiants.`;
    case 'entered':
      return `Cette entrée l'emporte sur l'absence à l'entrée déclarée par ${source}.`;
    case 'closed-stay':
      return `${source} atteste une entrée après la sortie sans pouvoir ouvrir une nouvelle période : elle conteste celle-ci.`;
  }
}

function namesOf(said: Said, facts: readonly FactRef[]): string {
  return [...new Set(facts.map(({ source }) => said.system(source)))].join(', ');
}

function contestSentence(said: Said, facts: readonly Contest[]): string {
  if (facts.length === 0) return 'La tentative ou la période elle-même est contestée.';
  const told = facts.map(
    ({ type, effectiveDate, source }) => `« ${said.event(type)} »${onDay(effectiveDate)} (${said.system(source)})`,
  );
  return `Contredit par ${told.join(', ')}.`;
}

function onDay(day: string | null): string {
  return day === null ? '' : ` du ${inFrench(day)}`;
}

function statusExplanation(said: Said, { source, eventId }: FactRef, fact: Fact | undefined): Explanation {
  const told = fact === undefined ? 'ce fait' : `« ${said.event(fact.type)} »${onDay(fact.effectiveDate)}`;
  return {
    field: '/status',
    type: null,
    chosen: { source, eventId },
    standing: null,
    authority: null,
    over: [],
    confirmedBy: [],
    contestedBy: [],
    sentence: `Cet état vient de ${told}, dit par ${said.system(source)} : c'est la première règle d'état qui s'applique.`,
  };
}

/** Every fact of the rows with what became of it, and the fields that it decides. */
export function factsWithUse(record: AssessedDossier, rows: readonly OwnedFacts[]): readonly object[] {
  const decided = Map.groupBy(decidedFields(record), ({ value }) => refKey(value));
  return factStates(rows).map((state) => {
    const own = state.state === 'live' ? (decided.get(factKey(state)) ?? []) : [];
    return {
      ...state,
      fields: own.map(({ field }) => field),
      confirmedBy: named(own.flatMap(({ value }) => value.confirmedBy)),
      contestedBy: named(own.flatMap(({ value }) => value.contestedBy)),
    };
  });
}

/** Which event gives each value that is shown, and which of its properties it is. */
export function givenBy(
  { session: _, ...shown }: { readonly session?: unknown },
  rows: readonly OwnedFacts[],
): readonly object[] {
  const facts = new Map(rows.flatMap((row) => row.facts).map((fact) => [factKey(fact), fact]));
  return [...decidedFields(shown)].flatMap(({ field, value }) => {
    const fact = facts.get(refKey(value));
    return fact === undefined ? [] : [{ field, type: fact.type, property: propertyGiven(field, value.value, fact) }];
  });
}

/** The property of the field's name, else another of the same text; null: the value is the day, or is made of several. */
function propertyGiven(field: string, value: unknown, { effectiveDate, data }: Fact): string | null {
  const same = Object.entries(data).flatMap(([name, said]) => (said === value ? [name] : []));
  if (same.some((name) => field.endsWith(`/${name}`))) return field.slice(field.lastIndexOf('/') + 1);
  return typeof value !== 'string' || value === effectiveDate ? null : (same[0] ?? null);
}

/** Each once. */
function named(facts: readonly FactRef[]): readonly FactRef[] {
  return [...new Map(facts.map((fact) => [refKey(fact), fact])).values()];
}

export const factStateSchema = shape(
  {
    source: text,
    id: text,
    type: text,
    effectiveDate: orNull(day),
    recordedAt: instant,
    receivedAt: instant,
    state: { enum: factStateNames },
    by: list(factRef, 'What took it away, or stands for it'),
    fields: list(text, 'JSON Pointers of the fields that it decides'),
    confirmedBy: list(factRef),
    contestedBy: list(factRef),
  },
  'FactState',
);

export const givenBySchema = shape(
  {
    field: { type: 'string', description: 'JSON Pointer into the record', examples: ['/stays/0/entry'] },
    type: { ...text, description: 'The event: `entry-attested`' },
    property: orNull({ ...text, description: 'Of that event; null: the value is its day, or is made of several' }),
  },
  'GivenBy',
);

export const explanationSchema = shape(
  {
    field: { type: 'string', description: 'JSON Pointer into the record', examples: ['/stays/0/entry'] },
    type: orNull(text),
    chosen: factRef,
    standing: { enum: [...standings, null] },
    authority: orNull(
      shape({
        row: orNull({ type: 'string', description: 'Row of the authority table' }),
        name: orNull(text),
        clock: orNull(text),
        date: orNull(day),
        deciders: list(text, 'Systems that the row names'),
      }),
    ),
    over: list(
      shape({ source: text, eventId: text, because: { enum: losingReasons } }),
      'Facts that lost the same field, and by which rule',
    ),
    confirmedBy: list(factRef),
    contestedBy: list(
      shape({
        source: text,
        eventId: text,
        type: { ...text, description: 'The event' },
        effectiveDate: orNull(day),
        value: {
          type: ['string', 'number', 'boolean', 'null'],
          description:
            'Of the same property of the same event; null: it is its day, or that it is there, that says otherwise',
        },
      }),
      'The facts that say otherwise, each with what it says',
    ),
    sentence: { type: 'string', description: 'In French' },
  },
  'Explanation',
);
