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

for (const [path, day] of [['/models', 'Released'], ['/gpus', 'Launched']]) {
  test(`${path} begins with the newest and says so`, async ({ page }) => {
    await page.goto(path);
    const table = page.getByRole('table').first();
    await expect(table.locator('caption')).toHaveText(/newest first/);
    const heads = await table.locator('thead th').allInnerTexts();
    const place = heads.findIndex((head) => head.startsWith(day));
    const days = await table.locator(`tbody tr > :nth-child(${place + 1})`).allInnerTexts();
    const known = days.filter((text) => /^\d/.test(text));
    expect(known).toEqual([...known].sort().reverse());
    expect(known[0]).toBe(days[0]);
  });
}

for (const path of ['/models', '/gpus', '/clouds', '/apis']) {
  test(`the heads of ${path} stay in sight`, async ({ page }) => {
    await page.goto(path);
    const table = page.getByRole('table').first();
    const scrolled = await table.locator('xpath=ancestor::div[1]').evaluate((region) => {
      region.scrollIntoView();
      region.scrollTop = region.scrollHeight;
      return region.scrollTop;
    });
    expect(scrolled).toBeGreaterThan(1_000);
    await expect(table.locator('tbody tr').last()).toBeInViewport();
    const head = table.locator('thead th').first();
    await expect(head).toBeInViewport({ ratio: 0.9 });
    // Nothing lies over it, neither the rows below nor their names.
    const seen = await head.evaluate((cell) => {
      const { left, top, width, height } = cell.getBoundingClientRect();
      return cell.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(seen).toBe(true);
  });
}
