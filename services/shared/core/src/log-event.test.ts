import { Kafka } from 'cloudevents';
import { expect, test } from 'vitest';
import type { Fact } from './dossier/facts.ts';
import { decodeLogEvent, encodeLogEvent, type LogEvent } from './log-event.ts';

const fact: Fact = {
  source: 'eos',
  id: '1894-entry-1',
  type: 'entry-attested',
  version: 1,
  partner: 'eos',
  recordedAt: '2026-04-01T07:12:00.000Z',
  receivedAt: '2026-04-01T07:12:01.000Z',
  effectiveDate: '2026-04-01',
  digest: 'abc',
  references: ['session:eos:67680', 'file:eos:1894'],
  data: { funding: 'prf', effectiveDate: '2026-04-01' },
  sealed: { reasons: 'a..b.c.d' },
};
const event: LogEvent = { fact, trainee: '0b5f6c0e-2f0e-4a53-9d3b-6a3f7f0e9d11', dossier: 359_145_964 };

test('what is encoded is decoded the same', () => {
  expect(decodeLogEvent(encodeLogEvent(event))).toEqual(event);
  for (const written of [['session:EOS:67680', 'file:eos:1894'], []]) {
    const inLetters = { ...event, fact: { ...fact, written } };
    expect(decodeLogEvent(encodeLogEvent(inLetters))).toEqual(inLetters);
  }
});

test('a message of the log is a CloudEvent in the binary mode of the Kafka protocol binding', () => {
  const { headers, value } = encodeLogEvent(event);
  const read = Kafka.toEvent({ headers: { ...headers }, body: value.toString(), value: value.toString() } as Parameters<
    typeof Kafka.toEvent
  >[0]);
  expect(read).toMatchObject({
    specversion: '1.0',
    type: 'hub.entry-attested',
    source: 'urn:hub:source:eos',
    id: '1894-entry-1',
    dataschema: 'urn:hub:dictionary:entry-attested:1',
    recordedtime: '2026-04-01T07:12:00.000Z',
    data: fact.data,
  });
});

test('an older major version is read as the newest', () => {
  const headers = encodeLogEvent({
    ...event,
    dossier: null,
    fact: { ...fact, type: 'trainee-known', data: { kinds: [] } },
  }).headers;
  const described = { ce_type: 'hub.trainee-described', ce_dataschema: 'urn:hub:dictionary:trainee-described:1' };
  const value = Buffer.from(JSON.stringify({ flags: { sexAgrees: true, sameAsKnown: false } }));
  expect(decodeLogEvent({ headers: { ...headers, ...described }, value }).fact).toMatchObject({
    type: 'trainee-described',
    version: 2,
    data: { flags: { sexAgrees: true }, toldWith: '1894-entry-1' },
  });
});

test.each([
  [
    { title: 'Soudage', dispensateurSiret: '82422814200660' },
    { title: 'Soudage', dispensateurSirets: ['82422814200660'] },
  ],
  [{ title: 'Soudage' }, { title: 'Soudage' }],
])('the one organisation that a session named in version 1 is a list of one', (written, read) => {
  const { headers } = encodeLogEvent({
    trainee: null,
    dossier: null,
    fact: { ...fact, type: 'session-published', data: {}, references: ['session:07:114782'] },
  });
  const value = Buffer.from(JSON.stringify(written));
  expect(decodeLogEvent({ headers, value }).fact).toMatchObject({ type: 'session-published', version: 2, data: read });
  expect(decodeLogEvent({ headers, value }).fact.data).toEqual(read);
});

test('a retraction goes to the topic of what it retracts', () => {
  const target = { source: 'eos', id: '1894-exit-1', type: 'exit-declared' };
  const retraction: Fact = { ...fact, id: 'r1', type: 'fact-retracted', data: { target, reason: 'duplicate' } };
  expect(encodeLogEvent({ ...event, fact: retraction }).topic).toBe('exit');
});

test.each([
  ['an unknown event', { ce_type: 'hub.nothing' }],
  ['an unknown version', { ce_dataschema: 'urn:hub:dictionary:entry-attested:9' }],
  ['no source', { ce_source: '' }],
])('%s cannot be read, and says so', (_name, damage) => {
  const message = encodeLogEvent(event);
  expect(() => decodeLogEvent({ ...message, headers: { ...message.headers, ...damage } })).toThrow(
    expect.objectContaining({ code: 'event-unreadable' }),
  );
});
