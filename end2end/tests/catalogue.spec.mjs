// The catalogue as tables: sorted, filtered, sourced.

import { expect, test } from './support.mjs';

for (const path of ['/models', '/gpus']) {
  test(`${path} lists its rows with sources`, async ({ page, request }) => {
    const ids = await (await request.get('/api/v1/catalog')).json();
    await page.goto(path);
    const rows = page.getByRole('table').first().locator('tbody tr');
    expect(await rows.count()).toBe((path === '/models' ? ids.models : ids.gpus).length);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test(`${path} sorts by a column`, async ({ page }) => {
    await page.goto(path);
    const table = page.getByRole('table').first();
    const column = table.getByRole('columnheader', { name: path === '/models' ? 'Parameters' : 'Bandwidth' });
    const first = () => table.locator('tbody tr').first().innerText();
    await column.getByRole('link').click();
    await expect(column).toHaveAttribute('aria-sort', 'descending');
    const largest = await first();
    await column.getByRole('link').click();
    await expect(column).toHaveAttribute('aria-sort', 'ascending');
    expect(await first()).not.toBe(largest);
  });

  test(`${path} narrows down`, async ({ page }) => {
    await page.goto(path);
    const rows = page.getByRole('table').first().locator('tbody tr');
    const all = await rows.count();
    const search = page.getByRole('searchbox').first();
    await search.fill(path === '/models' ? 'llama' : 'rtx');
    await search.press('Enter');
    await expect.poll(() => rows.count()).toBeLessThan(all);
    expect(await rows.count()).toBeGreaterThan(0);
  });
}
