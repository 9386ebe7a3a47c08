import type { AuthorityRow, Rules } from '@hub/core';
import {
  type ActiveVersion,
  count,
  dayCounts,
  orNull,
  type RuleChange,
  readAuthorityTexts,
  readCodeList,
  readExpectationTexts,
  readRuleTexts,
  ruleSettings,
  shape,
  text,
} from '@hub/platform';
import { clocks, steps } from './rule-edit-schema.ts';

const list = (items: object) => ({ type: 'array', items });
const code = shape({ code: text, label: text });

const row = shape({
  id: text,
  step: text,
  territory: orNull(text),
  funding: orNull(list(text)),
  exceptFunding: orNull(list(text)),
  validator: orNull(text),
  regimes: list(
    shape({
      name: text,
      when: list(shape({ clock: { enum: clocks }, 'from?': text, 'to?': text })),
      sources: list(text),
    }),
  ),
  source: orNull(text),
  note: orNull(text),
  inferred: orNull({ type: 'boolean', description: 'Our reading, not a source; null: of a row that no release has' }),
});

export const rulesSchema = shape(
  {
    version: text,
    rulesHash: text,
    trial: orNull({ ...text, description: 'The job that tried them; null: they are those of a release' }),
    deadlines: list(
      shape({ name: text, days: count, label: text, sentence: text, since: text, due: text, source: orNull(text) }),
    ),
    thresholds: list(
      shape({
        ...{ code: text, threshold: { type: 'number' }, unit: text, severity: text },
        ...{ sentence: text, source: orNull(text) },
      }),
    ),
    settings: list(
      shape({
        ...{ name: { enum: ruleSettings }, value: { type: ['integer', 'string'] }, label: text },
        choices: orNull({ ...list(code), description: 'The values that it may have; null: any number' }),
      }),
    ),
    authority: shape({ description: text, rows: list(row) }),
    choices: shape({
      ...{ steps: list(code), territories: list(code), fundings: list(code), sources: list(code) },
      ...{ validators: list(code), clocks: list(text) },
    }),
  },
  'RulesOfTheField',
);

/** The rules that readers are given, with what is known of each in French. */
export function shownRules({ version, rulesHash, trial }: ActiveVersion, rules: Rules): object {
  return {
    ...{ version, rulesHash, trial },
    deadlines: deadlinesOf(rules),
    thresholds: thresholdsOf(rules),
    settings: ruleSettings.map((name) => ({
      ...{ name, value: rules[name], label: settingLabels[name] },
      choices: name === 'dayCount' ? dayCountChoices : null,
    })),
    authority: authorityOf(rules),
    choices: {
      ...{ steps: stepChoices(), clocks, territories: codesOf('territory'), fundings: codesOf('funding') },
      ...{ sources: codesOf('system'), validators: codesOf('validator') },
    },
  };
}

const settingLabels: Readonly<Record<(typeof ruleSettings)[number], string>> = {
  interruptionDaysMax: 'Jours d’interruption au-delà desquels la formation est interrompue (Code du travail, L6121-5)',
  employmentMonths: 'Mois après la dernière sortie pendant lesquels l’emploi est employé',
  dayCount: 'Décompte des jours d’une échéance',
};

const dayCountLabels: Readonly<Record<(typeof dayCounts)[number], string>> = {
  calendar: 'jours calendaires',
  working: 'jours ouvrés',
};

const dayCountChoices = dayCounts.map((code) => ({ code, label: dayCountLabels[code] }));

function stepChoices(): readonly object[] {
  const { steps: labels } = readAuthorityTexts();
  return steps.map((code) => ({ code, label: labels[code] ?? code }));
}

/** What a rule is called in French; a row of authority by its id alone. */
export function ruleLabel({ kind, name }: Pick<RuleChange, 'kind' | 'name'>): string {
  switch (kind) {
    case 'deadline':
      return readExpectationTexts().find((each) => each.name === name)?.label ?? name;
    case 'threshold':
      return readRuleTexts().get(name)?.sentence ?? name;
    case 'setting':
      return settingLabels[name as keyof typeof settingLabels];
    case 'row':
      return name;
  }
}

function deadlinesOf({ expectations }: Rules): readonly object[] {
  return readExpectationTexts().map(({ name, label, sentence, since, due, source = null }) => {
    const days = expectations[name as keyof typeof expectations]?.days ?? 0;
    return { name, days, label, sentence, since, due, source };
  });
}

function thresholdsOf({ anomalies }: Rules): readonly object[] {
  return [...readRuleTexts().values()].flatMap(({ code, kind, unit = '', sentence, source = null }) => {
    const anomaly = anomalies[code as keyof typeof anomalies];
    if (kind !== 'anomaly' || anomaly?.threshold === undefined) return [];
    return [{ code, threshold: anomaly.threshold, unit, severity: anomaly.severity, sentence, source }];
  });
}

function authorityOf({ authority }: Rules): object {
  const { description, rows: known } = readAuthorityTexts();
  const shown = (each: AuthorityRow) => {
    const { territory = null, funding = null, exceptFunding = null, validator = null } = each;
    const { source = null, note = null, inferred = null } = known.get(each.id) ?? {};
    const regimes = each.regimes.map(({ name, when = [], sources }) => ({ name, when, sources }));
    const { id, step } = each;
    return { id, step, territory, funding, exceptFunding, validator, regimes, source, note, inferred };
  };
  return { description, rows: authority.rows.map(shown) };
}

function codesOf(name: string): readonly object[] {
  return readCodeList(name).values.map(({ code, label }) => ({ code, label }));
}
