// Links that keep the figures of a day: the page says so, keeps saying so while it is changed, and offers the newest.

import { expect, expectNoFaults, job, open, report, test } from './support.mjs';

/** The day of the newest catalogue. */
const today = async (request) => (await report(request, '')).catalog;
const line = (page) => page.locator('#pin .pin');

test('a kept day stays in the address until the newest is asked for', async ({ page, request }) => {
  const day = await today(request);
  await open(page, `/?${job.query}&cat=${day}`);
  await expect(line(page)).toContainText(`Prices and figures of ${day}`);
  await expect(line(page)).toContainText('formulas are today’s');

  await page.getByRole('combobox', { name: 'Weights' }).selectOption('q4_k_m');
  await expect(page).toHaveURL(new RegExp(`cat=${day}`));
  await expect(page.locator('#share-link a')).toHaveAttribute('href', new RegExp(`cat=${day}`));
  await expect(page.locator('#exports a').first()).toHaveAttribute('href', new RegExp(`cat=${day}`));

  await line(page).getByRole('link', { name: 'Follow the newest' }).click();
  await expect(page).not.toHaveURL(/cat=/);
  await expect(line(page)).toHaveCount(0);
  await page.goBack();
  await expect(line(page)).toContainText(day);
});

test('a day without figures is told, and counted with the newest', async ({ page, request }) => {
  await open(page, '/?n=2&cat=2001-01-01');
  await expect(page.locator('#loose')).toContainText('before the first figures');
  await expect(page.locator('#verdict .instead')).toContainText(`figures of ${await today(request)}`);
  await expect(line(page)).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark']) {
  test(`the line is legible, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, `/?n=2&cat=${await today(request)}`);
    await expectNoFaults(page, colorScheme, '#pin');
  });
}

test('the page for sharing keeps the figures where that is asked', async ({ page, request }) => {
  const day = await today(request);
  await page.goto(`/share?${job.query}`);
  const link = page.getByLabel('Link', { exact: true });
  await expect(link).not.toHaveValue(/cat=/);
  await expect(page.getByLabel('Embed that updates with prices')).not.toHaveValue(/cat=/);
  await expect(page.getByLabel('Embed frozen at today’s figures')).toHaveValue(new RegExp(`cat=${day}`));

  await page.getByLabel('Keep today’s figures').check();
  await expect(page).toHaveURL(new RegExp(`cat=${day}`));
  await expect(link).toHaveValue(new RegExp(`cat=${day}`));
  await expect(page.getByLabel('Embed that updates with prices')).not.toHaveValue(/cat=/);
  await expect(page.frameLocator('.preview').locator('.credit')).toContainText(`Figures of ${day}`);

  await page.getByLabel('Keep today’s figures').uncheck();
  await expect(page).not.toHaveURL(/cat=/);
});
