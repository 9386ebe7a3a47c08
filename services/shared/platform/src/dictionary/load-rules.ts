import type {
  AnomalyCode,
  AnomalyRule,
  AuthorityTable,
  ContractClass,
  ExpectationName,
  ExpectationRule,
  PaymentBlockageName,
  Rules,
} from '@hub/core';
import { readCodeList, readSchemaFile, type SchemaPlaces } from './schema-files.ts';

/** What a rule code means to a person of the field, and what to do about it. */
export interface RuleText {
  readonly code: string;
  /** `refusal`: the door names it in a problem; `anomaly`: a record names it. */
  readonly kind: 'refusal' | 'anomaly';
  /** French. */
  readonly sentence: string;
  /** French. */
  readonly remedy: string;
  /** English, to be read after the field's name; refusals only. */
  readonly detail?: string;
  /** English: what to do; refusals only. */
  readonly advice?: string;
  /** Anomalies only. */
  readonly severity?: string;
  /** Anomalies only: in the record, or worked out when someone reads. */
  readonly at?: 'stored' | 'assessed';
  readonly threshold?: number;
  readonly unit?: string;
  /** Anomalies only: it tells of what is past, and nobody has anything to send. */
  readonly isPast?: true;
  readonly source?: string;
}

/** What is awaited of a partner after a fact. */
export interface ExpectationText {
  readonly name: string;
  readonly days: number;
  readonly label: string;
  /** French. */
  readonly sentence: string;
  /** French. */
  readonly remedy: string;
  readonly since: string;
  readonly due: string;
  readonly source?: string;
}

/** What keeps a trainee from being paid. */
export interface PaymentText {
  readonly reason: PaymentBlockageName;
  /** French. */
  readonly sentence: string;
  /** French. */
  readonly remedy: string;
  readonly source?: string;
}

type RulesFile = Omit<Rules, 'authority' | 'contractClasses' | 'anomalies' | 'expectations'> & {
  readonly anomalies: Readonly<Record<AnomalyCode, AnomalyRule & Omit<RuleText, 'code' | 'kind'>>>;
  readonly expectations: Readonly<Record<ExpectationName, ExpectationRule & Omit<ExpectationText, 'name'>>>;
  readonly payments: Readonly<Record<PaymentBlockageName, Omit<PaymentText, 'reason'>>>;
  readonly refusals: Readonly<Record<string, { sentence: string; remedy: string; detail: string; advice: string }>>;
};

function readRulesFile(places?: SchemaPlaces): RulesFile {
  return readSchemaFile('rules.json', places) as unknown as RulesFile;
}

/** What the core decides by: `authority.json`, the thresholds of `rules.json`, the classes of contract; no labels. */
export function loadRules(places?: SchemaPlaces): Rules {
  const file = readRulesFile(places);
  const { dayCount, interruptionDaysMax, employmentMonths, birthDatesOfSeveral, factsMax } = file;
  const { anomalies, expectations } = file;
  return {
    authority: authorityTable(places),
    anomalies: mapValues(anomalies, ({ severity, threshold, exceptFunding, echoes }) => ({
      severity,
      ...(threshold === undefined ? {} : { threshold }),
      ...(exceptFunding === undefined ? {} : { exceptFunding }),
      ...(echoes === undefined ? {} : { echoes }),
    })),
    expectations: mapValues(expectations, ({ days }) => ({ days })),
    dayCount,
    interruptionDaysMax,
    employmentMonths,
    contractClasses: contractClasses(places),
    birthDatesOfSeveral,
    factsMax,
  };
}

function authorityTable(places?: SchemaPlaces): AuthorityTable {
  const { territories, rows } = readSchemaFile('authority.json', places) as unknown as AuthorityTable;
  return {
    territories,
    rows: rows.map(({ id, step, territory, funding, exceptFunding, validator, regimes }) => ({
      id,
      step,
      ...(territory === undefined ? {} : { territory }),
      ...(funding === undefined ? {} : { funding }),
      ...(exceptFunding === undefined ? {} : { exceptFunding }),
      ...(validator === undefined ? {} : { validator }),
      regimes,
    })),
  };
}

function contractClasses(places?: SchemaPlaces): Record<ContractClass, string[]> {
  const natures = readCodeList('dsn-nature', places);
  const codesOf = (name: ContractClass) =>
    natures.values.filter((value) => value.class === name).map(({ code }) => code);
  return { cdi: codesOf('cdi'), cdd: codesOf('cdd'), interim: codesOf('interim') };
}

/** Every rule code that a problem or an anomaly can name. */
export function readRuleTexts(): ReadonlyMap<string, RuleText> {
  const { refusals, anomalies } = readRulesFile();
  const texts = [
    ...Object.entries(refusals).map(([code, text]): RuleText => ({ code, kind: 'refusal', ...text })),
    ...Object.entries(anomalies).map(([code, text]): RuleText => ({ code, kind: 'anomaly', ...text })),
  ];
  return new Map(texts.map((text) => [text.code, text]));
}

/** What is known of a row of authority beside what it says. */
export interface AuthorityRowText {
  readonly id: string;
  /** French: where it is from. */
  readonly source: string;
  /** French. */
  readonly note?: string;
  /** Our reading, not a source's. */
  readonly inferred: boolean;
}

/** Of the released rows, by id, how the table is read, and the labels of its steps (French). */
export function readAuthorityTexts() {
  const { description, steps, rows } = readSchemaFile('authority.json') as unknown as {
    readonly description: string;
    readonly steps: Readonly<Record<string, string>>;
    readonly rows: readonly AuthorityRowText[];
  };
  return { description, steps, rows: new Map(rows.map((row) => [row.id, row])) };
}

export function readExpectationTexts(): ExpectationText[] {
  return Object.entries(readRulesFile().expectations).map(([name, text]) => ({ name, ...text }));
}

export function readPaymentTexts(): PaymentText[] {
  const texts = Object.entries(readRulesFile().payments) as [PaymentBlockageName, Omit<PaymentText, 'reason'>][];
  return texts.map(([reason, text]) => ({ reason, ...text }));
}

function mapValues<Key extends string, From, To>(record: Readonly<Record<Key, From>>, change: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value as From)])) as Record<
    Key,
    To
  >;
}
