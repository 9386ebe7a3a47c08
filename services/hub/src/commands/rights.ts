import { relationNames } from '@hub/core';
import { codesOfList, organisationKinds, type RightsFile, readRights } from '@hub/platform';
import { Option } from 'commander';
import { printResult, type Register, table } from '../terminal/command-line.ts';

interface ExplainOptions {
  relation?: string;
  purpose?: string;
  kind?: string;
  json?: boolean;
}

/** Needs no hub: rights are data of the release (schemas/rights.json). */
export const registerRights: Register = (program, context) => {
  const rights = program.command('rights').description('What organisations may read, and by which relation.');
  rights
    .command('explain')
    .description('What each relation opens, by purpose and kind of organisation, for how long, and by which text.')
    .addOption(new Option('--relation <name>', 'one relation only').choices(relationNames))
    .addOption(new Option('--purpose <code>', 'one purpose only').choices(codesOfList('purpose')))
    .addOption(new Option('--kind <kind>', 'one kind of organisation only').choices(organisationKinds))
    .option('--json', 'one JSON document')
    .action((options: ExplainOptions) => {
      const shown = explained(readRights(), options);
      printResult(context, options.json ?? false, shown, () => readable(shown));
    });
};

/** The rows asked for, the relations that they name, and for how long these last. */
function explained(file: RightsFile, { relation, purpose, kind }: ExplainOptions): Explained {
  const rows = file.rows.filter(
    (row) =>
      (relation === undefined || row.relation === relation) &&
      (purpose === undefined || row.purposes.includes(purpose)) &&
      (kind === undefined || row.kinds.includes(kind)),
  );
  const named = relationNames.filter((name) => rows.some((row) => row.relation === name));
  return {
    relations: named.map((name) => ({ name, ...file.relations[name] })),
    rows,
    categories: file.categories,
    months: file.months,
    namings: file.namings.filter((naming) => kind === undefined || naming.kind === kind),
    statistics: file.statistics.filter(
      ({ kinds }) =>
        relation === undefined &&
        (purpose ?? 'statistics') === 'statistics' &&
        (kind === undefined || kinds.includes(kind)),
    ),
  };
}

interface Explained extends Pick<RightsFile, 'rows' | 'categories' | 'months' | 'namings' | 'statistics'> {
  readonly relations: readonly ({ readonly name: string } & RightsFile['relations'][keyof RightsFile['relations']])[];
}

const described = { all: 'tous les faits', states: 'états et jours', own: 'ses seuls faits' } as const;

function readable({ relations, rows, categories, months, namings, statistics }: Explained): string[] {
  if (rows.length + statistics.length === 0) return ['Aucun droit : répondu comme inconnu.'];
  const ofRelation = relations.flatMap(({ name, title, sentence, source }) => [
    '',
    `${title} (${name})`,
    `  ${sentence} [${source}]`,
    ...rows
      .filter((row) => row.relation === name)
      .flatMap((row) => [
        `  ${row.id} : ${row.purposes.join(', ')} · ${row.kinds.join(', ')} [${row.source}]`,
        `    décrit par ${described[row.described]} : ${row.categories.map((code) => wordsOf(code, row, categories)).join(' ; ')}`,
      ]),
  ]);
  return [
    ...ofRelation.slice(1),
    '',
    `Durées : financeur ${months.afterExit} mois après la sortie, au plus ${months.afterOthers} mois après le dernier fait d'une autre organisation ; inscription : la même durée, si une période d'inscription court entre le premier fait et ${months.registered} mois après la sortie ; CEP ${months.accompanied} mois après le dernier fait ; rémunération ${months.paying} mois [${months.source}]`,
    ...statistics.map(
      ({ kinds, territories, source }) =>
        `Chiffres de pilotage : ${kinds.join(', ')}, ${territories === 'all' ? 'tous les territoires' : 'ceux de la convention'} [${source}]`,
    ),
    ...(namings.length === 0 ? [] : ['', 'Qui est nommé par un financement :']),
    ...table(
      namings.map(({ kind, fundings, financerCodes, sole }) => [
        kind,
        fundings.join(' '),
        `LHEO ${financerCodes.join(' ')}`,
        holders[sole],
      ]),
    ),
  ];
}

const holders = {
  territory: 'un par territoire',
  country: 'un pour le pays',
  none: 'plusieurs : ne nomme personne',
} as const;

const scopes = { own: 'les siens', dossier: 'ceux du dossier', all: 'tous' } as const;

function wordsOf(
  code: RightsFile['rows'][number]['categories'][number],
  { blocks }: RightsFile['rows'][number],
  categories: RightsFile['categories'],
): string {
  const isSealed = code === 'identity' || code === 'contact' || code === 'situation' || code === 'reasons';
  if (!isSealed) return categories[code];
  const scope = blocks[code] ?? 'own';
  return `${categories[code]} (${typeof scope === 'string' ? scopes[scope] : `les siens, ${scope.join(', ')}`})`;
}
