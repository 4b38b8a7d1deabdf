// The job by touch, on a phone's screen.

import { expect, expectJobAnswered, expectNoSidewaysScroll, heightOf, job, open, sentence, test, unfold } from './support.mjs';

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

const PAGES = ['/', `/?${job.query}`, '/?n=4&mode=train', '/models', '/gpus', '/clouds', '/apis', '/builds', '/builds/a16z-4gpu', '/compare?b=one-gpu&b=a16z-4gpu', '/upgrade?n=1&step=12~n~4', '/find?gpu=rtx-3090&n=2', '/find?ask=machines&budget=20000&rented=1', '/method', '/api', '/saved', `/share?${job.query}`, `/sheet?${job.query}`, `/embed?${job.query}`, '/nope'];

test('no page is wider than the screen', async ({ page }) => {
  expect(page.viewportSize().width).toBe(390);
  for (const path of PAGES) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await test.step(path, () => expectNoSidewaysScroll(page));
  }
});

for (const [path, heading] of [['/clouds', 'One GPU'], ['/apis', 'Output']]) {
  test(`the prices of ${path} are in sight`, async ({ page }) => {
    await page.goto(path);
    const table = page.getByRole('table').first();
    const heads = await table.locator('thead th').allInnerTexts();
    const place = heads.findIndex((head) => head.startsWith(heading));
    const price = table.locator(`tbody tr > :nth-child(${place + 1})`).first();
    await price.scrollIntoViewIfNeeded();
    await expect(price).toHaveText(/\d/);
    // Whole, without a swipe, and beside the name that it belongs to.
    const { left, right } = await price.evaluate((cell) => cell.getBoundingClientRect());
    expect(right).toBeLessThanOrEqual(390);
    const name = await table.locator('tbody th').first().evaluate((cell) => cell.getBoundingClientRect().right);
    expect(left).toBeGreaterThanOrEqual(name - 1);
    expect(await table.locator('xpath=ancestor::div[1]').evaluate((region) => region.scrollLeft)).toBe(0);
  });
}

test('from wherever one reads, the controls come up and go away again', async ({ page }) => {
  await open(page, '/?n=4');
  const weights = page.getByRole('combobox', { name: 'Weights' });
  await page.locator('#payback').scrollIntoViewIfNeeded();
  await expect(sentence(page)).toBeInViewport();
  await expect(weights).not.toBeInViewport();
  await page.getByRole('link', { name: 'Change' }).tap();
  await expect(page.locator('#controls')).toBeFocused();
  await weights.scrollIntoViewIfNeeded();
  await expect(weights).toBeInViewport();
  const before = await sentence(page).textContent();
  await weights.selectOption('f32');
  await expect(sentence(page)).not.toHaveText(before);
  await expect(sentence(page)).toBeInViewport();
  await page.getByRole('button', { name: 'Done' }).tap();
  await expect(page.getByRole('button', { name: 'Done' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Change' })).toBeFocused();
  await expectNoSidewaysScroll(page);
});

test('the page is short enough to be read', async ({ page }) => {
  await open(page, '/?n=4');
  expect(await heightOf(page)).toBeLessThanOrEqual(7_000);
});

test('the heads of the memory table stand over their columns', async ({ page }) => {
  await open(page, '/?n=4');
  await unfold(page, '#numbers');
  const table = page.locator('#figures table');
  const edges = (row, cell) => table.locator(`tr`).nth(row).locator(cell).evaluate((one) => {
    const { left, right } = one.getBoundingClientRect();
    return [Math.round(left), Math.round(right)];
  });
  expect(await edges(0, '> :last-child')).toEqual(await edges(2, '> :last-child'));
  const [, fullest] = await edges(0, '> th:nth-child(2)');
  const [all] = await edges(2, '> :last-child');
  expect(fullest).toBeLessThanOrEqual(all);
});

test('a model is imported with a thumb', async ({ page }) => {
  await page.goto('/import');
  await page.getByLabel('The text of config.json').fill('{"model_type": "llama"}');
  await page.getByRole('button', { name: 'Read the text' }).tap();
  await expect(page.locator('#import-note')).toContainText('hidden_size is missing');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
