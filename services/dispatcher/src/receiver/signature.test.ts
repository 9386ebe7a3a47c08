import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { newWebhookSecret, signedHeaders } from './signature.ts';

it('A message is verified by the reference library under each valid secret, and under no other', () => {
  const [now, before, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const body = JSON.stringify({ type: 'ping', data: { items: ['é'] } });
  const headers = { ...signedHeaders('msg_a', body, new Date(), [now, before]) };
  for (const secret of [now, before]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(now).verify(`${body} `, headers)).toThrow('No matching signature');
  expect(() => new Webhook(now).verify(body, { ...headers, 'webhook-id': 'msg_b' })).toThrow('No matching signature');
});

it('A secret has 256 bits and is never drawn twice', () => {
  const secrets = Array.from({ length: 20 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(20);
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});
