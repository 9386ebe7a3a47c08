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
import { day, factRef, instant, list, orNull, shape, text } from '../http/schema-parts.ts';

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
  /** In French. */
  readonly sentence: string;
}

/** Every field with a fact behind it, in the order of the record; `dossiers`: those that answer as one. */
export function explainDossier(
  record: AssessedDossier,
  dossiers: readonly OwnedFacts[],
  rules: Rules,
): readonly Explanation[] {
  const choices = new Map(explain(dossiers, rules).map((choice) => [choiceKey(choice.chosen, choice.type), choice]));
  const types = new Map(dossiers.flatMap(({ facts }) => facts).map((fact) => [factKey(fact), fact.type]));
  const fields = ownFields(record).map(({ field, value }) => {
    const type = types.get(refKey(value)) ?? null;
    return explainedField(field, value, type, choices.get(choiceKey(value, type ?? '')) ?? null);
  });
  if (record.statusSince === null) return fields;
  return [statusExplanation(record.status, record.statusSince), ...fields];
}

/** Those of its stays and steps. */
function ownFields(record: AssessedDossier): readonly DecidedField[] {
  const { session: _, anomalies: __, expectations: ___, statusSince: ____, ...fields } = record;
  return [...decidedFields(fields)];
}

function choiceKey(chosen: FactRef, type: string): string {
  return `${type} ${refKey(chosen)}`;
}

function explainedField(
  field: string,
  value: FieldValue<unknown>,
  type: string | null,
  choice: FieldChoice | null,
): Explanation {
  const { source, eventId, standing, confirmedBy } = value;
  const regime = choice?.regime ?? null;
  const deciders = choice?.deciders ?? [];
  return {
    field,
    type,
    chosen: { source, eventId },
    standing,
    authority: regime === null ? null : { ...regime, deciders },
    over: choice?.over ?? [],
    confirmedBy,
    sentence: [
      ...authoritySentence(source, choice),
      ...(choice?.over ?? []).map((loser) => overSentence(loser)),
      ...(confirmedBy.length === 0 ? [] : [`Confirmé par ${namesOf(confirmedBy)}.`]),
      ...(standing === 'contested' ? ['La tentative ou la période elle-même est contestée.'] : []),
    ].join(' '),
  };
}

function authoritySentence(source: string, choice: FieldChoice | null): string[] {
  if (choice === null) return [`Dit par ${source}.`];
  const { standing, regime, deciders } = choice;
  const named = regime?.name === null || regime?.name === undefined ? '' : `, régime ${regime.name}`;
  const row = regime?.row === null || regime?.row === undefined ? '' : ` (ligne ${regime.row}${named})`;
  switch (standing) {
    case 'authoritative':
      return [`${source} fait autorité${row}.`];
    case 'unconfirmed':
      return [
        `${deciders.join(', ')} fait autorité${row} et n'a rien dit encore : la déclaration de ${source} vaut en attendant.`,
      ];
    case 'no-authority':
      return [`Aucune source ne fait autorité${row} : la déclaration de ${source} est retenue.`];
  }
}

function overSentence({ source, because }: FieldChoice['over'][number]): string {
  switch (because) {
    case 'authority':
      return `Ce fait l'emporte sur celui de ${source}, qui ne fait pas autorité.`;
    case 'recorded-later':
      return `Ce fait l'emporte sur celui de ${source}, que sa source a enregistré plus tôt.`;
    case 'greater-id':
      return `Ce fait l'emporte sur celui de ${source}, enregistré au même instant, par l'ordre des identifiants.`;
    case 'later-day':
      return `Ce fait l'emporte sur celui de ${source}, daté d'un jour antérieur.`;
    case 'same-day':
      return `Ce fait l'emporte sur celui de ${source}, daté du même jour, par l'ordre des sources et des identifiants.`;
    case 'entered':
      return `Cette entrée l'emporte sur l'absence à l'entrée déclarée par ${source}.`;
    case 'closed-stay':
      return `${source} atteste une entrée après la sortie sans pouvoir ouvrir une nouvelle période : elle conteste celle-ci.`;
  }
}

function namesOf(facts: readonly FactRef[]): string {
  return [...new Set(facts.map(({ source }) => source))].join(', ');
}

function statusExplanation(status: string, { source, eventId }: FactRef): Explanation {
  return {
    field: '/status',
    type: null,
    chosen: { source, eventId },
    standing: null,
    authority: null,
    over: [],
    confirmedBy: [],
    sentence: `Le statut « ${status} » vient de ce fait de ${source} : c'est la première règle de statut qui s'applique.`,
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
    sentence: { type: 'string', description: 'In French' },
  },
  'Explanation',
);
