import { EXIT, loadProgram, reportError, runProgram } from './program.ts';

// Whoever reads the output may stop early (limbic check study | head); that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  const args = process.argv.slice(2);
  await runProgram(await loadProgram(args[0]), args);
  process.exitCode ??= EXIT.done;
} catch (error) {
  process.exitCode = reportError(error);
}
