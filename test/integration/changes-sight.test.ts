import { loadRules } from '@hub/platform';
import { promote, rebuild, rollback } from '@hub/projector';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judge, traineeOf } from '../scenarios/operators.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';
import { changesStage, entered, event, positioned, published, region, session } from './changes-stage.ts';

let hub: ScenarioHub;
let stage: ReturnType<typeof changesStage>;

beforeAll(async () => {
  hub = await scenarioHub();
  stage = changesStage(hub);
});
afterAll(() => hub?.close());

const list = 'job-seeker-list';
const [mission, capEmploi] = ['99000115800015', '99000116600018'];

type Follower = ReturnType<ReturnType<typeof changesStage>['follower']>;

/** Registers somebody at France Travail, under this referent. */
const registered = (person: Person, referentSiret?: string) =>
  event('france-travail', 'job-seeker-period-opened', person, {
    effectiveDate: '2026-01-01',
    period: 'I1',
    ...(referentSiret !== undefined && { referentSiret }),
  });

async function sees(follower: Follower, dossier: number): Promise<void> {
  await eventually(async () => expect((await follower.next()).map((item) => item.dossier)).toContain(dossier));
  await eventually(async () => expect(await follower.next()).toEqual([]));
}

/** It is told the end of its sight, once; these others are told of none. */
async function losesSight(follower: Follower, dossier: number, others: readonly Follower[]): Promise<void> {
  await eventually(async () =>
    expect(await follower.next()).toEqual([{ dossier, state: 'out-of-sight', causes: 'sight', sightUntil: null }]),
  );
  expect(await follower.next()).toEqual([]);
  for (const other of others) {
    expect((await other.next()).filter(({ state }) => state === 'out-of-sight')).toEqual([]);
  }
}

/** Followers who never saw any of these dossiers. */
async function strangers(): Promise<readonly Follower[]> {
  const followers = [stage.follower('region-bretagne'), stage.follower('opco')];
  for (const follower of followers) await follower.next();
  return followers;
}

it('tells France Travail that it is out of sight when the period by which it saw is closed', async () => {
  const anna = newPerson();
  const others = await strangers();
  const reader = stage.follower('france-travail', list);
  const number = await stage.report('eos', entered(anna, '2001'));
  await stage.report('france-travail', registered(anna));
  await sees(reader, number);
  await stage.report(
    'france-travail',
    event('france-travail', 'job-seeker-period-closed', anna, { effectiveDate: '2026-02-01', period: 'I1' }),
  );
  await losesSight(reader, number, others);
});

it('tells who was the referent, and not who is', async () => {
  const bela = newPerson();
  const others = await strangers();
  const [before, after] = [stage.follower('mission-locale', list), stage.follower('cap-emploi', list)];
  const number = await stage.report('eos', entered(bela, '2002'));
  await stage.report('france-travail', registered(bela, mission));
  await sees(before, number);
  await after.next();
  await stage.report('france-travail', registered(bela, capEmploi));
  await losesSight(before, number, others);
  await eventually(async () =>
    expect(await after.next()).toMatchObject([{ dossier: number, state: 'changed', causes: 'sight' }]),
  );
});

it('tells who followed one of two persons, once operators say that they are two', async () => {
  const [clara, dora] = [newPerson(), newPerson()];
  const others = await strangers();
  const reader = stage.follower('mission-locale', list);
  await stage.report('france-travail', registered(clara, mission));
  const number = await stage.report('eos', entered(dora, '2003'));
  await reader.next();
  const ids: [string, string] = [
    await eventually(() => traineeOf(hub, { nir: clara.nir })),
    await eventually(() => traineeOf(hub, { nir: dora.nir })),
  ];
  await judge(hub, ids, 'same', 'agent-1');
  expect((await judge(hub, ids, 'same', 'agent-2')).body).toMatchObject({ state: 'joined' });
  await sees(reader, number);
  await judge(hub, ids, 'different', 'agent-1');
  await losesSight(reader, number, others);
});

it('tells an adviser on the day from which its period opens anything, though operators joined the person meanwhile', async () => {
  const [jana, kim] = [newPerson(), newPerson()];
  const adviser = '99000109100018';
  const number = await stage.report('eos', entered(jana, '2010'));
  await stage.report('eos', entered(kim, '2011'));
  const opened = { effectiveDate: '2026-01-01', period: 'CEP-1', operatorSiret: adviser };
  await stage.report('cep-operator', event('cep', 'cep-period-opened', jana, opened));
  const raisedFor = async () => {
    const { rows } = await hub.database.pool.query(
      `select (causes -> 'sight@${adviser}' ->> 0)::int as at from feed.dossier where number = $1`,
      [number],
    );
    return rows[0]?.at as number | null;
  };
  const before = await eventually(async () => {
    const at = await raisedFor();
    expect(at).not.toBeNull();
    return at as number;
  });
  const ids: [string, string] = [await traineeOf(hub, { nir: jana.nir }), await traineeOf(hub, { nir: kim.nir })];
  await judge(hub, ids, 'same', 'agent-1');
  expect((await judge(hub, ids, 'same', 'agent-2')).body).toMatchObject({ state: 'joined' });
  await eventually(async () => {
    const { rows } = await hub.database.pool.query(
      `select causes ? 'sight@*' as joined from feed.dossier where number = $1`,
      [number],
    );
    expect(rows).toEqual([{ joined: true }]);
  });
  // A day later.
  await hub.database.pool.query(
    `update feed.relation set due_at = due_at - interval '24 hours' where key = any($1) and due_at is not null`,
    [ids],
  );
  await eventually(async () => expect(await raisedFor()).toBeGreaterThan(before));
});

it('tells who saw somebody who is now under restriction', async () => {
  const emma = newPerson();
  const others = await strangers();
  const reader = stage.follower('france-travail', list);
  const number = await stage.report('eos', entered(emma, '2004'));
  await stage.report('france-travail', registered(emma));
  await sees(reader, number);
  const restriction = { effectiveDate: '2026-05-01', legalGround: 'R6323-38' };
  await stage.report('cdc', event('cdc', 'processing-restricted', emma, restriction));
  await losesSight(reader, number, others);
});

it('tells the financer of a session that is published with another one', async () => {
  const farid = newPerson();
  const others = await strangers();
  const reader = stage.follower(region);
  await stage.publish('2005');
  const number = await stage.report('kairos', positioned(farid, '2005'));
  await sees(reader, number);
  await stage.report('eos', published('2005', '16'));
  await losesSight(reader, number, others);
});

it('tells of no end whoever came to be named only after the session had lost its financer', async () => {
  const gilda = newPerson();
  const reader = stage.follower(region);
  const authority = stage.follower('cdc', 'control');
  await stage.publish('2006');
  const { funding: _, ...data } = positioned(gilda, '2006').data as Record<string, unknown>;
  const number = await stage.report('kairos', event('kairos', 'candidate-positioned', gilda, data));
  await sees(authority, number);
  await reader.next();
  await stage.report('eos', published('2006', '16'));
  await eventually(async () => {
    const { rows } = await hub.database.pool.query('select losses from feed.dossier where number = $1', [number]);
    expect(rows).toMatchObject([{ losses: [expect.anything()] }]);
  });
  await sees(authority, number);
  await stage.report('kairos', positioned(gilda, '2006'));
  await sees(authority, number);
  expect(await reader.next()).toEqual([]);
});

it('tells who sees its own facts alone from now on that its sight is another', async () => {
  const hugo = newPerson();
  await stage.publish('2007');
  const reader = stage.follower(region);
  await stage.report('eos', entered(hugo, '2007'));
  const position = positioned(hugo, '2007');
  const number = await stage.report('kairos', position);
  await sees(reader, number);
  await stage.report(
    'kairos',
    event('kairos', 'fact-retracted', hugo, {
      training: [session('2007')],
      target: { source: 'kairos', id: position.id, type: 'candidate-positioned' },
      ...{ effectiveDate: '2026-03-21', reason: 'entered-in-error' },
    }),
  );
  await eventually(async () =>
    expect(await reader.next()).toEqual([{ dossier: number, state: 'changed', causes: 'sight', sightUntil: null }]),
  );
  expect(await reader.next()).toEqual([]);
});

it('tells whom a promotion alone lets see less, and nobody else; a rollback gives it back', async () => {
  const { log } = hub;
  const { pool } = hub.database;
  const ida = newPerson();
  await stage.publish('2008');
  const number = await stage.report('kairos', positioned(ida, '2008'));
  const [reader, ...others] = [stage.follower(region), ...(await strangers())];
  await sees(reader, number);
  const own = loadRules();
  // Of sessions of no known territory no Région is the only one.
  const rules = { ...own, authority: { ...own.authority, territories: {} } };
  const { version } = await rebuild({ log, pool, rules, logger: testLogger });
  await promote({ pool, log }, version, { by, waitMs: 1_000 });
  const told = new Map<number, string>();
  await eventually(async () => {
    for (const { dossier, state } of await reader.next()) told.set(dossier, state);
    expect(told.get(number)).toBe('out-of-sight');
  });
  for (const other of others) {
    expect((await other.next()).filter(({ state }) => state === 'out-of-sight')).toEqual([]);
  }
  await rollback({ pool, log }, { by, waitMs: 1_000 });
  await eventually(async () =>
    expect(await reader.next()).toContainEqual(expect.objectContaining({ dossier: number, state: 'changed' })),
  );
});

it('tells who sees its own facts alone of no other number under which the same training answers', async () => {
  const jonas = newPerson();
  await stage.publish('2012');
  const entry = await stage.report('eos', entered(jonas, '2012'));
  const candidature = await stage.report(
    'kairos',
    event('kairos', 'candidate-positioned', jonas, {
      training: ['session:07:2012'],
      ...{ effectiveDate: '2026-03-20', by: 'adviser', mode: 'appointment', funding: 'prf' },
    }),
  );
  await stage.report(
    'operator',
    event('operator', 'session-identified', null, { training: [session('2012'), 'session:07:2012'], verdict: 'same' }),
  );
  // What names France Travail raises both numbers for it; for its list it sees both.
  await stage.report('france-travail', registered(jonas));
  const numbersOf = async (purpose?: string) =>
    (await stage.follower('kairos', purpose).next()).map((each) => each.dossier);
  await eventually(async () => expect(await numbersOf(list)).toEqual(expect.arrayContaining([entry, candidature])));
  await eventually(async () => {
    const { rows } = await hub.database.pool.query(
      `select from feed.dossier where number = $1 and causes ? 'sight@990001059'`,
      [entry],
    );
    expect(rows).toHaveLength(1);
  });
  const told = await numbersOf();
  expect(told).toContain(candidature);
  expect(told).not.toContain(entry);
});
