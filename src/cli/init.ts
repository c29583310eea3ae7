import { join } from 'node:path';
import type { Command } from 'commander';
import { studyTemplate } from '../study/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { say } from './support.ts';
import { writeFolder } from './write-folder.ts';

/** `limbic init DIR`: a new study folder with commented templates. */
export function register(program: Command): void {
  const command = program
    .command('init')
    .description('a new study folder with commented templates (YAML and Excel)')
    .argument('<dir>', 'a new folder');
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText('after', '\nExample:\n  limbic init my-study && limbic check my-study')
    .action(async (folder: string, options: { quiet: boolean }) => {
      writeFolder(folder, await studyTemplate());
      say(options, `fill in animals.csv and study.yaml, then: limbic check ${folder}`);
      process.stdout.write(`${join(folder, 'study.yaml')}\n`);
    });
}
