import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, post, type TestDoor } from './gateway-harness.ts';

interface Operation {
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly example: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

let door: TestDoor;
let described: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
beforeAll(async () => {
  door = await openDoor();
  described = (await (await fetch(`${door.gateway.url}/openapi.json`)).json()) as typeof described;
});
afterAll(() => door?.close());

const report = (body: unknown, headers: Record<string, string>) =>
  post(door.secrets, door.gateway, 'eos', JSON.stringify(body), { headers });

describe('what OpenAPI shows of POST /v1/events', () => {
  const exampleOf = (type: string) => described.paths['/v1/events']?.post?.requestBody.content[type]?.example;

  it('can be sent as it stands, in each of the three modes', async () => {
    const one = exampleOf('application/cloudevents+json') as Record<string, string>;
    expect((await report(one, { 'content-type': 'application/cloudevents+json' })).status).toBe(202);
    const batch = exampleOf('application/cloudevents-batch+json');
    const answer = await report(batch, { 'content-type': 'application/cloudevents-batch+json' });
    expect(answer.body.results).toMatchObject([{ status: 'accepted' }]);
    const { data: _data, ...envelope } = one;
    const named = Object.fromEntries(Object.entries(envelope).map(([name, value]) => [`ce-${name}`, value]));
    const binary = await report(exampleOf('application/json'), { 'content-type': 'application/json', ...named });
    expect(binary.status, binary.text).toBe(202);
  });

  it('names every refusal at every address, those of HTTP itself included', () => {
    for (const [path, operations] of Object.entries(described.paths)) {
      for (const { responses } of Object.values(operations))
        expect(Object.keys(responses), path).toEqual(expect.arrayContaining(['4XX', '5XX']));
    }
  });
});
