import { main } from '../src/main.ts';

// Whoever reads the output may have read enough (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv, process.env);
// What could not be closed must not hold the process for ever.
setTimeout(() => process.exit(), 5_000).unref();
