// What runs on a machine: links and plain forms, with or without script.

import { test as bare } from '@playwright/test';
import { expect, expectNoSidewaysScroll, test } from './support.mjs';

/** What a person has of the answer: its words, and where its links lead. */
const shown = (page) => page.evaluate(() => {
  const all = document.querySelectorAll('#finding, #found, #found .chart-wide svg');
  const links = document.querySelectorAll('#found a');
  return [[...all].map((one) => one.textContent), [...links].map((link) => link.getAttribute('href'))];
});

test('a machine by name is asked what runs, and each row opens its build', async ({ page }) => {
  await page.goto('/find');
  await page.getByLabel('By name').fill('2x RTX 3090');
  await page.getByLabel('Context', { exact: true }).fill('16384');
  await page.getByRole('button', { name: 'Show what runs' }).click();
  await expect(page).toHaveURL(/\/find\?gpu=rtx-3090&n=2&ctx=16384$/);
  await expect(page.locator('.finding')).toContainText('on 2 × RTX 3090 with 16\u202f384 tokens of context');
  const row = page.getByRole('row', { name: /Llama 3\.3 70B/ });
  const said = await row.getByRole('cell').nth(1).innerText();
  await row.getByRole('link').click();
  await expect(page.locator('#verdict .sentence')).toContainText(/Fits/);
  const format = said.split(' ')[0].toLowerCase();
  expect(new URL(page.url()).searchParams.get('w') ?? 'q4_k_m').toBe(format);
});

test('a list is sorted by links and narrowed down by a form, and the address holds both', async ({ page }) => {
  await page.goto('/find?gpu=rtx-4090');
  await page.getByRole('link', { name: 'Each stream' }).click();
  await expect(page.locator('th[aria-sort="descending"]')).toContainText('Each stream');
  await page.getByText('Only some models').click();
  await page.getByLabel('Kind').selectOption('mixture');
  await page.getByLabel('Published since').fill('2025-01');
  await page.getByRole('button', { name: 'Show what runs' }).click();
  const keys = new URL(page.url()).searchParams;
  expect(Object.fromEntries(keys)).toEqual({ gpu: 'rtx-4090', kind: 'mixture', since: '2025-01', sort: 'decode' });
  await expect(page.getByRole('row', { name: /gpt-oss-20b/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Llama 3\.1 8B/ })).toHaveCount(0);
});

test('what is not understood stands beside its field, and nothing is lost', async ({ page }) => {
  await page.goto('/find');
  await page.getByLabel('By name').fill('abacus 3000');
  await page.getByLabel('Streams at once').fill('many');
  await page.getByRole('button', { name: 'Show what runs' }).click();
  await expect(page.locator('#machine-note')).toContainText('“abacus 3000” is the name of no build');
  await expect(page.locator('#machine')).toHaveValue('abacus 3000');
  await expect(page.locator('#users-note')).toContainText('“many”');
  await expect(page.locator('#users')).toHaveValue('many');
});

test('on a phone the list scrolls by itself and the page does not', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 720 });
  await page.goto('/find?machine=MacBook+Pro+M4+Max+64+GB');
  await expectNoSidewaysScroll(page);
  await expect(page.getByRole('columnheader', { name: /Model/ })).toBeVisible();
});

test('a job is asked for its machines, and what nothing beats is compared by a link', async ({ page, request }) => {
  await page.goto('/find?n=4&model=llama-3.3-70b');
  await page.getByRole('link', { name: 'Which machine runs this?' }).click();
  await page.getByLabel('Streams at once').fill('4');
  await page.getByLabel('Price at most').fill('20,000');
  await page.getByRole('button', { name: 'Find machines' }).click();
  await expect(page).toHaveURL(/budget=20000$/);
  const asked = new URL(page.url()).searchParams;
  expect([asked.get('ask'), asked.get('model'), asked.get('users'), asked.get('budget')]).toEqual(['machines', null, '4', '20000']);
  const answer = await request.get(`/api/v1/find/machines${new URL(page.url()).search}`);
  const { front } = await answer.json();
  const rows = page.getByRole('region', { name: 'Machines that no other beats' }).locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(2);
  expect(await rows.count()).toBeLessThanOrEqual(front.length);
  await expect(page.locator('.chart-wide svg[role=img]')).toBeVisible();
  await rows.first().getByRole('link').click();
  await expect(page.locator('#verdict .sentence')).toContainText(/Fits/);
  await page.goBack();
  await page.getByRole('link', { name: 'Put the best of them side by side' }).click();
  await expect(page).toHaveURL(/\/compare\?b=/);
  await expect(page.locator('.versus thead th')).toHaveCount(Math.min(front.length, 3) + 1);
});

test('the search for machines is made in the browser, and says the same as the server', async ({ page, request }) => {
  await page.goto('/find?ask=machines');
  await page.evaluate(() => { window.here = true; });
  await page.getByLabel('Streams at once').fill('4');
  await page.getByLabel('Price at most').fill('30000');
  await page.getByLabel('Price at most').press('Enter');
  await expect(page).toHaveURL('/find?ask=machines&users=4&budget=30000');
  expect(await page.evaluate(() => window.here)).toBe(true);
  const finding = page.locator('#finding');
  const [words, here] = [await finding.innerText(), await shown(page)];
  await expect(page.locator('#search-said')).toHaveText(words);
  await expect(page.getByRole('link', { name: 'What runs on my machine?' })).toHaveAttribute('href', '/find?users=4');
  const { finding: said } = await (await request.get('/api/v1/find/machines?users=4&budget=30000')).json();
  expect(words).toBe(said);
  await page.reload();
  expect(await shown(page)).toEqual(here);
  // Back is another address, which the server answers.
  await page.getByLabel('Price at most').fill('5000');
  await page.getByRole('button', { name: 'Find machines' }).click();
  await expect(page).toHaveURL(/budget=5000$/);
  await expect(finding).not.toHaveText(words);
  await page.goBack();
  await expect(finding).toHaveText(words);
  await expect(page.getByLabel('Price at most')).toHaveValue('30000');
});

test('a search is seen to go on, and stops', async ({ page }) => {
  await page.goto('/find?ask=machines');
  const before = await page.locator('#found').innerHTML();
  // A slow machine: each piece waits until it is let on.
  await page.evaluate(() => {
    window.frames60 = window.requestAnimationFrame;
    window.requestAnimationFrame = (go) => { window.letOn = go; };
  });
  await page.getByLabel('Price at most').fill('30000');
  await page.getByRole('button', { name: 'Find machines' }).click();
  const progress = page.getByRole('progressbar', { name: 'Machines tried' });
  await expect(progress).toBeVisible();
  await expect(page.locator('#found')).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => window.letOn());
  await expect.poll(() => progress.evaluate((bar) => bar.value)).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(progress).toBeHidden();
  await expect(page.locator('#search-said')).toContainText('was stopped');
  await page.evaluate(() => window.letOn());
  expect(await page.locator('#found').innerHTML()).toBe(before);
  await expect(page).toHaveURL('/find?ask=machines');
  // Another one takes its place and is not disturbed.
  await page.evaluate(() => { window.requestAnimationFrame = window.frames60; });
  await page.getByRole('button', { name: 'Find machines' }).click();
  await expect(page).toHaveURL(/budget=30000$/);
});

// The browser says of itself that a file did not come.
bare('without the code that searches the server is asked', async ({ page }) => {
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto('/find?ask=machines');
  await page.evaluate(() => { window.here = true; });
  await page.getByLabel('Price at most').fill('30000');
  await page.getByRole('button', { name: 'Find machines' }).click();
  await expect(page).toHaveURL(/budget=30000$/);
  await expect(page.locator('#finding')).toContainText('machines do it');
  expect(await page.evaluate(() => window.here)).toBeUndefined();
});

test('a limit that is none stands beside its field', async ({ page }) => {
  await page.goto('/find?ask=machines');
  await page.getByLabel('Price at most').fill('a lot');
  await page.getByRole('button', { name: 'Find machines' }).click();
  await expect(page.locator('#budget-note')).toContainText('“a lot” was left out');
  await expect(page.locator('#budget')).toHaveValue('a lot');
});
