import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What is kept at most; the oldest goes first. */
const keptMax = 2_000;
const keptSecondsMax = 600;

/** What the issuer keeps while somebody signs in, in memory. It remembers nobody: whoever comes chooses a person. */
export function boundedStore(clock: () => number = Date.now): (model: string) => Adapter {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly untilMs: number }>();
  const living = (key: string) => {
    const found = kept.get(key);
    if (found === undefined || found.untilMs > clock()) return found?.payload;
    kept.delete(key);
    return undefined;
  };
  return (model) => {
    const keyOf = (id: string) => `${model} ${id}`;
    const findBy = (name: 'uid' | 'userCode', value: string) =>
      [...kept.keys()].map(living).find((payload) => payload?.kind === model && payload[name] === value);
    return {
      async upsert(id, payload, expiresIn) {
        if (model === 'Session') return;
        kept.delete(keyOf(id));
        for (const oldest of kept.keys()) {
          if (kept.size < keptMax) break;
          kept.delete(oldest);
        }
        kept.set(keyOf(id), { payload, untilMs: clock() + (expiresIn ?? keptSecondsMax) * 1_000 });
      },
      find: async (id) => living(keyOf(id)),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (userCode) => findBy('userCode', userCode),
      async consume(id) {
        const payload = living(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(clock() / 1_000);
      },
      destroy: async (id) => void kept.delete(keyOf(id)),
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
