import { join } from 'node:path';
import type { Command } from 'commander';
import { studyTemplate } from '../study/index.ts';
import { say } from './support.ts';
import { writeFolder } from './write-folder.ts';

/** `limbic init DIR`: a new study folder with commented templates. */
export function register(program: Command): void {
  program
    .command('init')
    .description('a new study folder with commented templates (YAML and Excel)')
    .argument('<dir>', 'a new folder')
    .option('--quiet', 'print nothing but errors', false)
    .addHelpText('after', '\nExample:\n  limbic init my-study && limbic check my-study')
    .action(async (folder: string, options: { quiet: boolean }) => {
      writeFolder(folder, await studyTemplate());
      say(options, `fill in animals.csv and study.yaml, then: limbic check ${folder}`);
      process.stdout.write(`${join(folder, 'study.yaml')}\n`);
    });
}
