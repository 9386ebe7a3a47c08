import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Figure, type Row, summarise } from './figures.ts';
import { describeMachine, thisMachine } from './machine.ts';
import { plotOf, tableOf } from './present.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

const common = {
  runs: { type: 'string', default: '3' },
  'warm-up': { type: 'string', default: '1' },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
} satisfies Options;

const commonHelp = `
  --runs N      runs that count (3): the table gives their median, least and most
  --warm-up N   runs before them that do not (1)
  --out DIR     writes NAME.json, NAME.md and NAME.svg there`;

interface BenchOptions<Own extends Options> {
  readonly name: string;
  /** What is measured, on what, beside what: the first line of the help. */
  readonly says: string;
  readonly options?: Own;
}

/** Parses the command line of a bench; `--help` prints it and ends. */
export function openBench<const Own extends Options>({ name, says, options }: BenchOptions<Own>) {
  const all = { ...common, ...options } as typeof common & Own;
  const { values, positionals } = parseArgs({ options: all, allowPositionals: true });
  const given = values as unknown as { runs: string; 'warm-up': string; out?: string; help: boolean };
  const own = Object.keys(options ?? {}).map((each) => `  --${each}`);
  if (given.help) {
    console.log([`npm run bench -- ${name} [options]`, '', says, '', ...own].join('\n') + commonHelp);
    process.exit(0);
  }
  const counts = { runs: wholeNumber('runs', given.runs, 1), warmUp: wholeNumber('warm-up', given['warm-up'], 0) };
  /** Runs `once` as often as asked, one after the other, and presents what all runs gave. */
  const measure = async (once: (run: string) => Promise<readonly Figure[]>): Promise<readonly Row[]> => {
    console.log(`${describeMachine(thisMachine())}\nnpm run bench -- ${name} ${process.argv.slice(2).join(' ')}`);
    const runs: (readonly Figure[])[] = [];
    for (let run = 1 - counts.warmUp; run <= counts.runs; run++) {
      const startedAt = performance.now();
      const figures = await once(`run-${run + counts.warmUp}`);
      const seconds = (performance.now() - startedAt) / 1_000;
      console.log(`${run < 1 ? 'warm-up' : `run ${run} of ${counts.runs}`}: ${seconds.toFixed(1)} s`);
      if (run >= 1) runs.push(figures);
    }
    return present(name, says, runs, given.out);
  };
  return { values, positionals, measure };
}

function wholeNumber(name: string, given: string, least: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} must be a whole number from ${least} on.`);
}

function present(
  name: string,
  says: string,
  runs: readonly (readonly Figure[])[],
  out: string | undefined,
): readonly Row[] {
  const rows = summarise(runs);
  const machine = thisMachine();
  const table = tableOf(rows);
  console.log(`\n${table}`);
  if (out === undefined) return rows;
  mkdirSync(out, { recursive: true });
  const command = `npm run bench -- ${name} ${process.argv.slice(2).join(' ')}`.trim();
  const under = `${runs.length} runs; ${describeMachine(machine)}`;
  const document = { name, says, command, at: new Date().toISOString(), machine, rows };
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(out, `${name}.md`), `## ${name}\n\n${says}\n\n\`${command}\`: ${under}\n\n${table}\n`);
  writeFileSync(join(out, `${name}.svg`), plotOf(`${name}: ${says}`, under, rows));
  return rows;
}
