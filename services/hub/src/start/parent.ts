const lookEveryMs = 500;

/**
 * Resolves once whoever started this process in its own stead is gone: the Node that handed over to the right one, or npm,
 * whose shell a signal ends without a word to what it runs. Else never: who starts a hub in the background may go.
 */
export function untilParentEnds(environment: NodeJS.ProcessEnv): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('disconnect', resolve);
  process.channel?.unref();
  const { npm_lifecycle_script: script = '' } = environment;
  const parent = process.ppid;
  if (!/\bhub\b/.test(script)) return promise;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    resolve();
  }, lookEveryMs).unref();
  return promise;
}
