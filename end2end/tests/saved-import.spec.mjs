// Broken files of saved builds: read in part or refused in a sentence. No browser is needed for that.

import { expect, test } from '@playwright/test';

import { run } from '../fuzz-saved.mjs';

test('a broken file is read in part or refused', () => {
  const { tried, file, fault } = run(2_000, 7);
  expect(fault, file).toBeUndefined();
  expect(tried).toBeGreaterThan(1_000);
});
