import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import type { Receipt } from '@hub/client';
import { controlTopic } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import { addPartner, issueToken } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../services/hub/src/main.ts';
import type { AnsweredDossier } from '../scenarios/expect-answer.ts';
import { type Answer, asOperator, judge, pathOf, rulesOf, traineeOf } from '../scenarios/operators.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { about, accepted, readWith } from '../scenarios/report-and-read.ts';
import { entry, exit, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';
import { startGateway } from './gateway-harness.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

interface Corrected {
  readonly to: string;
  readonly identifiersMoved: readonly string[];
  readonly factsMoved: number;
  readonly dossiers: readonly { readonly from: number; readonly to: number }[];
  readonly receipts: readonly Receipt[];
}

function correct(body: object, at = 0): Promise<Answer<Corrected>> {
  return asOperator<Corrected>(hub, '/v1/persons/corrections', { reason: 'ticket-9', ...body }, { at });
}

/** Alice, known to Kairos, and Berthe, under whose NIR EOS reported what Alice did, beside Berthe's own candidature. */
interface Mistaken {
  readonly alice: Person;
  readonly berthe: Person;
  readonly partnerNumber: string;
  readonly ids: { readonly alice: string; readonly berthe: string };
  readonly reported: { readonly entry: string; readonly exit: string };
  readonly dossiers: { readonly alice: number; readonly berthe: number };
}

async function mistaken(): Promise<Mistaken> {
  const [alice, berthe] = [newPerson(), newPerson()];
  const partnerNumber = `EOS-${randomUUID().slice(0, 8)}`;
  const reported = { entry: `e-${randomUUID()}`, exit: `x-${randomUUID()}` };
  const own = await accepted(hub, 'kairos', about(positioned(`p-${randomUUID()}`), { nir: alice.nir }));
  const hers = await accepted(
    hub,
    'kairos',
    about(positioned(`p-${randomUUID()}`, '2026-03-18'), { nir: berthe.nir }),
    1,
  );
  const wrong = { nir: berthe.nirWithKey, partnerNumber };
  // Named once only: a gateway that does not yet know what the other has just announced would announce it again.
  const named = { ...wrong, birthName: 'Martin', firstNames: 'Alice' };
  await accepted(hub, 'eos', about(entry('eos', reported.entry, '2026-04-01'), named));
  const left = exit('eos', reported.exit, '2026-04-20', { data: { reason: 'employment-found' } });
  const last = await accepted(hub, 'eos', about(left, wrong), 1);
  expect((await readWith(hub, [hers, last])).status).toBe('exited');
  const ids = { alice: await traineeOf(hub, { nir: alice.nir }), berthe: await traineeOf(hub, { nir: berthe.nir }) };
  return {
    alice,
    berthe,
    partnerNumber,
    ids,
    reported,
    dossiers: { alice: own.dossier as number, berthe: hers.dossier as number },
  };
}

async function both({ dossiers }: Mistaken, query = '?facts=true') {
  const [alice, berthe] = await Promise.all(
    [dossiers.alice, dossiers.berthe].map((number) => hub.read<AnsweredDossier>(number, { query })),
  );
  return { alice: alice as AnsweredDossier, berthe: berthe as AnsweredDossier };
}

const idsOf = ({ facts }: AnsweredDossier) => (facts ?? []).map(({ id }) => id);

/** What Kairos reported is each one's own, what EOS reported is Alice's, and each field says so. */
async function seenRight(mistake: Mistaken): Promise<void> {
  await eventually(async () => {
    const { alice, berthe } = await both(mistake);
    expect([alice.status, berthe.status]).toEqual(['exited', 'positioned']);
    expect(idsOf(alice)).toEqual(expect.arrayContaining([mistake.reported.entry, mistake.reported.exit]));
    expect(idsOf(berthe)).not.toContain(mistake.reported.entry);
    expect([alice.alsoKnownAs, berthe.alsoKnownAs]).toEqual([[], []]);
  });
}

describe('facts reported under the NIR of somebody else', () => {
  it('are published again under the right person, names and reasons included, and taken from the wrong one', async () => {
    const mistake = await mistaken();
    const { ids, partnerNumber, dossiers } = mistake;
    const request = {
      from: ids.berthe,
      to: { nir: mistake.alice.nir },
      identifiers: { partnerNumber, partner: 'eos' },
      sources: ['eos'],
    };
    const answer = await correct(request);
    expect(answer.status).toBe(202);
    // The entry, the exit, and the description that came with them.
    expect(answer.body).toMatchObject({
      to: ids.alice,
      identifiersMoved: ['partnerNumber'],
      factsMoved: 3,
      dossiers: [{ from: dossiers.berthe, to: dossiers.alice }],
    });
    await seenRight(mistake);
    const seen = await pathOf(hub, { nir: mistake.alice.nir });
    expect(seen.identity).toMatchObject({ birthName: 'Martin' });
    expect((await pathOf(hub, { nir: mistake.berthe.nir })).identity).toBeUndefined();
    expect(JSON.stringify(seen.dossiers[0])).toContain('employment-found');
    const audited = await hub.database.pool.query(
      'select client_id, agent, what, before, after from admin.audit where subject = $1 order by audit_id',
      [`trainee:${ids.berthe}`],
    );
    expect(audited.rows).toContainEqual({
      ...{ client_id: 'operator', agent: 'agent-1', what: 'person-corrected' },
      before: {
        ...{ trainee: ids.berthe, identifiers: ['partnerNumber'], dossiers: [dossiers.berthe] },
        ...{ facts: [], sources: ['eos'] },
      },
      after: { trainee: ids.alice, dossiers: [dossiers.alice], factsMoved: 3, reason: 'ticket-9' },
    });
    const again = await correct(request, 1);
    expect([again.status, again.body.factsMoved]).toEqual([202, 3]);
    await seenRight(mistake);
    const next = await accepted(
      hub,
      'eos',
      about(entry('eos', `n-${randomUUID()}`, '2026-04-02'), { partnerNumber }),
      1,
    );
    expect(next.dossier).toBe(dossiers.alice);
    expect(answer.text + again.text).not.toContain(mistake.alice.nir);
  });

  it('are known of the right person in every look back, and go back the same way where that was wrong', async () => {
    const mistake = await mistaken();
    const { ids, reported } = mistake;
    const before = new Date().toISOString();
    const facts = [reported.entry, reported.exit].map((id) => ({ source: 'eos', id }));
    expect((await correct({ from: ids.berthe, to: { trainee: ids.alice }, facts })).status).toBe(202);
    await seenRight(mistake);
    const then = await both(mistake, `?facts=true&knownAt=${before}`);
    expect([then.alice.status, then.berthe.status]).toEqual(['exited', 'positioned']);
    const asOf = await both(mistake, '?facts=true&asOf=2026-04-10');
    expect([asOf.alice.status, asOf.berthe.status]).toEqual(['entered', 'positioned']);
    expect((await correct({ from: ids.alice, to: { trainee: ids.berthe }, facts }, 1)).status).toBe(202);
    await eventually(async () => {
      const { alice, berthe } = await both(mistake);
      expect([alice.status, berthe.status]).toEqual(['positioned', 'exited']);
    });
    const history = await asOperator<{ corrections: { kind: string; toTrainee: string; facts: number }[] }>(
      hub,
      `/v1/links/${ids.alice}/history`,
    );
    expect(history.body.corrections.map(({ kind, toTrainee, facts: count }) => [kind, toTrainee, count])).toEqual([
      ['facts-moved', ids.alice, 2],
      ['facts-moved', ids.berthe, 2],
    ]);
  });

  it('show under the right person once where two agents join the two afterwards, and rebuild to the same', async () => {
    const mistake = await mistaken();
    const { ids, dossiers } = mistake;
    await correct({ from: ids.berthe, to: { trainee: ids.alice }, sources: ['eos'] });
    await seenRight(mistake);
    const pair = [ids.alice, ids.berthe];
    await judge(hub, pair, 'same', 'agent-1');
    const joined = await judge(hub, pair, 'same', 'agent-2', 1);
    expect(joined.body.state).toBe('joined');
    await eventually(async () => {
      const { alice } = await both(mistake);
      expect(alice.alsoKnownAs).toEqual([dossiers.berthe]);
      expect(alice.status).toBe('exited');
      expect(idsOf(alice).filter((id) => id === mistake.reported.entry)).toHaveLength(1);
    });
    const { comparison } = await hub.rebuildAndPromote();
    expect(comparison?.dossiers).toMatchObject({ changed: 0 });
    expect((await both(mistake)).alice.status).toBe('exited');
  });
});

describe('a NIR that was wrong', () => {
  it('goes to somebody nobody knew yet, and its next event with it', async () => {
    const stranger = newPerson();
    const partnerNumber = `K-${randomUUID().slice(0, 8)}`;
    const positioning = about(positioned(`p-${randomUUID()}`), { nir: stranger.nir, partnerNumber });
    const first = await accepted(hub, 'kairos', positioning);
    const from = await traineeOf(hub, { nir: stranger.nir });
    const answers = [
      await correct({ from, identifiers: { nir: stranger.nirWithKey } }),
      await correct({ from, identifiers: { nir: stranger.nir } }, 1),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[1]?.body.to).toBe(answers[0]?.body.to);
    const right = about(entry('kairos', `e-${randomUUID()}`, '2026-04-01'), { partnerNumber });
    expect((await accepted(hub, 'kairos', right, 1)).dossier).toBe(first.dossier);
    const late = await accepted(
      hub,
      'eos',
      about(entry('eos', `e-${randomUUID()}`, '2026-04-01'), { nir: stranger.nir }),
    );
    expect(late.dossier).not.toBe(first.dossier);
    await eventually(async () => {
      const seen = await readWith(hub, [first]);
      expect([seen.status, seen.alsoKnownAs]).toEqual(['entered', []]);
    });
  });

  it.each([0, 1, 2, 3])(
    'is corrected whole by the same request after a gateway was cut off at step %i',
    async (step) => {
      const mistake = await mistaken();
      const { ids, alice, berthe } = mistake;
      const body = { reason: 'ticket-9', from: ids.berthe, to: { nir: alice.nir }, sources: ['eos'] };
      const gateway = await startGateway({ database: hub.database, log: cutOff(hub.log, step), secrets: hub.secrets });
      const response = await fetch(`${gateway.url}/v1/persons/corrections`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await issueToken(hub.secrets, 'operator')}`,
          'content-type': 'application/json',
          'hub-agent': 'agent-1',
          'hub-purpose': 'data-quality',
        },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(step < 3 ? 503 : 202);
      expect(await response.text()).not.toContain(berthe.nir);
      await gateway.close();
      expect((await correct(body)).status).toBe(202);
      await seenRight(mistake);
    },
  );
});

/** A log that takes so many appends of events and no more; what the hub tells itself beside them goes on. */
function cutOff(log: EventLog, appends: number): EventLog {
  let left = appends;
  return {
    ...log,
    append: async (messages) => {
      if (messages.every(({ topic }) => topic === controlTopic)) return log.append(messages);
      if (left === 0) throw new HubError('log-unavailable', 'The log is cut off.', { retryable: true });
      left -= 1;
      return log.append(messages);
    },
  };
}

/** One `hub` command, as the operators run it. */
async function runHub(args: readonly string[], stdin: string, clientSecret: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const environment = { ...process.env, HUB_URL: hub.url, HUB_CLIENT_SECRET: clientSecret };
  const streams = { stdin: Readable.from([stdin]) as unknown as NodeJS.ReadStream, stdout, stderr };
  const code = await main([process.execPath, 'hub', ...args, '--client', 'second-operator'], environment, streams);
  for (const stream of [stdout, stderr]) stream.end();
  return { stdout: await readAll(stdout), stderr: await readAll(stderr), code };
}

it('is done by commands too, the NIR on standard input', async () => {
  const mistake = await mistaken();
  const { ids, alice } = mistake;
  const operator = { clientId: 'second-operator', siret: '99000121600011', sources: ['operator'], certifies: [] };
  const { clientSecret } = await addPartner(hub.database.pool, operator);
  const run = (args: readonly string[], stdin = '') => runHub(args, stdin, clientSecret ?? '');
  const by = ['--agent', 'agent-1', '--json'];
  const move = [
    'person',
    'correct',
    '--from',
    ids.berthe,
    '--to-nir',
    '--source',
    'eos',
    '--reason',
    'ticket-9',
    ...by,
  ];
  const corrected = await run(move, `${alice.nir}\n`);
  expect([corrected.code, corrected.stderr]).toEqual([0, '']);
  expect(JSON.parse(corrected.stdout)).toMatchObject({ to: ids.alice, factsMoved: 3 });
  await seenRight(mistake);
  const [judged, shown, history, wrong, sessions] = await Promise.all([
    run(['link', 'judge', ids.alice, ids.berthe, 'same', '--reason', 'ticket-9', ...by]),
    run(['link', 'show', ids.alice, '--agent', 'agent-1']),
    run(['link', 'history', ids.berthe, ...by]),
    run(['link', 'judge', ids.alice, ids.berthe, 'perhaps', '--reason', 'ticket-9', ...by]),
    run(['link', 'judge-sessions', 'session:eos:9', 'session:07:9', 'same', '--reason', 'ticket-9', ...by]),
  ]);
  expect(JSON.parse(judged.stdout)).toMatchObject({ state: 'proposed' });
  expect(shown.stdout).toContain(ids.berthe);
  expect(JSON.parse(history.stdout)).toMatchObject({ corrections: [{ kind: 'facts-moved', toTrainee: ids.alice }] });
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(JSON.parse(sessions.stdout)).toMatchObject({ sessions: ['session:eos:9', 'session:07:9'], verdict: 'same' });
});

it('refuses what it cannot correct, without repeating an identifier', async () => {
  const mistake = await mistaken();
  const { ids, alice, berthe, reported } = mistake;
  const to = { trainee: ids.alice };
  const facts = [{ source: 'eos', id: reported.entry }];
  const refused = async (body: object) => {
    const answer = await correct(body);
    expect(answer.text).not.toContain(alice.nir);
    return [...rulesOf(answer), answer.body.errors?.[0]?.pointer];
  };
  expect(await refused({ from: randomUUID(), to, facts })).toEqual([422, 'trainee-unknown', '/from']);
  expect(await refused({ from: ids.berthe, to: { trainee: ids.berthe }, facts })).toEqual([
    422,
    'trainee-unknown',
    '/to',
  ]);
  expect(await refused({ from: ids.berthe, to, facts: [{ source: 'eos', id: 'never-reported' }] })).toEqual([
    422,
    'fact-unknown',
    '/facts/0',
  ]);
  expect(await refused({ from: ids.berthe, to, dossiers: [mistake.dossiers.alice] })).toEqual([
    422,
    'dossier-unknown',
    '/dossiers/0',
  ]);
  const third = newPerson();
  await accepted(hub, 'kairos', about(positioned(`p-${randomUUID()}`), { nir: third.nir }));
  expect(await refused({ from: ids.berthe, to, identifiers: { nir: third.nir } })).toEqual([
    422,
    'identifier-not-theirs',
    '/identifiers/nir',
  ]);
  const wrongKey = `${alice.nir}${alice.nirWithKey.endsWith('01') ? '02' : '01'}`;
  expect(await refused({ from: ids.berthe, to: { nir: wrongKey }, facts })).toEqual([422, 'nir-key', '/to/nir']);
  expect((await correct({ from: ids.berthe, facts })).status).toBe(400);
  expect((await asOperator(hub, '/v1/persons/corrections', {}, { client: 'eos' })).status).toBe(403);
  expect((await both(mistake)).berthe.status).toBe('exited');
  expect(hub.lines.join('\n')).not.toContain(berthe.nir);
});
