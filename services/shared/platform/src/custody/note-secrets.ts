import { logTopics } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import type { Logger } from 'pino';
import { withTransaction } from '../postgres/pool.ts';
import { takeTurn } from '../postgres/take-turn.ts';
import {
  countGiven,
  isRegistryEmpty,
  pepperOfAliases,
  peppersInUse,
  placesDrawn,
} from '../registry/registry-content.ts';
import { type CheckValue, checkValuesOf, judgeSecrets } from '../sealing/check-values.ts';
import { isKeyStoreEmpty, whyKekIsForeign } from '../sealing/key-store.ts';
import { dossierNumbers, peppersOf } from '../sealing/keyed-digests.ts';
import type { HeldSecrets, Secrets, SigningSecrets } from '../sealing/secrets.ts';
import { type NotedValue, notedInHub, notedInKeyStore, noteInHub, noteInKeyStore } from './noted-values.ts';
import { tellLog, toldOnLog } from './told-values.ts';

/** Where a hub's secrets are known by their check values. */
export interface SecretStores {
  /** The hub's database. */
  readonly pool: Pool;
  readonly keysPool: Pool;
  readonly log: EventLog;
}

type Client = Pick<ClientBase, 'query'>;

/** Something that a hub keeps is in a store; `null`: nothing is. */
type Content = 'check values' | 'persons' | 'trainee keys' | 'events' | null;

/**
 * The secrets of `find`, compared with what every store knows of them, and noted where they are new. Where `find` has
 * none, `make` is asked, with what the stores hold: it makes them, or refuses. Any number of processes may start at
 * once: they take turns. Throws `secrets-unusable`, naming what differs, where they are those of another hub.
 */
export async function noteSecrets<Held extends HeldSecrets>(
  stores: SecretStores & { readonly logger: Logger },
  find: () => Promise<Held | null>,
  make: (content: Content) => Promise<Held>,
): Promise<Held> {
  const { pool, keysPool, log, logger } = stores;
  return withTransaction(
    pool,
    async (client) => {
      // Whoever starts beside us waits here, and then finds the file and the values that we leave.
      await takeTurn(client, 'hub secrets', 'compares its secrets with the stores');
      const { secrets, own, noted, told, logEpoch, isFirst } = await compare(stores, client, find, make);
      if (isFirst && !(await isRegistryEmpty(client))) {
        logger.warn('this hub noted no check values yet: these secrets are taken for its own');
      }
      const untold = missingFrom(own, told);
      if (untold.length > 0) await tellLog(log, untold);
      await noteInKeyStore(keysPool, own);
      if (untold.length > 0 || unnoted(own, noted, logEpoch).length > 0) {
        await noteInHub(client, own, logEpoch);
        logger.info(
          { secrets: own.map(({ name, epoch }) => `${name} ${epoch}`) },
          'check values of the secrets are noted',
        );
      }
      return secrets;
    },
    { job: true },
  );
}

/** The same without noting anything: a hub that noted nothing yet goes on to believe no file. */
export async function checkSecrets<Held extends HeldSecrets>(
  stores: SecretStores,
  find: () => Promise<Held | null>,
  make: (content: Content) => Promise<Held>,
): Promise<Held> {
  const { secrets } = await compare(stores, stores.pool, find, make);
  return secrets;
}

/**
 * The same of a process that signs and opens nothing that is sealed: by the database alone, which knows of every gateway and
 * query service. What it does not know yet is taken: they come first, or a key is being rotated.
 */
export async function checkSigningSecrets(pool: Client, secrets: SigningSecrets): Promise<void> {
  refuseForeign(checkValuesOf(secrets), await notedInHub(pool), 'the database');
}

interface Compared<Held> {
  readonly secrets: Held;
  readonly own: readonly CheckValue[];
  readonly noted: readonly NotedValue[];
  /** What the log was told, as far as it had to be read. */
  readonly told: readonly CheckValue[];
  readonly logEpoch: string;
  /** No store knows of any secret. */
  readonly isFirst: boolean;
}

async function compare<Held extends HeldSecrets>(
  stores: SecretStores,
  client: Client,
  find: () => Promise<Held | null>,
  make: (content: Content) => Promise<Held>,
): Promise<Compared<Held>> {
  const { keysPool, log } = stores;
  const noted = await notedInHub(client);
  const inKeyStore = await notedInKeyStore(keysPool);
  const logEpoch = await log.epoch();
  const found = await find();
  // Read where this database cannot vouch for it: it is new or restored, or the file holds what it does not know.
  const isVouchedFor = found !== null && unnoted(checkValuesOf(found), noted, logEpoch).length === 0;
  const told = isVouchedFor ? noted : await toldOnLog(log);
  const secrets = found ?? (await make(await contentOf(stores, client, [...noted, ...inKeyStore, ...told])));
  const own = checkValuesOf(secrets);
  refuseForeign(own, noted, 'the database');
  refuseForeign(
    own.filter(({ name }) => name === 'kek'),
    inKeyStore,
    'the key store',
  );
  refuseForeign(own, told, 'the log');
  const isFirst = noted.length + inKeyStore.length + told.length === 0;
  if (isFirst) await requireFit(client, secrets);
  await requireKek(keysPool, secrets);
  await requirePeppers(client, secrets);
  return { secrets, own, noted, told, logEpoch, isFirst };
}

/** Those that the database does not know, or that this log was not told. */
function unnoted(own: readonly CheckValue[], noted: readonly NotedValue[], logEpoch: string): readonly CheckValue[] {
  const current = noted.filter((each) => each.logEpoch === logEpoch);
  return missingFrom(own, current);
}

function missingFrom(own: readonly CheckValue[], there: readonly CheckValue[]): readonly CheckValue[] {
  return own.filter((each) => !there.some((known) => known.name === each.name && known.epoch === each.epoch));
}

/** Throws `secrets-unusable` where these check values are of another hub than those noted. */
export function refuseForeign(own: readonly CheckValue[], noted: readonly CheckValue[], where: string): void {
  const judgement = judgeSecrets(own, noted);
  if (judgement.status !== 'foreign') return;
  throw new HubError(
    'secrets-unusable',
    `These secrets are not those of this hub: ${where} knows others under ${judgement.differing.join(', ')}. Put the ` +
      'file of this hub back (HUB_SECRETS_FILE), or set HUB_DATABASE_URL, HUB_KEYS_URL and the log to those of this file; ' +
      '"hub secrets fingerprint" shows both. Nothing was changed.',
  );
}

async function contentOf(
  { keysPool, log }: SecretStores,
  client: Client,
  known: readonly CheckValue[],
): Promise<Content> {
  if (known.length > 0) return 'check values';
  if (!(await isRegistryEmpty(client))) return 'persons';
  if (!(await isKeyStoreEmpty(keysPool))) return 'trainee keys';
  return (await log.endOffsets(logTopics)).some(({ offset }) => offset > 0) ? 'events' : null;
}

/** Places of the sequence whose numbers are looked for. */
const placesLookedAt = 1_000;

/**
 * A hub of before check values were noted is believed once, after what can be proved: that the number key made the numbers
 * given, and that the aliases are of this pepper; of the KEK `requireKek` is the proof. Throws `secrets-unusable`.
 */
async function requireFit(client: Client, secrets: HeldSecrets): Promise<void> {
  const unfit: string[] = [];
  const pepper = await pepperOfAliases(client);
  const own = peppersOf(secrets).map(({ version }) => version);
  if (pepper !== null && !own.includes(pepper)) unfit.push(`the registry was made with pepper ${pepper}`);
  if (secrets.numberKey !== undefined && !(await madeNumbers(client, { numberKey: secrets.numberKey }))) {
    unfit.push('the number key did not make the numbers given');
  }
  if (unfit.length === 0) return;
  throw new HubError(
    'secrets-unusable',
    `These secrets are not those of this hub: ${unfit.join('; ')}. Put the file of this hub back (HUB_SECRETS_FILE).`,
  );
}

async function madeNumbers(client: Client, secret: Pick<Secrets, 'numberKey'>): Promise<boolean> {
  const looked = Math.min(placesLookedAt, await placesDrawn(client));
  const numbers = Array.from({ length: looked }, (_, index) => index + 1).map(dossierNumbers(secret));
  // Places drawn and never given are few; another key meets given numbers by chance: one in ten where nine million are.
  return (await countGiven(client, numbers)) * 5 >= looked;
}

/**
 * Whoever lacks a pepper under which aliases are would not find people. A registry under one that this file does not know
 * at all is one to be made anew with it (`hub rebuild --registry`): gateways say so.
 */
async function requirePeppers(client: Client, secrets: HeldSecrets): Promise<void> {
  const inUse = await peppersInUse(client);
  const own = peppersOf(secrets).map(({ version }) => version);
  const missing = inUse.filter((version) => !own.includes(version));
  if (missing.length === 0 || (missing.length === inUse.length && inUse.every((version) => version < (own[0] ?? 0))))
    return;
  throw new HubError(
    'secrets-unusable',
    `Identifiers are hashed with pepper ${inUse.join(' and ')}, and these secrets hold ${own.join(' and ')}: give this ` +
      'process the newest file of secrets. Two are in use until "hub keys end-pepper" ends the one of before.',
  );
}

async function requireKek(keysPool: Pool, secrets: Pick<Secrets, 'kek'>): Promise<void> {
  const why = await whyKekIsForeign(keysPool, secrets);
  if (why === null) return;
  throw new HubError(
    'secrets-unusable',
    `These secrets are not those of the key store. ${why}: HUB_KEYS_URL and HUB_SECRETS_FILE are of two hubs, or an epoch that ` +
      'keys are still wrapped under is not in this file.',
  );
}
