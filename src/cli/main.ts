import { EXIT, loadProgram, reportError } from './program.ts';

// Whoever reads the output may stop early (limbic check study | head); that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await (await loadProgram(process.argv[2])).parseAsync(process.argv);
  process.exitCode ??= EXIT.done;
} catch (error) {
  process.exitCode = reportError(error);
}
