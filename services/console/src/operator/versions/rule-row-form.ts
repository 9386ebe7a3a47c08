import { type Field, optionsFrom, ticked, type Values, wordsOf } from '../../frame/form-fields.ts';
import { word } from '../operator-words.ts';
import { clockWords } from './authority-words.ts';
import type { AuthorityRow, Edit, Regime, Rules } from './rules.ts';

const regimesMax = 10;
const timesShown = 2;
/** Where the API says what is wrong with the row of an edit that stands alone. */
const at = '/edits/0/row';

/** A whole row of authority: as it is, with room for one regime more; `present` null: a new one. */
export function rowFields({ choices }: Rules, present: AuthorityRow | null, sent: Values): readonly Field[] {
  const blocks = Math.max((present?.regimes.length ?? 0) + 1, ...blocksIn(sent).map((block) => block + 1));
  const id: Field = {
    ...{ kind: 'text', name: 'id', label: 'Nom de la ligne', isRequired: true, at: '/edits/0/id' },
    hint: 'Lettres sans accent, chiffres et tirets : cvl-exit-kairos.',
  };
  return [
    ...(present === null ? [id] : []),
    {
      ...{ kind: 'choice', name: 'step', label: 'Étape', isRequired: true, at, value: present?.step ?? '' },
      hint: 'Deux lignes ne disent pas qui décide d’une même étape pour le même territoire, le même financement et le même valideur.',
      options: optionsFrom(choices.steps, 'Choisir'),
    },
    {
      ...{ kind: 'choice', name: 'territory', label: 'Territoire', at: `${at}/territory` },
      ...{ options: optionsFrom(choices.territories, 'Tous'), value: present?.territory ?? '' },
    },
    {
      ...{ kind: 'many', name: 'funding', label: 'Financements', hint: 'Aucun : tous.', at: `${at}/funding` },
      ...{ options: optionsFrom(choices.fundings), value: (present?.funding ?? []).join(' ') },
    },
    {
      ...{ kind: 'many', name: 'exceptFunding', label: 'Sauf ces financements', at: `${at}/exceptFunding` },
      ...{ options: optionsFrom(choices.fundings), value: (present?.exceptFunding ?? []).join(' ') },
    },
    {
      ...{ kind: 'choice', name: 'validator', label: 'Validé par', at: `${at}/validator` },
      ...{ options: optionsFrom(choices.validators, 'Qui que ce soit'), value: present?.validator ?? '' },
    },
    ...Array.from({ length: Math.min(regimesMax, blocks) }, (_, block) =>
      regimeFields(choices, block, { present: present?.regimes[block], sent }),
    ).flat(),
  ];
}

/** Sources are typed by their codes. */
export function sourcesKnown({ sources }: Rules['choices']): string {
  return sources.map(({ code, label }) => `${code} (${label})`).join(', ');
}

interface Filled {
  readonly present: Regime | undefined;
  readonly sent: Values;
}

function regimeFields(choices: Rules['choices'], block: number, { present, sent }: Filled): readonly Field[] {
  const place = blocksIn(sent).indexOf(block);
  const group = `Régime ${block + 1}${present === undefined ? ' (vide : il n’y en a pas)' : ''}`;
  const there = place < 0 ? `${at}/regimes` : `${at}/regimes/${place}`;
  const times = Math.max(timesShown, present?.when.length ?? 0);
  const known = sourcesKnown(choices);
  return [
    {
      ...{ kind: 'text', name: `regime${block}-name`, label: 'Son nom', group, value: present?.name ?? '' },
      ...{ hint: 'Par exemple : permanent.', at: block === 0 ? `${at}/regimes` : there },
    },
    {
      ...{ kind: 'lines', name: `regime${block}-sources`, label: 'Qui décide', group, at: `${there}/sources` },
      hint: `Dans l’ordre, une source par ligne ; personne : laissez vide.${block === 0 ? ` Sources : ${known}.` : ''}`,
      value: (present?.sources ?? []).join('\n'),
    },
    ...Array.from({ length: times }, (_, time) =>
      timeFields(choices, `regime${block}-when${time}`, {
        ...{ group, at: `${there}/when/${timesIn(sent, block).indexOf(time)}` },
        present: present?.when[time],
      }),
    ).flat(),
  ];
}

interface Time {
  readonly group: string;
  readonly at: string;
  readonly present: Regime['when'][number] | undefined;
}

function timeFields(choices: Rules['choices'], name: string, { group, at, present }: Time): readonly Field[] {
  const clocks = choices.clocks.map((clock) => ({ code: clock, label: word(clockWords, clock) }));
  return [
    {
      ...{ kind: 'choice', name: `${name}-clock`, label: 'Seulement selon la date de', group, at: `${at}/clock` },
      ...{ options: optionsFrom(clocks, 'Toujours'), value: present?.clock ?? '' },
    },
    { kind: 'date', name: `${name}-from`, label: 'à partir du', group, at: `${at}/from`, value: present?.from ?? '' },
    { kind: 'date', name: `${name}-to`, label: 'jusque avant le', group, at: `${at}/to`, value: present?.to ?? '' },
  ];
}

/** Which of the regimes of the form say something, in order. */
function blocksIn(sent: Values): readonly number[] {
  return numbersIn(sent, /^regime(\d+)-/);
}

function timesIn(sent: Values, block: number): readonly number[] {
  return numbersIn(sent, new RegExp(`^regime${block}-when(\\d+)-`));
}

function numbersIn(sent: Values, name: RegExp): readonly number[] {
  const numbers = Object.keys(sent).flatMap((each) => (sent[each] === '' ? [] : (name.exec(each)?.[1] ?? [])));
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

/** The row that was written; what was left empty is not in it. */
export function rowEdit(id: string, sent: Values): Edit {
  const { step, territory, validator } = sent;
  const [funding, exceptFunding] = [ticked(sent, 'funding'), ticked(sent, 'exceptFunding')];
  const row = {
    step,
    ...(territory && { territory }),
    ...(funding.length > 0 && { funding }),
    ...(exceptFunding.length > 0 && { exceptFunding }),
    ...(validator && { validator }),
    regimes: blocksIn(sent).map((block) => regimeIn(block, sent)),
  };
  return { kind: 'row', id, row };
}

function regimeIn(block: number, sent: Values): object {
  const when = timesIn(sent, block).map((time) => {
    const said = (field: string) => sent[`regime${block}-when${time}-${field}`];
    const [from, to] = [said('from'), said('to')];
    return { clock: said('clock'), ...(from && { from }), ...(to && { to }) };
  });
  const [name = '', sources] = [sent[`regime${block}-name`], sent[`regime${block}-sources`]];
  return { name: name.trim(), ...(when.length > 0 && { when }), sources: wordsOf(sources) };
}
