// The job by touch, on a phone's screen.

import { expect, expectJobAnswered, expectNoSidewaysScroll, job, open, sentence, test } from './support.mjs';

test('the job by touch', async ({ page, request }) => {
  await open(page);
  const gpu = page.getByRole('combobox', { name: 'GPU', exact: true });
  await gpu.tap();
  await gpu.fill(job.gpu);
  await page.getByRole('option', { name: job.gpu }).tap();
  await page.getByRole('textbox', { name: 'Count' }).first().fill(job.count);
  const model = page.getByRole('combobox', { name: 'Model', exact: true });
  await model.tap();
  await model.fill('llama 3.1 405b');
  await page.getByRole('option', { name: job.model }).first().tap();
  await page.getByRole('combobox', { name: 'Weights' }).selectOption(job.weights);
  await expectJobAnswered(page, request);
  await expectNoSidewaysScroll(page);

  await page.locator('.ways a').first().tap();
  await expect(sentence(page)).not.toHaveText(/does not fit/i);
});

test('the verdict stays in sight while the controls are touched', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Engine' }).scrollIntoViewIfNeeded();
  await expect(sentence(page)).toBeInViewport();
});
