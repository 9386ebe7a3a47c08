import type { AuthorityInterval, AuthorityRow, RegimeShown, Rules } from '@hub/core';
import { type Dictionary, systemLabel } from '@hub/platform';

/** What the dictionary calls what an explanation names. */
export interface Said {
  event(name: string): string;
  system(code: string): string;
  /** Of which trainings a row of the authority table speaks, and since or until when; its id stands behind, for whoever looks it up. */
  where(regime: RegimeShown | null): string;
}

export function wordsFor(dictionary: Dictionary, { authority }: Rules): Said {
  const { titles, label } = namesOf(dictionary);
  return {
    event: (name) => titles.get(name) ?? name,
    system: (code) => systemLabel(dictionary, code),
    where(regime) {
      const row = authority.rows.find(({ id }) => id === regime?.row);
      if (row === undefined) return '';
      const when = row.regimes.find(({ name }) => name === regime?.name)?.when ?? [];
      const said = [...trainingsOf(row, label), ...when.map(periodSaid)].join(', ');
      return ` (${said === '' ? '' : `${said} ; `}ligne ${row.id})`;
    },
  };
}

interface Names {
  readonly titles: ReadonlyMap<string, string>;
  readonly label: (list: string, code: string) => string;
}

const namesKnown = new WeakMap<Dictionary, Names>();

/** Made once for a dictionary, and not for each dossier that is explained. */
function namesOf(dictionary: Dictionary): Names {
  const known = namesKnown.get(dictionary);
  if (known !== undefined) return known;
  const { entries, codes } = dictionary;
  const labels = new Map(
    codes.map(({ name, values }) => [name, new Map(values.map(({ code, label }) => [code, label]))]),
  );
  const names = {
    titles: new Map(entries.map(({ name, title }) => [name, title])),
    label: (list: string, code: string) => labels.get(list)?.get(code) ?? code,
  };
  namesKnown.set(dictionary, names);
  return names;
}

function trainingsOf(
  { territory, funding, exceptFunding }: AuthorityRow,
  label: (list: string, code: string) => string,
): string[] {
  const named = (fundings: readonly string[]) => fundings.map((code) => label('funding', code)).join(', ');
  return [
    ...(territory === undefined ? [] : [label('territory', territory)]),
    ...(funding === undefined ? [] : [named(funding)]),
    ...(exceptFunding === undefined ? [] : [`tout financement sauf ${named(exceptFunding)}`]),
  ];
}

const clocks = {
  candidature: 'candidature',
  effective: 'fait daté',
  recorded: 'enregistrement par la source',
} as const;

function periodSaid({ clock, from, to }: AuthorityInterval): string {
  const since = from === undefined ? '' : ` à partir du ${inFrench(from)}`;
  const until = to === undefined ? '' : ` avant le ${inFrench(to)}`;
  return `${clocks[clock]}${since}${until}`;
}

/** `2026-04-01` → `01/04/2026` */
export function inFrench(day: string): string {
  return day.split('-').reverse().join('/');
}

/** `de Kairos`, `d'EOS` */
export function ofName(name: string): string {
  return /^[aeiouyé]/i.test(name) ? `d'${name}` : `de ${name}`;
}
