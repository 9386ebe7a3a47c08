import type { Topic } from '@hub/contracts';
import {
  type FieldError,
  type LogState,
  type RequiredPosition,
  readReceipt,
  readState,
  requestInvalid,
  type Secrets,
  type SliceProgress,
  sealState,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';

/** A position that the state shown must have passed. */
export interface Requirement extends RequiredPosition {
  /** The receipt that asks for it; null where a state does. */
  readonly receipt: string | null;
}

/** The state of these slices, each named once or more, as `Hub-State` names it; null where there is none. */
export function logStateOf(progress: readonly SliceProgress[]): LogState | null {
  const [first] = progress;
  if (first === undefined) return null;
  const slices = new Map(progress.map((each) => [`${each.kind} ${each.slice}`, each]));
  const offsets = [...slices.values()].flatMap(({ slice, offsets }) =>
    Object.entries(offsets).map(([topic, next]) => [topic as Topic, slice, next] as const),
  );
  return { logEpoch: first.logEpoch, offsets };
}

/** `Hub-State` of an answer: sealed, so that nobody learns or invents positions of the log. Null where there is none. */
export function stateToken(secrets: Pick<Secrets, 'receiptKey'>, progress: readonly SliceProgress[]): string | null {
  const state = logStateOf(progress);
  return state === null ? null : sealState(secrets, state);
}

const tokensMax = 50;

/** The positions that `Hub-At-Least` asks for. Throws a 400 problem for a token that this hub did not make. */
export function requirementsOf(secrets: Pick<Secrets, 'receiptKey'>, request: FastifyRequest): readonly Requirement[] {
  const header = request.headers['hub-at-least'];
  const tokens = String(header ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  if (tokens.length > tokensMax) throw refused({ rule: 'too-many', detail: `names more than ${tokensMax} tokens` });
  return tokens.flatMap((token) => requirementsOfToken(secrets, token));
}

function requirementsOfToken(secrets: Pick<Secrets, 'receiptKey'>, token: string): readonly Requirement[] {
  const receipt = readReceipt(secrets, token);
  if (receipt !== null) {
    const { logEpoch, topic, slice, offset, also = [] } = receipt;
    const others = also.map((also) => ({
      logEpoch,
      topic: also.topic,
      slice: also.slice,
      nextOffset: also.offset + 1,
    }));
    return [
      { logEpoch, topic, slice, nextOffset: offset + 1, receipt: token },
      ...others.map((other) => ({ ...other, receipt: null })),
    ];
  }
  const state = readState(secrets, token);
  if (state === null) throw refused({ rule: 'value-invalid', detail: 'holds a token that this hub did not give' });
  const { logEpoch, offsets } = state;
  return offsets.map(([topic, slice, nextOffset]) => ({ logEpoch, topic, slice, nextOffset, receipt: null }));
}

/** A position of a log that is no more can never be reached, so waiting for it would never end. */
export function otherLog() {
  return refused({ rule: 'value-invalid', detail: 'holds a token of a log that has been replaced' });
}

function refused(error: Omit<FieldError, 'pointer'>) {
  return requestInvalid([{ pointer: '/headers/hub-at-least', ...error }]);
}
