import { type Html, html } from '@hub/platform';
import { type Field, formFields, optionsFrom } from '../frame/form-fields.ts';
import { monthName } from '../frame/month-names.ts';
import { allOfKey, keyName } from './figure-words.ts';
import type { Choice, MeasureView } from './measure-view.ts';
import { monthsBetween, monthsFrom } from './told-months.ts';

const monthsMax = 60;

/** By what, of whom and when figures are shown: a form that works without a script. */
export function filters({
  catalogue,
  week,
  from,
  to,
  crossing,
  crossings,
  territory,
  territories,
  only,
  choices,
  isCompared,
  table,
}: MeasureView): Html {
  const isMany = table.series.length > 1;
  const newest = [to, ...catalogue.weeks.flatMap(({ closed }) => closed.map(({ month }) => month))].sort().at(-1) ?? to;
  const first = [from, monthsFrom(newest, 1 - monthsMax)].sort()[0] ?? from;
  const months = monthsBetween(first, newest)
    .map((code) => ({ code, label: monthName(code) }))
    .reverse();
  const key = crossing.keys.at(-1);
  const weeks = catalogue.weeks.map((each) => ({ code: each.week, label: `semaine ${each.week}` }));
  return html`<form class="filters" method="get" aria-label="Ce qui est montré"><div class="two">
${select(
  'par',
  'Croisement',
  crossings.map(({ name, label }) => ({ code: name, label })),
  crossing.name,
)}
${territories.length === 0 ? null : select('territoire', keyName('territory'), territories, territory)}
${key === undefined ? null : select('serie', 'Montrer', [{ code: '', label: allOfKey(key) }, ...choices], only)}
${select('du', 'Du mois', months, from)}
${select('au', 'Au mois', months, to)}
${weeks.length < 2 ? null : select('semaine', 'Tels qu’établis', weeks, week)}
</div>${isMany ? oneLineOnly(isCompared) : comparing(isCompared)}
<div class="row"><button class="main">Afficher</button></div></form>
`;
}

/** Of many lines no year before is shown, and none is offered. */
function oneLineOnly(isCompared: boolean): Html {
  return isCompared
    ? html`<p class="note">Pas de comparaison ici : elle porte sur une seule ligne ; choisissez-en une dans « Montrer ».</p>`
    : html`<p class="hint">Pour comparer à l’année précédente, choisissez une seule ligne dans « Montrer ».</p>`;
}

function comparing(isCompared: boolean): Html {
  return html`<p class="check"><input type="checkbox" id="comparer" name="comparer" value="1"${isCompared ? html` checked` : null}> <label for="comparer">Comparer à l’année précédente</label></p>`;
}

export function select(name: string, label: string, choices: readonly Choice[], chosen: string | null): Html {
  const field: Field = { kind: 'choice', name, label, options: optionsFrom(choices) };
  return html`${formFields([field], { [name]: chosen ?? '' })}`;
}
