import { afterSilence } from './after-silence.ts';

/** What `work` comes to, where that takes no longer than `timeoutMs`; else what `late` answers or throws. The work goes on. */
export async function within<T, Late>(work: Promise<T>, timeoutMs: number, late: () => Late): Promise<T | Late> {
  let stop = () => {};
  const tooLate = new Promise<void>((resolve) => {
    stop = afterSilence(timeoutMs, resolve);
  }).then(late);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    stop();
  }
}
