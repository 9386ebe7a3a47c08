/** What `work` comes to, where that takes no longer than `timeoutMs`; else what `late` answers or throws. The work goes on. */
export async function within<T, Late>(work: Promise<T>, timeoutMs: number, late: () => Late): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  }).then(late);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
