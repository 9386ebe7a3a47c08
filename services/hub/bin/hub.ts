import { main } from '../src/main.ts';

// Whoever reads the output may have read enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
// The kernel ends no first process of a container by a signal that it does not handle: whoever has no handler of its own,
// or not yet, ends here.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(code);
  });
}
process.exitCode = await main(process.argv, process.env);
// What could not be closed must not hold the process for ever.
setTimeout(() => process.exit(), 5_000).unref();
