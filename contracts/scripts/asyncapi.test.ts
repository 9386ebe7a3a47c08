import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { eventNames, logTopics } from '../src/catalogue.ts';
import { generateAsyncApi } from './generate-asyncapi.ts';
import { readEvents } from './read-schemas.ts';

const text = generateAsyncApi(readEvents());

describe('asyncapi.json', () => {
  it('is AsyncAPI 3 without a fault', async () => {
    const { document, diagnostics } = await new Parser().parse(text);
    const faults = diagnostics.filter(({ severity }) => severity === 0);
    expect(faults.map(({ path, message }) => `${path.join('/')}: ${message}`)).toEqual([]);
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address())
        .sort(),
    ).toEqual(logTopics.map((topic) => `hub.${topic}`).sort());
    const types = document
      ?.allMessages()
      .all()
      .map((message) => message.name()?.slice('hub.'.length));
    expect([...new Set(types)].sort()).toEqual([...eventNames, 'secret-noted'].sort());
  }, 30_000);

  it('shows no identity in clear', () => {
    type Payload = { properties?: { data?: object }; allOf?: Payload[] };
    const { components } = JSON.parse(text) as { components: { messages: Record<string, { payload: Payload }> } };
    for (const { payload } of Object.values(components.messages)) {
      const data = [payload, ...(payload.allOf ?? [])].flatMap(({ properties }) => properties?.data ?? []);
      expect(data).toHaveLength(1);
      for (const name of ['"trainee"', '"nir"', '"birthName"', '"email"', '"rqth"']) {
        expect(JSON.stringify(data)).not.toContain(name);
      }
    }
  });
});
