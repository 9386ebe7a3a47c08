import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

/** The brokers of this run, started once. */
export function testBrokers(): string[] {
  return [...inject('kafkaBrokers')];
}

/** A prefix that no other test has, so that each has topics of its own. */
export function testTopicPrefix(): string {
  return `test-${randomUUID().slice(0, 13)}.`;
}
