// Leaving the configurator and coming back loses nothing.

import { expect, job, open, test } from './support.mjs';

const pages = (page) => page.getByRole('navigation', { name: 'Pages' });
const to = (page, name) => pages(page).getByRole('link', { name, exact: true });

test('a model is chosen on its page for the machine that there is', async ({ page }) => {
  await open(page, '/?gpu=rtx-4090&n=2&w=q8_0');
  await to(page, 'Models').click();
  await expect(page).toHaveURL(/\/models\?gpu=rtx-4090&n=2&w=q8_0$/);
  await page.getByRole('searchbox').fill('405b');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('link', { name: job.model, exact: true }).click();
  await expect(page).toHaveURL(/\/\?gpu=rtx-4090&n=2&model=llama-3\.1-405b&w=q8_0$/);
});

test('the links of the masthead follow what is chosen, typed and gone back to', async ({ page }) => {
  await open(page, '/?n=2');
  const query = (name) => to(page, name).evaluate((link) => new URL(link.href).search);
  expect(await query('GPUs')).toBe('?n=2');
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('q8_0');
  await expect.poll(() => query('GPUs')).toBe('?n=2&w=q8_0');
  const count = page.getByRole('textbox', { name: 'Count' }).first();
  await count.fill('3');
  // At once, though the address waits for a pause.
  expect(await query('Clouds')).toBe('?n=3&w=q8_0');
  await expect(page).toHaveURL(/n=3/);
  await page.goBack();
  await expect.poll(() => query('Models')).toBe('?n=2');

  await to(page, 'Method').click();
  await to(page, 'Clouds').click();
  await to(page, 'Configurator').click();
  await expect(page).toHaveURL(/\/\?n=2$/);
});
