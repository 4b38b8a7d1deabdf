// A claim in words, with script and on a phone; nojs.spec.mjs asks one without.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support.mjs';

test('a claim is typed, read and refuted', async ({ page, request }) => {
  await page.goto('/claims');
  const field = page.getByRole('textbox', { name: 'A claim in words' });
  await field.fill('405B FP16 on 384GB');
  await field.press('Enter');
  await expect(page).toHaveURL(/\/claims\?text=405B/);
  await expect(page.getByRole('heading', { name: 'Refuted' })).toBeVisible();
  await expect(page.locator('.pieces')).toContainText('model');
  await expect(field).toHaveValue('405B FP16 on 384GB');
  const { link } = await (await request.get('/api/v1/claims?text=405B+FP16+on+384GB')).json();
  await page.getByRole('link', { name: 'Open what decides it' }).click();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(link);
});

test('a word that is not understood is named, and nothing is lost', async ({ page }) => {
  await page.goto('/claims?text=Llama+3.1+8B+on+a+RTX+4095');
  const field = page.getByRole('textbox', { name: 'A claim in words' });
  await expect(field).toHaveValue('Llama 3.1 8B on a RTX 4095');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#claim-note')).toContainText('RTX 4095');
  await expect(page.locator('.piece.unknown')).toContainText('not understood');
  await page.locator('.suggestions a').first().click();
  await expect(page.getByRole('heading', { name: 'Confirmed' })).toBeVisible();
});

for (const path of ['/claims', '/claims?text=70B+Q4+on+2x+3090+at+32k', '/claims?text=70B+on+a+banana']) {
  test(`axe finds nothing on ${path}`, async ({ page }) => {
    await page.goto(path);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
}
