import type { Path, Told } from './answers.ts';
import type { Mark, Row } from './mark.ts';
import type { Words } from './words.ts';

/** What stands beside the dossiers; where periods overlap, each has a row in which it is seen. */
function rowsOf(head: string, detail: string, marks: readonly Mark[]): readonly Row[] {
  const stacked: Mark[][] = [];
  for (const mark of marks.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const free = stacked.find((row) => isOver(row.at(-1), mark.from));
    if (free === undefined) stacked.push([mark]);
    else free.push(mark);
  }
  return stacked.map((row, index) => ({
    head,
    detail: index === 0 ? detail : 'En même temps',
    dossier: null,
    marks: row,
  }));
}

function isOver(mark: Mark | undefined, on: string): boolean {
  return mark === undefined || (mark.to !== null && mark.to < on);
}

const hours = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

export function jobRows(words: Words, { employment }: Path): readonly Row[] {
  const marks = employment.periods.map(({ from, to, nature, monthlyHours, told }): Mark => {
    const says = `${words.code('dsn-nature', nature)}, ${hours.format(monthlyHours)} h par mois`;
    return { kind: 'job', from, to, says, told: { source: told.source, standing: null } };
  });
  return rowsOf('Contrats', 'D’après la DSN', marks);
}

export function certificationRows(words: Words, { certifications, dossiers }: Path): readonly Row[] {
  const all = [...certifications, ...dossiers.flatMap((dossier) => dossier.certifications)];
  const marks = all.flatMap((told): readonly Mark[] => {
    const { registry, code } = told.value;
    const on = told.effectiveDate;
    if (on === null) return [];
    const name = words.code('certification-registry', registry);
    const says = code.startsWith(name) ? `Certification ${code}` : `Certification ${code} (${name})`;
    return [{ kind: 'certification', from: on, to: on, says, told }];
  });
  const once = new Map(marks.map((mark) => [`${mark.from} ${mark.says}`, mark]));
  return once.size === 0 ? [] : [{ head: 'Obtenues', detail: '', dossier: null, marks: [...once.values()] }];
}

interface Period {
  readonly opened: (Told & { readonly value: string }) | null;
  readonly closed: (Told & { readonly value: string }) | null;
}

export function cepRows({ cepPeriods }: Path): readonly Row[] {
  const marks = cepPeriods.flatMap((period) =>
    periodMark('cep', period, `Période de CEP, opérateur ${period.operatorSiret}`),
  );
  return rowsOf('Périodes de CEP', '', marks);
}

export function registrationRows({ registrations }: Path): readonly Row[] {
  const marks = registrations.flatMap((period) => {
    const { referentSiret } = period;
    const by = referentSiret === null ? '' : `, référent ${referentSiret}`;
    return periodMark('registration', period, `Inscription à France Travail${by}`);
  });
  return rowsOf('Inscriptions', 'À France Travail', marks);
}

function periodMark(kind: Mark['kind'], { opened, closed }: Period, says: string): readonly Mark[] {
  const from = opened?.value ?? closed?.value;
  if (from === undefined) return [];
  return [{ kind, from, to: closed?.value ?? null, says, told: opened ?? closed }];
}
