/** A map of the newest keys: at least half as many as `most`, never more. What is older is forgotten. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** Two halves, of which the older is dropped whole: to look for the oldest key of one map costs 20 times as much. */
export function recent<Value>(most: number): Recent<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    set: (key, value) => {
      young.set(key, value);
      if (young.size < most / 2) return;
      old = young;
      young = new Map();
    },
  };
}
