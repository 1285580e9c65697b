/** The entry: one command line, one exit status; an internal fault is said in words that help to report it. */
import { runCommandLine } from './host/cli/program.ts';
import { VERSION } from './host/version.ts';

runCommandLine(process.argv.slice(2), VERSION).then(
  // All is written (to files, pipes and terminals Node writes at once), so nothing is gained by taking the heap apart, which takes its time.
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(
      `modsh: internal fault, please report: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(70);
  },
);
