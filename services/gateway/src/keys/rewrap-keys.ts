import type { KeyWork, Step } from './key-stores.ts';

/** Wraps every key under an epoch of the KEK, which new keys take from now on. Answers how many are under it in the end. */
export async function rewrapAllKeys(
  { keyStore }: KeyWork,
  to: number,
  { signal, advance }: Step,
): Promise<{ readonly keys: number }> {
  await keyStore.epochs.begin(to);
  const onProgress = (done: number, total: number) => advance({ done, total });
  await keyStore.epochs.rewrap({ to, onProgress, signal });
  const epochs = await keyStore.epochs.read();
  return { keys: epochs.find(({ epoch }) => epoch === to)?.keys ?? 0 };
}
