import { type Topic, topics } from '@hub/contracts';
import { type FieldError, problem, readReceipt, type Secrets, signToken, verifyToken } from '@hub/platform';
import type { LogState, Requirement } from '../domain/log-state.ts';

const tokensMax = 50;

/** `Hub-State` of an answer: signed, so that nobody learns or invents places of the log. */
export function stateToken(secrets: Secrets, state: LogState): string {
  const { logEpoch, offsets } = state;
  return signToken(secrets, 'state', [
    logEpoch,
    offsets.map(([topic, slice, next]) => [topics.indexOf(topic), slice, next]),
  ]);
}

/** The places that a `Hub-At-Least` header asks for. Throws a 400 problem for a token that this hub did not sign. */
export function requirementsOf(secrets: Secrets, header: string | undefined): readonly Requirement[] {
  const tokens = (header ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  if (tokens.length > tokensMax) throw refused({ rule: 'too-many', detail: `names more than ${tokensMax} tokens` });
  return tokens.flatMap((token) => requirementsOfToken(secrets, token));
}

function requirementsOfToken(secrets: Secrets, token: string): readonly Requirement[] {
  const receipt = readReceipt(secrets, token);
  if (receipt !== null) {
    const { logEpoch, topic, slice, offset, also = [] } = receipt;
    const told = also.map((place) => ({
      logEpoch,
      topic: place.topic,
      slice: place.slice,
      nextOffset: place.offset + 1,
    }));
    return [
      { logEpoch, topic, slice, nextOffset: offset + 1, receipt: token },
      ...told.map((place) => ({ ...place, receipt: null })),
    ];
  }
  const state = verifyToken(secrets, 'state', token) as [string, [number, number, number][]] | null;
  if (state === null) throw refused({ rule: 'value-invalid', detail: 'holds a token that this hub did not give' });
  const [logEpoch, offsets] = state;
  return offsets.map(([topic, slice, nextOffset]) => ({
    logEpoch,
    topic: topics[topic] as Topic,
    slice,
    nextOffset,
    receipt: null,
  }));
}

/** A place of a log that is no more: it can never be reached, so waiting for it would never end. */
export function otherLog() {
  return refused({ rule: 'value-invalid', detail: 'holds a token of a log that has been replaced' });
}

function refused(error: Omit<FieldError, 'pointer'>) {
  const errors = [{ pointer: '/headers/hub-at-least', ...error }];
  return problem(400, 'request-invalid', 'The request is not as described.', { errors });
}
