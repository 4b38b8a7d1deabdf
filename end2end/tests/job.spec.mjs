// The job by mouse and by keyboard alone.

import { awake, expect, expectJobAnswered, job, open, questions, report, sentence, test, unfold, verdict } from './support.mjs';

test('by mouse', async ({ page, request }) => {
  await open(page);

  await page.getByRole('combobox', { name: 'GPU', exact: true }).click();
  await page.getByRole('combobox', { name: 'GPU', exact: true }).fill(job.gpu);
  await page.getByRole('option', { name: job.gpu }).click();

  const fewer = page.getByRole('button', { name: 'Count: one fewer' }).first();
  const more = page.getByRole('button', { name: 'Count: one more' }).first();
  const count = page.getByRole('textbox', { name: 'Count' }).first();
  while (Number(await count.inputValue()) > 4) await fewer.click();
  while (Number(await count.inputValue()) < 4) await more.click();
  await expect(count).toHaveValue('4');

  await page.getByRole('combobox', { name: 'Model', exact: true }).fill('llama 3.1 405b');
  await page.getByRole('option', { name: job.model }).first().click();
  await page.getByRole('combobox', { name: 'Weights' }).selectOption(job.weights);

  await expectJobAnswered(page, request);
  const address = new URL(page.url()).searchParams;
  expect(address.get('model')).toBe(job.modelId);
  expect(address.get('w')).toBe(job.weights);

  await page.locator('.ways a').first().click();
  await expect(sentence(page)).not.toHaveText(/does not fit/i);
  const { verdict: now } = await report(request, new URL(page.url()).search.slice(1));
  expect(now.fits).toBe(true);
  await expect(sentence(page)).toHaveText(now.sentence);
});

test('by keyboard alone', async ({ page, request }) => {
  await open(page);

  await tabTo(page, 'gpu');
  await page.keyboard.type(job.gpu);
  await page.keyboard.press('Enter');
  await tabTo(page, 'n');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(job.count);
  await tabTo(page, 'model');
  await page.keyboard.type('llama 3.1 405b');
  await page.keyboard.press('Enter');
  await tabTo(page, 'w');
  await page.keyboard.type('FP16');
  await expectJobAnswered(page, request);

  // The first way out is reached and taken without a mouse too.
  const first = page.locator('.ways a').first();
  for (let steps = 0; steps < 80; steps++) {
    if (await first.evaluate((link) => link === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(first).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sentence(page)).not.toHaveText(/does not fit/i);
});

test('the list of cards obeys arrows, Enter and Escape', async ({ page }) => {
  await open(page);
  const field = page.getByRole('combobox', { name: 'GPU', exact: true });
  const before = await field.inputValue();
  await field.focus();
  await page.keyboard.type('4090');
  await expect(page.getByRole('listbox')).toBeVisible();
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(field).toHaveValue(before);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('rtx 4090');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(/4090/);
  await expect(page).toHaveURL(/gpu=[^&]*4090/);
});

test('an answer comes at once, without a request', async ({ page }) => {
  await open(page);
  const before = await sentence(page).textContent();
  const requests = questions(page);
  await page.getByRole('combobox', { name: 'Model', exact: true }).fill('405b');
  await page.getByRole('option', { name: job.model }).first().click();
  await expect(sentence(page)).not.toHaveText(before);
  await page.getByRole('textbox', { name: /context/i }).first().fill('16384');
  await expect(page).toHaveURL(/ctx=16384/);
  expect(requests).toEqual([]);
});

test('a change of the verdict is spoken', async ({ page }) => {
  await open(page);
  await expect(verdict(page)).toHaveAttribute('aria-live', 'polite');
  const before = await verdict(page).textContent();
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('f32');
  await expect(verdict(page)).not.toHaveText(before);
});

test('a link opens the same build elsewhere', async ({ page, browser }) => {
  await open(page, `/?${job.query}`);
  const before = await sentence(page).textContent();
  await page.getByRole('combobox', { name: 'Weights', exact: true }).selectOption('q8_0');
  await expect(page).toHaveURL(/w=q8_0/);
  await expect(sentence(page)).not.toHaveText(before);
  const said = await sentence(page).textContent();
  const elsewhere = await browser.newContext();
  const copy = await elsewhere.newPage();
  await copy.goto(page.url());
  await expect(sentence(copy)).toHaveText(said);
  await awake(copy);
  await expect(sentence(copy)).toHaveText(said);
  await elsewhere.close();
});

test('back and forward go from build to build', async ({ page }) => {
  await open(page, `/?${job.query}`);
  const weights = page.getByRole('combobox', { name: 'Weights' });
  const first = await sentence(page).textContent();
  await weights.selectOption('q4_k_m');
  await expect(sentence(page)).not.toHaveText(first);
  const second = await sentence(page).textContent();
  await page.goBack();
  await expect(sentence(page)).toHaveText(first);
  await expect(weights).toHaveValue('f16');
  await page.goForward();
  await expect(sentence(page)).toHaveText(second);
  await expect(weights).toHaveValue('q4_k_m');
  await page.reload();
  await expect(sentence(page)).toHaveText(second);
});

test('back undoes one click of a stepper', async ({ page }) => {
  await open(page, '/?n=2');
  const count = page.getByRole('textbox', { name: 'Count' }).first();
  const more = page.locator('[data-key="n-more"]');
  await more.click();
  await more.click();
  await expect(count).toHaveValue('4');
  await page.goBack();
  await expect(count).toHaveValue('3');
  await page.goBack();
  await expect(count).toHaveValue('2');
});

test('a cell of the grid leads to its build', async ({ page, request }) => {
  await open(page, `/?${job.query}`);
  await unfold(page, '#formats');
  const cell = page.locator('a.cell').first();
  const query = (await cell.getAttribute('href')).split('?')[1] ?? '';
  await cell.click();
  const { verdict: expected } = await report(request, query);
  await expect(sentence(page)).toHaveText(expected.sentence);
});

test('arrow keys lead through the grid, which is one tab stop', async ({ page }) => {
  await open(page, '/?n=1&gpu=rtx-3090&model=llama-3.1-70b&w=q8_0&ctx=131072');
  await unfold(page, '#formats');
  const grid = page.getByRole('grid').first();
  const current = grid.getByRole('link', { name: 'Q8_0 at 128K: does not fit', exact: true });
  await expect(grid.locator('.cell[tabindex="0"]')).toHaveAttribute('aria-current', 'true');
  await current.focus();
  await page.keyboard.press('ArrowRight');
  await expect(current).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(grid.getByRole('link', { name: /^Q8_0 at 64K: / })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(grid.getByRole('link', { name: /^Q8_0 at 2K: / })).toBeFocused();
  await page.keyboard.press('End');
  await expect(current).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(current).not.toBeFocused();
  await expect(grid.locator('.cell:focus')).toHaveAccessibleName(/ at 128K: /);
  await page.keyboard.press('ArrowUp');
  await expect(current).toBeFocused();
  await expect(grid.locator('.cell[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(grid.locator('.cell:focus')).toHaveCount(0);
});

test('every figure opens its working', async ({ page }) => {
  await open(page, `/?${job.query}`);
  await unfold(page, '#workings-list');
  const workings = page.locator('details.working');
  expect(await workings.count()).toBeGreaterThan(3);
  await workings.first().locator('summary').click();
  await expect(workings.first().locator('.formula').first()).toBeVisible();
});

test('a figure leads to its working, also to one that came with a change', async ({ page }) => {
  await open(page, `/?${job.query}`);
  const expectOpened = async (figure) => {
    await page.locator(`.facts a[href="#working-of-${figure}"]:visible`).click();
    const working = page.locator(`[id="working-of-${figure}"]`);
    await expect(working).toBeInViewport();
    await expect(page.locator('.working[open]').filter({ has: working })).toHaveCount(1);
  };
  await expectOpened('power.heat.btu_per_h');
  await page.locator('#workings-list > summary').click();
  await page.getByText('Train it').click();
  await expectOpened('training.trainable_params');
});

async function tabTo(page, id) {
  for (let steps = 0; steps < 40; steps++) {
    if (await page.evaluate((id) => document.activeElement?.id === id, id)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach #${id}`);
}
