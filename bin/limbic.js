#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/cli.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write(
    'limbic has not been built yet. Run "npm install" (or "npm run build") in the limbic folder, then try again.\n',
  );
  process.exit(3);
}
await import(entry.href);
