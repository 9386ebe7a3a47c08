import { personalInAgent } from '@hub/core';
import { expect, it } from 'vitest';
import { pseudonym } from './visit-cookie.ts';

const secrets = { receiptKey: Buffer.alloc(32, 1) };

it('a person has one pseudonym in a hub, another in others, and shares it with nobody', () => {
  const own = pseudonym(secrets, 'https://issuer.example', 'someone');
  expect(own).toBe(pseudonym(secrets, 'https://issuer.example', 'someone'));
  const others = [
    pseudonym(secrets, 'https://issuer.example', 'another'),
    pseudonym(secrets, 'https://other.example', 'someone'),
    pseudonym(secrets, 'https://issuer.examples', 'omeone'),
    pseudonym({ receiptKey: Buffer.alloc(32, 2) }, 'https://issuer.example', 'someone'),
  ];
  expect(new Set([own, ...others]).size).toBe(5);
});

it('a pseudonym holds nothing that could be read as a number or a name of a person', () => {
  for (let subject = 0; subject < 500; subject += 1) {
    const agent = pseudonym(secrets, 'https://issuer.example', `camille.martin.${subject}@example.org`);
    expect(agent).toMatch(/^p-[a-p]{32}$/);
    expect(personalInAgent(agent)).toBeNull();
  }
});
