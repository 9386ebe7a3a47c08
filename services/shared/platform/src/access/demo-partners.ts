import type { Pool } from 'pg';
import { addPartner, findPartner } from './clients.ts';
import { addConvention, putOrganisation } from './organisations.ts';
import type { AgreedDataSet, Client, Limits, Organisation } from './partner.ts';

const financerPurposes = ['funding-follow-up', 'training-follow-up', 'data-quality', 'data-subject-request'];

/** A demo organisation with what its convention lets it do. Their SIRETs are well formed and belong to nobody. */
interface DemoOrganisation extends Organisation {
  readonly purposes: readonly string[];
  readonly territories?: readonly string[];
  readonly exceptions?: Readonly<Record<string, number>>;
  readonly dataSets?: readonly AgreedDataSet[];
}

const financerDataSets: readonly AgreedDataSet[] = [
  { kind: 'outcomes', purpose: 'funding-follow-up' },
  { kind: 'dossiers', purpose: 'funding-follow-up' },
  { kind: 'employment', purpose: 'training-follow-up' },
];

const franceTravail: DemoOrganisation = {
  siret: '99000105900015',
  name: 'France Travail (démonstration)',
  kinds: ['france-travail'],
  purposes: [...financerPurposes, 'job-seeker-list'],
};
const regionCvl: DemoOrganisation = {
  siret: '99000106700018',
  name: 'Région Centre-Val de Loire (démonstration)',
  kinds: ['region'],
  purposes: [...financerPurposes, 'open-dossier', 'statistics'],
  territories: ['centre-val-de-loire'],
  exceptions: { 'prf-direct': 1_000 },
  dataSets: financerDataSets,
};
const regionBretagne: DemoOrganisation = {
  siret: '99000107500011',
  name: 'Région Bretagne (démonstration)',
  kinds: ['region'],
  purposes: financerPurposes,
  dataSets: financerDataSets,
};
const opco: DemoOrganisation = {
  siret: '99000108300015',
  name: 'OPCO (démonstration)',
  kinds: ['opco'],
  purposes: financerPurposes,
  dataSets: financerDataSets,
};
const otherOpco: DemoOrganisation = {
  siret: '99000112500014',
  name: 'Autre OPCO (démonstration)',
  kinds: ['opco'],
  purposes: financerPurposes,
};
const transitionsPro: DemoOrganisation = {
  siret: '99000113300018',
  name: 'Transitions Pro (démonstration)',
  kinds: ['transitions-pro'],
  purposes: financerPurposes,
};
const agefiph: DemoOrganisation = {
  siret: '99000114100011',
  name: 'Agefiph (démonstration)',
  kinds: ['agefiph'],
  purposes: financerPurposes,
};
const missionLocale: DemoOrganisation = {
  siret: '99000115800015',
  name: 'Mission locale (démonstration)',
  kinds: ['mission-locale', 'cep-operator'],
  purposes: ['advice', 'job-seeker-list', 'data-subject-request'],
};
const capEmploi: DemoOrganisation = {
  siret: '99000116600018',
  name: 'Cap emploi (démonstration)',
  kinds: ['cap-emploi', 'cep-operator'],
  purposes: ['advice', 'job-seeker-list', 'data-subject-request'],
};
const cepOperator: DemoOrganisation = {
  siret: '99000109100018',
  name: 'Opérateur de CEP (démonstration)',
  kinds: ['cep-operator'],
  purposes: ['advice'],
};
const otherCepOperator: DemoOrganisation = {
  siret: '99000117400012',
  name: 'Autre opérateur de CEP (démonstration)',
  kinds: ['cep-operator'],
  purposes: ['advice'],
};
const payBody: DemoOrganisation = {
  siret: '99000118200015',
  name: 'Organisme payeur (démonstration)',
  kinds: ['pay-body'],
  purposes: ['remuneration'],
};
const certifier: DemoOrganisation = {
  siret: '99000119000018',
  name: 'Certificateur (démonstration)',
  kinds: ['certifier'],
  purposes: [],
};
const cdc: DemoOrganisation = {
  siret: '99000110900018',
  name: 'Caisse des Dépôts (démonstration)',
  kinds: ['authority'],
  purposes: ['funding-follow-up', 'control', 'data-quality', 'statistics', 'data-subject-request'],
};
const ministry: DemoOrganisation = {
  siret: '99000120800018',
  name: 'Ministère chargé du travail (démonstration)',
  kinds: ['system-only'],
  purposes: ['statistics'],
};
const hubOperator: DemoOrganisation = {
  siret: '99000121600011',
  name: 'Opérateur du hub (démonstration)',
  kinds: ['hub-operator'],
  purposes: ['data-quality', 'data-subject-request'],
};
const systemOnly = (siret: string, name: string): DemoOrganisation => {
  return { siret, name, kinds: ['system-only'], purposes: [] };
};
const ofeli = systemOnly('99000103400018', 'CARIF-OREF (démonstration)');
const soistiss = systemOnly('99000104200011', 'SoISTISS (démonstration)');
const ouiform = systemOnly('99000111700011', 'OUIFORM (démonstration)');

const demoOrganisations = [
  franceTravail,
  regionCvl,
  regionBretagne,
  opco,
  otherOpco,
  transitionsPro,
  agefiph,
  missionLocale,
  capEmploi,
  cepOperator,
  otherCepOperator,
  payBody,
  certifier,
  cdc,
  ministry,
  hubOperator,
  ofeli,
  soistiss,
  ouiform,
];

/** A national offer (Offre Info) gathers theirs too: each session is told under the source that holds its registry. */
const otherCarif = ['carif-idf', 'carif-normandie', 'carif-occitanie', 'carif-paca'];

const everyKind = ['nir', 'nia', 'france-travail'] as const;

function client(
  clientId: string,
  { siret, name, kinds, purposes }: DemoOrganisation,
  sources: readonly string[],
  certifies: Client['certifies'] = [],
): DemoPartner {
  return { clientId, siret, name, kinds, purposes, sources, certifies };
}

export interface DemoPartner extends Client {
  /** Of its organisation. */
  readonly name: string;
  readonly purposes: readonly string[];
  readonly kinds: Organisation['kinds'];
}

/** The fictitious machines of the demo hub: `kairos` acts for France Travail, `eos` for its Région, `intercarif` tells the offer of all CARIF. */
export const demoPartners: readonly DemoPartner[] = [
  client('kairos', franceTravail, ['kairos', 'kairos-ng'], everyKind),
  client('eos', regionCvl, ['eos'], ['nir']),
  client('ofeli', ofeli, ['ofeli']),
  client('intercarif', ofeli, ['ofeli', ...otherCarif]),
  client('soistiss', soistiss, ['soistiss'], ['nir']),
  client('ouiform', ouiform, ['ouiform'], ['nir']),
  client('france-travail', franceTravail, ['france-travail'], everyKind),
  client('region-centre-val-de-loire', regionCvl, ['region-cvl'], ['nir']),
  client('region-bretagne', regionBretagne, ['region-bretagne'], ['nir']),
  client('opco', opco, ['opco'], ['nir']),
  client('opco-second', otherOpco, ['opco-second'], ['nir']),
  client('transitions-pro', transitionsPro, ['transitions-pro'], ['nir']),
  client('agefiph', agefiph, ['agefiph'], ['nir']),
  client('mission-locale', missionLocale, ['mission-locale'], ['nir']),
  client('cap-emploi', capEmploi, ['cap-emploi'], ['nir']),
  client('cep-operator', cepOperator, ['cep'], ['nir']),
  client('cep-operator-second', otherCepOperator, ['cep-second'], ['nir']),
  client('pay-body', payBody, ['docapost'], ['nir']),
  client('certifier', certifier, ['certifier'], ['nir']),
  client('cdc', cdc, ['cdc'], everyKind),
  client('passport', cdc, ['passport'], ['nir']),
  client('dsn', cdc, ['dsn'], ['nir', 'nia']),
  client('ministry', ministry, []),
  client('operator', hubOperator, ['operator'], everyKind),
];

/** Simulated lives are told faster than anybody lives, */
const demoLimits: Partial<Limits> = { newPersonsADay: 1_000_000, openingsADay: 1_000_000 };
/** and looked up so by the systems that follow what changes. */
const followingLimits: Partial<Limits> = {
  ...demoLimits,
  ...{ personsADay: 100_000, personsIn28Days: 1_000_000, readsAfterLineADay: 100_000, pairNewPersonsADay: 100_000 },
};

/**
 * Makes the demo's organisations, conventions and machines, each with the secret that `secretOf` derives; those that are there
 * stay, but act for the organisation and write for the sources that are said here.
 */
export async function makeDemoPartners(pool: Pool, secretOf: (clientId: string) => string): Promise<void> {
  for (const organisation of demoOrganisations) await makeOrganisation(pool, organisation);
  for (const partner of demoPartners) await makeClient(pool, partner, secretOf(partner.clientId));
}

/**
 * Whether the demo loads its history: whom its partners report then is nobody new to them, so that who tries the demo is not
 * taken on its first day for somebody who invents persons and looks who they are.
 */
export async function setDemoTakeover(pool: Pool, takeover: boolean): Promise<void> {
  const sirets = demoOrganisations.map(({ siret }) => siret);
  await pool.query('update access.convention set takeover = $2 where siret = any($1)', [sirets, takeover]);
}

async function makeOrganisation(pool: Pool, organisation: DemoOrganisation): Promise<void> {
  const { siret, purposes, territories = [], exceptions = {}, dataSets = [] } = organisation;
  await putOrganisation(pool, organisation);
  const { rowCount } = await pool.query('select from access.convention where siret = $1', [siret]);
  if (rowCount !== 0) return;
  const isFollowing = [regionCvl, franceTravail, payBody].some((each) => each.siret === siret);
  const limits = isFollowing ? followingLimits : demoLimits;
  const terms = { purposes, territories, exceptions, dataSets, limits };
  await addConvention(pool, siret, { from: '2020-01-01', ...terms });
}

async function makeClient(pool: Pool, partner: DemoPartner, clientSecret: string): Promise<void> {
  const { clientId, siret, sources, certifies } = partner;
  try {
    if ((await findPartner(pool, clientId)) === null) await addPartner(pool, partner, { clientSecret, isRandom: true });
  } catch (error) {
    // Another process of the same hub was faster.
    if ((await findPartner(pool, clientId)) === null) throw error;
  }
  await pool.query('update access.partner set siret = $2, sources = $3, certifies = $4 where client_id = $1', [
    clientId,
    siret,
    sources,
    certifies,
  ]);
}
