import { randomUUID } from 'node:crypto';
import type { Receipt } from '@hub/client';
import { tokenCharacters } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReportedEvent } from '../scenarios/index.ts';
import { type Answer, asOperator, judge, rulesOf, traineeOf } from '../scenarios/operators.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { about, accepted, readWith } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

interface LinkBody {
  readonly trainees: readonly string[];
  readonly state: string;
  readonly by: string | null;
  readonly awaiting: { readonly agent: string } | null;
  readonly identifiers: readonly object[];
}

interface LinksBody {
  readonly items: readonly LinkBody[];
  readonly next: string | null;
}

/** Two persons with a dossier each in one session, strangers to one another. */
async function twoPersons(): Promise<{
  people: [Person, Person];
  ids: [string, string];
  receipts: [Receipt, Receipt];
}> {
  const people: [Person, Person] = [newPerson(), newPerson()];
  const receipts: [Receipt, Receipt] = [
    await accepted(hub, 'kairos', about(positioned(`p-${randomUUID()}`), { nir: people[0].nir })),
    await accepted(hub, 'eos', about(entry('eos', `e-${randomUUID()}`, '2026-04-01'), { nir: people[1].nir }), 1),
  ];
  const ids: [string, string] = [
    await traineeOf(hub, { nir: people[0].nir }),
    await traineeOf(hub, { nir: people[1].nir }),
  ];
  return { people, ids, receipts };
}

it('joins two persons by hand only when a second agent, through whichever gateway, has said so too', async () => {
  const { ids, receipts } = await twoPersons();
  const first = await judge(hub, ids, 'same', 'agent-1');
  expect([first.status, first.body.state]).toEqual([202, 'proposed']);
  const own = await judge(hub, [ids[1], ids[0]], 'same', 'agent-1', 1);
  expect(rulesOf(own)).toEqual([409, 'second-agent-needed']);
  const all = [...receipts, ...first.body.receipts];
  expect((await readWith(hub, all)).alsoKnownAs).toEqual([]);
  const second = await judge(hub, [ids[1], ids[0]], 'same', 'agent-2', 1);
  expect([second.status, second.body.state]).toEqual([202, 'joined']);
  const joined = await readWith(hub, [receipts[0], ...second.body.receipts]);
  expect([joined.number, ...joined.alsoKnownAs].sort()).toEqual(receipts.map(({ dossier }) => dossier).sort());
  expect(joined).toMatchObject({ status: 'entered', attempts: [{ state: 'positioned' }] });
  const apart = await judge(hub, ids, 'different', 'agent-1');
  expect([apart.status, apart.body.state]).toEqual([202, 'separated']);
  for (const receipt of receipts) {
    expect((await readWith(hub, [receipt, ...apart.body.receipts])).alsoKnownAs).toEqual([]);
  }
  const after = await judge(hub, ids, 'same', 'agent-2');
  expect(after.body.state).toBe('proposed');
});

it('is in the audit with who said it, and what the pair was before and after', async () => {
  const { ids } = await twoPersons();
  const pair = [...ids].sort();
  await judge(hub, ids, 'same', 'agent-1');
  await judge(hub, ids, 'same', 'agent-1');
  await judge(hub, [ids[1], ids[0]], 'same', 'agent-2', 1);
  await judge(hub, ids, 'different', 'agent-3', 1);
  const { rows } = await hub.database.pool.query(
    `select client_id, agent, what, before, after, traceparent is not null as traced from admin.audit
     where subject = $1 order by audit_id`,
    [`trainee:${pair[0]}`],
  );
  const row = (agent: string, verdict: string, before: string | null, after: string) => ({
    ...{ client_id: 'operator', agent, what: 'trainees-judged', traced: true },
    before: { trainees: pair, state: before },
    after: expect.objectContaining({ trainees: pair, state: after, verdict, reason: 'ticket-1' }),
  });
  expect(rows).toEqual([
    row('agent-1', 'same', null, 'proposed'),
    row('agent-2', 'same', 'proposed', 'joined'),
    row('agent-3', 'different', 'joined', 'separated'),
  ]);
});

it('takes a verdict as an event too, and finds the same one again when it is sent again', async () => {
  const { ids, receipts } = await twoPersons();
  const event = (id: string, verdict: string, agent?: string) => ({
    specversion: '1.0',
    type: 'hub.trainees-judged',
    source: 'urn:hub:source:operator',
    id,
    recordedtime: '2026-05-01T10:00:00+02:00',
    dataschema: `urn:hub:dictionary:trainees-judged:${agent === undefined ? 1 : 2}`,
    data: { trainees: ids, verdict, by: 'manual', ...(agent === undefined ? {} : { agent }) },
  });
  const same = randomUUID();
  const answers = await hub.report('operator', [
    event(same, 'same', 'agent-1'),
    event(same, 'same', 'agent-1'),
    event(randomUUID(), 'same', 'agent-1'),
    { ...event(randomUUID(), 'same', 'agent-1'), data: { trainees: ids, verdict: 'same', by: 'rule' } },
    { ...event(randomUUID(), 'same'), type: 'hub.facts-moved', dataschema: undefined },
  ]);
  expect(answers.results.map(({ status, problem }) => problem?.errors[0]?.rule ?? status)).toEqual([
    'accepted',
    'accepted',
    'second-agent-needed',
    'code-unknown',
    'event-reserved',
  ]);
  const confirmed = await hub.report('operator', [event(randomUUID(), 'same', 'agent-2')], 1);
  const receipt = confirmed.results[0]?.receipt as Receipt;
  await eventually(async () => expect((await readWith(hub, [receipts[0], receipt])).alsoKnownAs).toHaveLength(1));
  const parted = await hub.report('operator', [event(randomUUID(), 'different')]);
  expect(parted.results[0]?.status).toBe('accepted');
});

it('refuses a verdict on nobody, on one person twice, by a partner, and a link over a separation', async () => {
  const { ids } = await twoPersons();
  const third = (await twoPersons()).ids[0];
  const unknown = await judge(hub, [ids[0], randomUUID()], 'same', 'agent-1');
  expect(rulesOf(unknown)).toEqual([422, 'trainee-unknown']);
  expect(unknown.body.errors?.[0]?.pointer).toBe('/trainees/1');
  expect((await judge(hub, [ids[0], ids[0].toUpperCase()], 'same', 'agent-1')).status).toBe(422);
  const asPartner = await asOperator(hub, '/v1/links/verdicts', {}, { client: 'cdc' });
  expect(asPartner.status).toBe(403);
  await judge(hub, ids, 'different', 'agent-1');
  await judge(hub, [ids[0], third], 'same', 'agent-1');
  await judge(hub, [ids[0], third], 'same', 'agent-2', 1);
  const over = await judge(hub, [ids[1], third], 'same', 'agent-3');
  expect(rulesOf(over)).toEqual([409, 'link-contradicts-separation']);
});

it('takes the verdicts of two agents at once, through two gateways, as proposal and confirmation', async () => {
  const { ids, receipts } = await twoPersons();
  const answers = await Promise.all([judge(hub, ids, 'same', 'agent-1', 0), judge(hub, ids, 'same', 'agent-2', 1)]);
  expect(answers.map(({ body }) => body.state).sort()).toEqual(['joined', 'proposed']);
  const ofVerdicts = answers.flatMap(({ body }) => body.receipts);
  expect((await readWith(hub, [receipts[0], ...ofVerdicts])).alsoKnownAs).toHaveLength(1);
});

it('keeps apart two persons with a NIR each, also where a certified source names the former NIR, until two operators join them', async () => {
  const [one, other] = [newPerson(), newPerson()];
  const franceTravailNumber = `${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}A`;
  const first = await accepted(
    hub,
    'kairos',
    about(positioned(`p-${randomUUID()}`), { nir: one.nir, franceTravailNumber }),
  );
  const mixed = about(positioned(`p-${randomUUID()}`), { nir: other.nir, franceTravailNumber });
  const second = await accepted(hub, 'kairos', mixed, 1);
  expect(second.dossier).not.toBe(first.dossier);
  const apart = await readWith(hub, [first, second]);
  expect(apart.alsoKnownAs).toEqual([]);
  const inReview = await eventually(async () => {
    const { body } = await asOperator<LinksBody>(hub, '/v1/links?state=review&limit=500');
    expect(body.items).toHaveLength(1);
    return body.items[0];
  });
  expect(inReview).toMatchObject({ by: 'rule', reason: 'identifiers-certified' });
  expect(inReview?.identifiers).toContainEqual({ kind: 'nir', heldBy: 'both', conflicts: true });
  const contacted: ReportedEvent = {
    source: 'kairos-ng',
    id: `c-${randomUUID()}`,
    type: 'candidate-contacted',
    day: '2026-03-21',
  };
  const third = await accepted(hub, 'kairos', about(contacted, { nir: one.nir, formerNir: other.nir }));
  await eventually(async () => {
    const { body } = await asOperator<LinksBody>(hub, '/v1/links?state=review&limit=500');
    expect(body.items[0]).toMatchObject({ by: 'rule', reason: 'former-nir-certified', state: 'review' });
  });
  expect((await readWith(hub, [first, third])).alsoKnownAs).toEqual([]);
  const ids = inReview?.trainees as unknown as readonly [string, string];
  await judge(hub, ids, 'same', 'agent-1');
  const { receipts } = (await judge(hub, ids, 'same', 'agent-2', 1)).body;
  expect((await readWith(hub, [first, ...receipts])).alsoKnownAs).toEqual([second.dossier]);
});

it('keeps one person from a provisional number (NIA) to the NIR', async () => {
  const { nir } = newPerson();
  const nia = `7${nir.slice(1)}`;
  const first = await accepted(hub, 'opco', about(entry('opco', `o-${randomUUID()}`, '2026-04-01'), { nia }));
  const both = await accepted(hub, 'kairos', about(positioned(`p-${randomUUID()}`), { nia, nir }), 1);
  const last = await accepted(hub, 'eos', about(entry('eos', `e-${randomUUID()}`, '2026-04-01'), { nir }));
  expect([both.dossier, last.dossier]).toEqual([first.dossier, first.dossier]);
});

it('lists links with their reasons and states, by page, and every verdict of a person, showing nobody’s identity', async () => {
  const { people, ids } = await twoPersons();
  const proposed = await judge(hub, ids, 'same', 'agent-1');
  const pair = [...ids].sort();
  const listed: LinkBody[] = [];
  let text = '';
  let next: string | null = null;
  do {
    const page: Answer<LinksBody> = await asOperator<LinksBody>(hub, `/v1/links?limit=1${next ?? ''}`);
    expect(page.status).toBe(200);
    listed.push(...page.body.items);
    text += page.text;
    next = page.body.next === null ? null : `&cursor=${page.body.next}`;
    if (next !== null) {
      expect(page.body.next).toHaveLength(tokenCharacters);
      expect((await asOperator(hub, `/v1/links/may-be-several?limit=1${next}`)).status).toBe(400);
    }
  } while (next !== null);
  const pairs = listed.map(({ trainees }) => trainees.join());
  expect(new Set(pairs).size).toBe(pairs.length);
  // A trainee's id is no place to begin from.
  expect((await asOperator(hub, `/v1/links?cursor=${ids[0]}`)).status).toBe(400);
  expect(new Set(listed.map(({ state }) => state))).toEqual(new Set(['proposed', 'joined', 'separated']));
  const own = await eventually(async () => {
    const { body } = await asOperator<{ items: LinkBody[] }>(hub, '/v1/links?state=proposed&limit=500');
    const found = body.items.find(({ trainees }) => trainees.join() === pair.join());
    expect(found).toBeDefined();
    return found;
  });
  expect(own).toMatchObject({
    state: 'proposed',
    by: null,
    awaiting: { agent: 'agent-1', reason: 'ticket-1' },
    identifiers: [{ kind: 'nir', heldBy: 'both', conflicts: true }],
    dossiers: [1, 1],
  });
  expect(proposed.body.state).toBe('proposed');
  await judge(hub, ids, 'different', 'agent-2', 1);
  const history = await eventually(async () => {
    const answer = await asOperator<{ verdicts: object[] }>(hub, `/v1/links/${ids[0]}/history`);
    expect(answer.body.verdicts).toHaveLength(2);
    return answer;
  });
  expect(history.body).toMatchObject({
    links: [{ with: ids[1], state: 'separated' }],
    verdicts: [
      { verdict: 'same', agent: 'agent-1', reason: 'ticket-1' },
      { verdict: 'different', agent: 'agent-2' },
    ],
    corrections: [],
  });
  for (const { nir } of people) expect(text + history.text).not.toContain(nir);
  expect((await asOperator(hub, '/v1/links', undefined, { client: 'cdc' })).status).toBe(403);
  expect((await asOperator(hub, `/v1/links/${randomUUID()}/history`)).status).toBe(404);
  const { rows } = await hub.database.pool.query<{ operation: string }>(
    `select distinct operation from access.trace where trainee_id = any($1::uuid[]) and agent like 'agent-%'`,
    [ids],
  );
  expect(rows.map(({ operation }) => operation).sort()).toEqual(['link-history', 'links', 'verdict']);
});

it('takes a verdict on sessions from operators, and from the registries of its own sessions and territory alone', async () => {
  const verdict = (source: string, training = ['session:eos:V-1', 'session:07:V-2']) => ({
    specversion: '1.0',
    type: 'hub.session-identified',
    source: `urn:hub:source:${source}`,
    id: randomUUID(),
    recordedtime: '2026-05-01T10:00:00+02:00',
    data: { training, verdict: 'same' },
  });
  const answered = async (client: string, training?: string[]) => {
    const { results } = await hub.report(client, [verdict(client, training)]);
    return results[0]?.problem?.errors[0]?.rule ?? results[0]?.status;
  };
  expect([
    await answered('ofeli'),
    await answered('operator'),
    await answered('eos'),
    await answered('kairos'),
  ]).toEqual(['accepted', 'accepted', 'accepted', 'event-foreign']);
  expect([
    await answered('eos', ['session:eos:V-1', 'session:14:V-2']),
    await answered('eos', ['session:07:V-3', 'session:07:V-2']),
  ]).toEqual(['territory-foreign', 'registry-foreign']);
});

it('a verdict of operators on sessions stands in the audit with agent and reason, whichever way it came', async () => {
  const sessions = ['session:eos:V-11', 'session:07:V-12'];
  const said = { sessions, verdict: 'same', reason: 'ticket-7' };
  const path = '/v1/links/sessions/verdicts';
  const judged = await asOperator<{ receipt: Receipt }>(hub, path, said, { agent: 'agent-7' });
  expect(judged).toMatchObject({ status: 202, body: { sessions, verdict: 'same', receipt: { dossier: null } } });
  const event = {
    ...{ specversion: '1.0', type: 'hub.session-identified', source: 'urn:hub:source:operator', id: 'by-event' },
    recordedtime: '2026-05-01T10:00:00+02:00',
    data: { training: sessions, verdict: 'different' },
  };
  await hub.report('operator', [event]);
  await hub.report('eos', [{ ...event, source: 'urn:hub:source:eos', id: randomUUID() }]);
  const { rows } = await hub.database.pool.query(
    'select what, client_id as client, agent, after from admin.audit where subject = $1 order by audit_id',
    [sessions[0]],
  );
  const row = { what: 'session-identified', client: 'operator' };
  expect(rows).toEqual([
    {
      ...{ ...row, agent: 'agent-7' },
      after: { event: `operator/${judged.body.receipt.id}`, sessions, verdict: 'same', reason: 'ticket-7' },
    },
    {
      ...{ ...row, agent: 'operator' },
      after: { event: 'operator/by-event', sessions, verdict: 'different', reason: null },
    },
  ]);

  const refused = async (body: object, client = 'operator') => {
    const answer = await asOperator(hub, path, { ...said, ...body }, { client });
    return [answer.status, answer.body.errors?.[0]?.pointer];
  };
  expect(await refused({ reason: undefined })).toEqual([400, '/reason']);
  expect(await refused({ verdict: 'perhaps' })).toEqual([400, '/verdict']);
  expect(await refused({ sessions: [sessions[0], 'file:eos:1'] })).toEqual([422, '/sessions/1']);
  expect(await refused({ reason: newPerson().nirWithKey })).toEqual([422, '/reason']);
  expect(await refused({}, 'eos')).toEqual([403, undefined]);
});
