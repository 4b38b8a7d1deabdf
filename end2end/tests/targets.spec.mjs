// What is pointed at: large enough to be hit, and never in the way of something else.

import { expect, job, open, test, unfold } from './support.mjs';

test('help buttons and sliders can be hit', async ({ page }) => {
  await open(page, `/?${job.query}`);
  for (const panel of await page.locator('.controls details').all()) await panel.evaluate((details) => (details.open = true));
  const sizes = await page.locator('button.term, .slider input').evaluateAll((all) =>
    all
      .map((one) => [one.getAttribute('aria-label') ?? one.id, one.getBoundingClientRect()])
      .filter(([, { width }]) => width > 0)
      .map(([name, { width, height }]) => [name, Math.min(width, height)]),
  );
  expect(sizes.length).toBeGreaterThan(15);
  expect(sizes.filter(([, least]) => least < 24)).toEqual([]);
});

test('a slider is moved by its thumb', async ({ page }) => {
  await open(page, '/');
  const slider = page.locator('#ctx-slider');
  await slider.scrollIntoViewIfNeeded();
  const before = await page.locator('#ctx').inputValue();
  const { x, y, width, height } = await slider.boundingBox();
  const [now, low, high] = await slider.evaluate((input) => [input.value, input.min, input.max].map(Number));
  const middle = x + 12 + ((width - 24) * (now - low)) / (high - low);
  // Eleven pixels above the middle of the thumb, where only a target of 24 is hit.
  await page.mouse.move(middle, y + height / 2 - 11);
  await page.mouse.down();
  await page.mouse.move(middle + width / 4, y + height / 2);
  await page.mouse.up();
  expect(Number(await page.locator('#ctx').inputValue())).toBeGreaterThan(Number(before));
});

test('an explanation leaves the page as bright as it was', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('button', { name: 'What is this? Weight format' }).click();
  const popover = page.locator('#term-quant');
  await expect(popover).toBeVisible();
  expect(await popover.evaluate((entry) => getComputedStyle(entry, '::backdrop').backgroundColor)).toBe('rgba(0, 0, 0, 0)');
});

test('what does not fit can be pointed at through its hatch', async ({ page }) => {
  await open(page, `/?${job.query}`);
  const over = page.locator('#bars .over').first();
  const part = await over.evaluate((hatch) => {
    const { left, top, width, height } = hatch.getBoundingClientRect();
    const below = document.elementFromPoint(left + width / 2, top + height / 2);
    return below?.closest('[data-part]')?.getAttribute('data-part');
  });
  expect(part).toBe('weights');
});

test('the lines of a working stand below one another', async ({ page }) => {
  await open(page, `/?${job.query}`);
  await unfold(page, '#workings-list');
  for (const working of await page.locator('.working:not([hidden])').all()) await working.evaluate((details) => (details.open = true));
  const run = await page.locator('.formula.numbers:visible').evaluateAll((all) =>
    all.filter((one) => one.textContent.trim().split('\n').length !== one.innerText.trim().split('\n').length).map((one) => one.innerText),
  );
  expect(run).toEqual([]);
  expect(await page.locator('.formula.numbers:visible').filter({ hasText: '\n' }).count()).toBeGreaterThan(2);
});
