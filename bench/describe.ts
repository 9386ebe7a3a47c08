import {
  type DossierEvidence,
  decide,
  describe,
  describeRow,
  type Fact,
  factSet,
  type RightsReader,
  recordHash,
  relationsOf,
  type Scene,
} from '@hub/core';
import { decodeDossierEvidence, encodeDossierEvidence, loadRights } from '@hub/platform';
import { releasedRules } from '../services/shared/core/src/test/released-rules.ts';
import { openBench } from './kit/bench.ts';
import type { Figure } from './kit/figures.ts';

const { positionals, measure } = openBench({
  name: 'describe',
  says: 'Dossiers described, and rights decided, a second on one core; the first argument: seconds for each figure',
});
const seconds = Number(positionals[0] ?? 2);

const region: RightsReader = {
  siret: '99000106700018',
  kinds: ['region'],
  territories: ['centre-val-de-loire'],
  exceptions: {},
};

function fact(source: string, id: string, type: Fact['type'], day: string, data: Record<string, unknown> = {}): Fact {
  return {
    source,
    id,
    type,
    version: 1,
    partner: source,
    organisation: source === 'eos' ? region.siret : '99000105900015',
    recordedAt: `${day}T08:00:00.000Z`,
    receivedAt: `${day}T08:00:01.000Z`,
    effectiveDate: day,
    digest: `digest-of-${id}`,
    references: ['session:eos:67680', 'file:eos:1894'],
    data: { effectiveDate: day, ...data },
  } as Fact;
}

/** The ordinary life of a dossier: eight facts. */
function ordinary(n: number): Fact[] {
  return [
    fact('kairos', `p${n}`, 'candidate-positioned', '2026-03-20', {
      by: 'france-travail',
      mode: 'appointment',
      slot: 'RDV1',
      funding: 'prf',
    }),
    fact('kairos', `v${n}`, 'presence-recorded', '2026-03-24', { slot: 'RDV1', presence: 'present' }),
    fact('kairos', `s${n}`, 'selection-decided', '2026-03-25', { slot: 'RDV1', result: 'retained' }),
    fact('kairos', `a${n}`, 'enrolment-certificate-issued', '2026-03-25'),
    fact('france-travail', `r${n}`, 'enrolment-decided', '2026-03-28', { decision: 'registered' }),
    fact('eos', `e${n}`, 'entry-attested', '2026-04-01'),
    fact('kairos', `m${n}`, 'attendance-reported', '2026-04-25', { month: '2026-04', complete: true }),
    fact('eos', `x${n}`, 'exit-declared', '2026-06-20', { kind: 'planned-end' }),
  ];
}

/** A long one: attendance, absences, hours and financing reported month after month up to `size` facts. */
function long(n: number, size: number): Fact[] {
  const facts = ordinary(n).slice(0, 6);
  for (let i = 0; facts.length < size; i += 1) {
    const month = `${2026 + Math.floor(i / 48)}-${String(1 + (Math.floor(i / 4) % 12)).padStart(2, '0')}`;
    const day = `${month}-${String(1 + (i % 28)).padStart(2, '0')}`;
    const kind = i % 4;
    if (kind === 0)
      facts.push(fact('kairos', `m${i}`, 'attendance-reported', `${month}-25`, { month, complete: true }));
    else if (kind === 1)
      facts.push(fact('kairos', `b${i}`, 'absence-declared', day, { from: day, to: day, justified: true }));
    else if (kind === 2)
      facts.push(fact('eos', `h${i}`, 'hours-realised', day, { from: day, to: day, hoursCentre: 7, hoursCompany: 0 }));
    else
      facts.push(
        fact('eos', `l${i}`, 'financing-engaged', day, {
          line: `L${i}`,
          financerSiret: '23450002300028',
          funding: 'prf',
          device: 'prf',
          from: day,
        }),
      );
  }
  return facts;
}

/** By processor time of this process, so that neighbours on the machine count less. */
function rate<Set>(name: string, sets: readonly Set[], work: (set: Set) => unknown): Figure {
  const start = performance.now();
  const before = process.cpuUsage();
  let done = 0;
  while (performance.now() - start < seconds * 1_000) for (const set of sets) done += work(set) === undefined ? 0 : 1;
  const { user, system } = process.cpuUsage(before);
  return { name, value: (done * 1e6) / (user + system), unit: 'a second of CPU' };
}

const eight = Array.from({ length: 64 }, (_, n) => factSet(ordinary(n)));
const described = (facts: readonly Fact[]) => describe(facts, releasedRules);

/** What one source may put into a dossier: as many facts as the door takes, and as many acts, of which withdrawals cost most. */
function share(source: string, { factsMax }: typeof releasedRules): Fact[] {
  const until = '2026-03-01T00:00:00Z';
  const withdrawals = Array.from({ length: factsMax }, (_, n) =>
    fact(source, `w${n}`, 'dossier-withdrawn', '2026-04-30', { dossier: 100000016, until }),
  );
  const positioned = Array.from({ length: factsMax }, (_, n) =>
    fact(source, `c${n}`, 'candidate-positioned', '2026-03-20', { by: 'adviser', mode: 'appointment', slot: `R${n}` }),
  );
  return [...positioned, ...withdrawals];
}

const rows = eight.map((facts) => describeRow(facts, releasedRules).summary.evidence);
const rights = loadRights();
const nobody: Scene['person'] = { registrations: [], advice: [], employment: [], restricted: false };
const lined = rows.map((row): DossierEvidence => {
  const line = {
    organisation: region.siret,
    financer: region.siret,
    delegatedBy: null,
    coFinancers: [],
    employer: null,
  };
  return { ...row, lines: [{ ...line, funding: 'prf', from: '2026-04-01', to: null }] };
});
const texts = lined.map((row) => ({ text: encodeDossierEvidence(row), sessions: row.sessions }));
const sightOf = (row: DossierEvidence) => {
  const relations = relationsOf(rights, region, { dossiers: [row], sessions: [], person: nobody, day: '2026-05-04' });
  return decide(rights, region, relations, 'training-follow-up');
};
if (sightOf(lined[0] as DossierEvidence)?.described !== 'all') throw new Error('The reader sees nothing.');

const full = [['kairos'], ['kairos', 'kairos-ng', 'ouiform', 'cap-emploi', 'mission-locale', 'soistiss']].map(
  (sources) => [factSet(sources.flatMap((source) => share(source, releasedRules)))],
);
const grown = [200, 400, 2_000].map((size) => Array.from({ length: 4 }, (_, n) => factSet(long(n, size))));

await measure(async () => [
  rate('describe, 8 facts', eight, described),
  rate('describe + hash + JSON, 8 facts', eight, (facts) => {
    const record = described(facts);
    return [recordHash(record), JSON.stringify(record)];
  }),
  ...grown.map((sets) => rate(`describe, ${sets[0]?.length} facts`, sets, described)),
  ...full.map((sets) => rate(`describe, ${sets[0]?.length} facts, full`, sets, described)),
  rate('describeRow, 8 facts', eight, (facts) => describeRow(facts, releasedRules)),
  rate('relationsOf + decide', lined, sightOf),
  rate('the same, evidence from its column', texts, ({ text, sessions }) =>
    sightOf(decodeDossierEvidence(text, sessions)),
  ),
  { name: 'evidence of a dossier: two organisations, one line', value: texts[0]?.text.length ?? 0, unit: 'bytes' },
]);
