// What cannot be used is said at its field, and the page goes on.

import { expect, open, sentence, test } from './support.mjs';

const REFUSED = [
  ['n', '0'],
  ['n', '10000'],
  ['n', 'abc'],
  ['ctx', '-1'],
  ['ctx', '1000000000000'],
  ['ctx', 'abc'],
  ['users', '0'],
  ['ram', '-5'],
  ['model', 'no-such-model'],
  ['gpu', 'no-such-card'],
  ['w', 'q99'],
  ['kv', 'f1'],
  ['engine', 'none'],
];

for (const [key, value] of REFUSED) {
  test(`${key}=${value}`, async ({ page }) => {
    const response = await page.goto(`/?${key}=${value}`);
    expect(response.status()).toBe(200);
    const note = page.locator(`#${key}-note`);
    await expect(note).not.toBeEmpty();
    const said = await note.innerText();
    await open(page, `/?${key}=${value}`);
    // The browser's half says the same as the server.
    await expect(note).toHaveText(said, { useInnerText: true });
    await expect(sentence(page)).not.toBeEmpty();
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
  });
}

test('the nearest valid value is one click away', async ({ page }) => {
  await open(page, '/?n=10000');
  await page.locator('#n-note a').click();
  await expect(page.locator('#n-note')).toBeEmpty();
  await expect(page.locator('#n')).not.toHaveAttribute('aria-invalid', 'true');
});

test('a word that is not known has no answer, and its neighbours are one click away', async ({ page }) => {
  await open(page, '/?gpu=rtx-409O&n=2');
  await expect(sentence(page)).toHaveText(/no GPU is known here as “rtx-409O”/i);
  await expect(page.locator('#answered')).toBeHidden();
  expect(await page.locator('main').innerText()).not.toMatch(/to spare|short by/);
  await page.locator('#gpu-note').getByRole('link', { name: /RTX 4090/ }).first().click();
  await expect(page).toHaveURL('/?gpu=rtx-4090&n=2');
  await expect(page.locator('#answered')).toBeVisible();
  await expect(sentence(page)).toHaveText(/to spare|short/);
});

test('a word that is known by another name says what it was read as', async ({ page }) => {
  await open(page, '/?w=4bit');
  await expect(page.locator('#w-note')).toHaveText(/“4bit” is read as Q4_K_M/);
  await expect(page.locator('#answered')).toBeVisible();
});

test('typing what cannot be used says so at once', async ({ page }) => {
  await open(page);
  const count = page.getByRole('textbox', { name: 'Count' }).first();
  await count.fill('0');
  await expect(page.locator('#n-note')).not.toBeEmpty();
  await expect(count).toHaveAttribute('aria-invalid', 'true');
  await count.fill('2');
  await expect(page.locator('#n-note')).toBeEmpty();
});

for (const query of ['%', '%zz=%f&n=%ff', 'n=4&n=8', '&&==&', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'model=%22%3E%3Cb%3E']) {
  test(`?${query}`, async ({ page }) => {
    const response = await page.goto(`/?${query}`);
    expect(response.status()).toBe(200);
    await open(page, `/?${query}`);
    await expect(sentence(page)).not.toBeEmpty();
  });
}

test('5,000 characters are refused with a page', async ({ page }) => {
  const response = await page.goto(`/?x=${'a'.repeat(5000)}`);
  expect(response.status()).toBe(414);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('main').getByRole('link').click();
  await expect(page).toHaveURL('/');
});
