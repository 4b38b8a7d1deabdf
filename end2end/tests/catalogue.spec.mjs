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
    const before = await table.locator('tbody tr').first().innerText();
    const heading = table.getByRole('columnheader').getByRole('link').last();
    await heading.click();
    await expect(table.locator('tbody tr').first()).not.toHaveText(before, { useInnerText: true });
    await expect(table.locator('th[aria-sort]')).not.toHaveCount(0);
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
