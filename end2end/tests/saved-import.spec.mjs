// Broken files of saved builds: read in part or refused in a sentence. No browser is needed for that.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@playwright/test';

const FUZZ = fileURLToPath(new URL('../fuzz-saved.mjs', import.meta.url));

test('a broken file is read in part or refused', () => {
  // It fails where one is read wrongly, and says which.
  const said = execFileSync(process.execPath, [FUZZ, '2', '7'], { encoding: 'utf8' });
  expect(Number(said.split(' ')[0])).toBeGreaterThan(1_000);
});
