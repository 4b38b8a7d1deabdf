// Several models on the same machine: one verdict, a place for each, and what to change where one
// has none.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, questions, report, test, unfold } from './support.mjs';

/** Four copies on four cards. */
const FOUR = 'gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.3-70b&w=fp8&also=llama-3.3-70b*3';
/** The same in 16 bits, which is too much. */
const TOO_MUCH = FOUR.replace('w=fp8', 'w=f16');

const section = (page) => page.locator('#together-section');
const sentence = (page) => page.locator('#verdict .sentence');
const ways = (page) => page.locator('#ways .ways a');

test('a model alone has no such section', async ({ page }) => {
  await open(page, '/?n=4');
  await expect(section(page)).toBeHidden();
});

test('the verdict and the places are those of the API', async ({ page, request }) => {
  await open(page, `/?${FOUR}`);
  const { together } = await report(request, FOUR);
  expect(together).toMatchObject({ fits: true, asked: 4, placed: 4 });
  await expect(sentence(page)).toContainText(together.sentence);
  await expect(page.locator('#bars .bar')).toHaveCount(together.per_gpu.length);
  await expect(page.locator('#bars .legend')).toContainText('Llama 3.3 70B Instruct FP8');
  await expect(ways(page)).toHaveCount(0);
});

test('what is asked beside it appears without a request', async ({ page, request }) => {
  await open(page, '/?gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.3-70b&w=fp8');
  await unfold(page, '#also-more');
  const requests = questions(page);
  await page.locator('#also').fill('Llama 3.1 8B');
  await page.locator('#also').press('Enter');
  await page.locator('#w-also').selectOption('q8_0');
  await page.getByRole('button', { name: 'How many: one more' }).first().click();
  await expect(section(page)).toBeVisible();
  await expect(page).toHaveURL(/also=/);
  const { together } = await report(request, new URL(page.url()).search.slice(1));
  expect(together.asked).toBe(3);
  await expect(sentence(page)).toContainText(together.sentence);
  expect(requests).toEqual([]);
});

test('each way out leads to a machine that holds all of them', async ({ page, request }) => {
  await open(page, `/?${TOO_MUCH}`);
  const { together } = await report(request, TOO_MUCH);
  expect(together.fits).toBe(false);
  expect(together.ways_out.length).toBeGreaterThan(0);
  await expect(ways(page)).toHaveText(together.ways_out.map(({ action }) => action));
  await ways(page).first().click();
  await expect(sentence(page)).toContainText('All 4 fit');
  await expect(ways(page)).toHaveCount(0);
  const { together: after } = await report(request, new URL(page.url()).search.slice(1));
  expect(after.fits).toBe(true);
});

for (const [value, word] of [
  ['no-such-model', 'no-such-model'],
  ['llama-3.1-8b*999', '999'],
  ['llama-3.1-8b:zzz', 'zzz'],
]) {
  test(`also=${value} is told at its field`, async ({ page }) => {
    const response = await page.goto(`/?also=${value}`);
    expect(response.status()).toBe(200);
    await expect(page.locator('#also-note')).toContainText(word);
    await expect(page.locator('#also')).toHaveAttribute('aria-invalid', 'true');
  });
}

test('the plain form asks for the same', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/?n=2');
  await unfold(page, '#also-more');
  await page.locator('#also').fill('Llama 3.1 8B');
  await page.locator('#n-also').fill('2');
  await page.locator('#also').press('Enter');
  await expect(page.locator('#bars .legend')).toContainText('Llama 3.1 8B');
  // There is a row for one more.
  await expect(page.locator('#also')).toHaveValue('Llama 3.1 8B');
  await page.locator('#also2').fill('no such model');
  await page.locator('#also2').press('Enter');
  await expect(page.locator('#also-note')).toContainText('no-such-model');
  await expect(page.locator('#also2')).toHaveValue(/no.such.model/);
  await context.close();
});

for (const [name, query] of Object.entries({ held: FOUR, 'too much': TOO_MUCH })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, `/?${query}`);
      await expectNoFaults(page, colorScheme, '#bars', '#together-section');
    });
  }
  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `/?${query}`);
    await expectNoSidewaysScroll(page);
  });
}
