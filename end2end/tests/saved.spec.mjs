// Builds that are kept in the browser: saved, listed, renamed, deleted, taken along in a file.

import { readFileSync } from 'node:fs';
import { expect, expectNoFaults, expectNoSidewaysScroll, job, open, test } from './support.mjs';

const KEY = 'headroom.builds';
const QUERY = 'n=4&model=llama-3.1-405b&w=f16';

const build = (name, query, saved = '2026-01-31T12:00:00.000Z') => ({ name, query, saved });
const file = (builds, more = {}) => JSON.stringify({ format: 'headroom-builds', version: 1, builds, ...more });
const kept = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key))?.builds ?? [], KEY);
const links = (page) => page.locator('#saved-list [data-part=link]');
const said = (page) => page.locator('#saved-said');

/** Opens the page with builds in the browser's storage. */
async function openSaved(page, builds = []) {
  await page.goto('/saved');
  await page.evaluate(([key, text]) => localStorage.setItem(key, text), [KEY, file(builds)]);
  await page.reload();
  await expect(page.locator('#saved')).toBeVisible();
}

async function give(page, text, name = 'builds.json') {
  await page.getByLabel('Import a file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('a build is saved from the configurator as it stands, and found again', async ({ page }) => {
  await open(page, `/?${QUERY}`);
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('q4_k_m');
  await expect(page.locator('#share-link a')).not.toHaveAttribute('href', /w=f16/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this build' });
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(/^4 × RTX PRO 6000.* · Llama 3\.1 405B Q4_K_M$/);
  await name.fill('The big one');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Saved as “The big one”.');
  expect(await kept(page)).toMatchObject([{ name: 'The big one', query: 'n=4&model=llama-3.1-405b' }]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeFocused();

  await page.goto('/saved');
  await page.reload();
  await expect(links(page)).toHaveText(['The big one']);
  await links(page).click();
  await expect(page).toHaveURL(/\/\?n=4&model=llama-3\.1-405b$/);
});

test('what is saved holds no figure', async ({ page }) => {
  await page.goto(`/share?${job.query}`);
  await page.getByRole('button', { name: 'Save in this browser' }).click();
  await expect(page.locator('#save-said')).toHaveText(/^Saved as/);
  const [only] = await kept(page);
  expect(Object.keys(only).sort()).toEqual(['name', 'query', 'saved']);
  expect(only.query).toBe(QUERY);
});

test('a build that is saved already is named anew, and proposals do not repeat', async ({ page }) => {
  await page.goto('/share?n=2');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  const proposal = await name.inputValue();
  await page.getByRole('button', { name: 'Save in this browser' }).click();
  await name.fill('Two');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.locator('#save-said')).toHaveText('Renamed to “Two”.');
  expect((await kept(page)).map((one) => one.name)).toEqual(['Two']);
  await name.fill(proposal);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.goto('/share?n=2&ctx=4096');
  await expect(name).toHaveValue(`${proposal} (2)`);
});

test('rename in place, by keyboard alone', async ({ page }) => {
  await openSaved(page, [build('One', 'n=1&w=f16'), build('Two', 'n=2')]);
  await page.getByRole('button', { name: 'Rename “Two”' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'New name' });
  await expect(field).toBeFocused();
  await page.keyboard.type('   ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ visible: true })).toHaveText('A build needs a name.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('Pair');
  await page.keyboard.press('Enter');
  await expect(links(page)).toHaveText(['One', 'Pair']);
  await expect(said(page)).toHaveText('Renamed to “Pair”.');
  await expect(page.getByRole('button', { name: 'Rename “Pair”' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Nope');
  await page.keyboard.press('Escape');
  await expect(links(page)).toHaveText(['One', 'Pair']);
  await expect(page.getByRole('button', { name: 'Rename “Pair”' })).toBeFocused();
});

test('delete and undo, by keyboard alone', async ({ page }) => {
  const three = [build('One', 'n=1&w=f16'), build('Two', 'n=2'), build('Three', 'n=3')];
  await openSaved(page, three);
  await page.getByRole('button', { name: 'Delete “Two”' }).focus();
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('Deleted “Two”.');
  await expect(links(page)).toHaveText(['One', 'Three']);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.getByRole('button', { name: 'Delete “One”' }).press('Enter');
  await page.keyboard.press('Enter');
  await expect(links(page)).toHaveText(['One', 'Three']);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(links(page)).toHaveText(['One', 'Two', 'Three']);
  await expect(links(page).nth(1)).toBeFocused();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
  expect(await kept(page)).toEqual(three);
});

test('two to four are chosen and compared, by keyboard alone', async ({ page }) => {
  const five = ['One', 'Two', 'Three', 'Four', 'Five'].map((name, index) => build(name, `n=${index + 1}&w=f16`));
  await openSaved(page, five);
  const box = (name) => page.getByRole('checkbox', { name: `Compare “${name}”` });
  const button = page.getByRole('button', { name: 'Compare what is chosen' });
  await expect(button).toBeDisabled();
  await box('Two').press('Space');
  await expect(page.locator('#saved-chosen')).toHaveText('Choose two to four builds.');
  await expect(button).toBeDisabled();
  for (const name of ['One', 'Three', 'Four']) await box(name).press('Space');
  await expect(page.locator('#saved-chosen')).toHaveText('4 are chosen, which is the most.');
  await expect(box('Five')).toBeDisabled();
  // What is renamed stays chosen, what is deleted does not.
  await page.getByRole('button', { name: 'Rename “Four”' }).press('Enter');
  await page.keyboard.type('Quartet');
  await page.keyboard.press('Enter');
  await expect(box('Quartet')).toBeChecked();
  await page.getByRole('button', { name: 'Delete “Three”' }).press('Enter');
  await expect(page.locator('#saved-chosen')).toHaveText('3 are chosen.');
  await box('Quartet').press('Space');
  await expect(box('Five')).toBeEnabled();
  await button.press('Enter');
  await expect(page).toHaveURL(/\/compare\?b=n%3D1%26w%3Df16&b=n%3D2%26w%3Df16$/);
  await expect(page.locator('.versus thead .build-name')).toHaveCount(2);
});

test('one build is nothing to compare', async ({ page }) => {
  await openSaved(page, [build('One', 'n=1&w=f16')]);
  await expect(page.getByRole('button', { name: 'Compare what is chosen' })).toBeHidden();
});

test('exported, cleared and imported, all is as it was', async ({ page }) => {
  const builds = [build('One', 'n=1&w=f16'), build('“Zwei” & <b>', 'n=2')];
  await openSaved(page, builds);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export all to a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^headroom-builds-\d{4}-\d\d-\d\d\.json$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(JSON.parse(text)).toEqual({ format: 'headroom-builds', version: 1, builds });
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByText('Nothing is saved in this browser yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export all to a file' })).toBeDisabled();
  await give(page, text);
  await expect(page.locator('#import-note')).toHaveText('2 builds added.');
  expect(await kept(page)).toEqual(builds);
  await give(page, text);
  await expect(page.locator('#import-note')).toHaveText('0 builds added, 2 here already.');
  expect(await kept(page)).toEqual(builds);
});

test('what is bad in a file is named, and what is good is taken', async ({ page }) => {
  await openSaved(page, [build('Mine', 'n=2')]);
  const bad = [
    build('Theirs', 'n=2'),
    build('Fresh', 'n=3'),
    build('Fresh again', 'n=3'),
    build('<img src=x onerror="window.hit=1">', 'n=5'),
    build('', 'n=6'),
    build('Long', 'x'.repeat(5000)),
    build('Elsewhere', '"><script>window.hit=1</script>'),
    build('Script', 'n=7', 'yesterday'),
    build('x'.repeat(121), 'n=8'),
    { query: 'n=9' },
    null,
    'n=4',
  ];
  await give(page, file(bad));
  await expect(page.locator('#import-note')).toHaveText('2 builds added, 2 here already, 8 entries not taken.');
  await expect(page.locator('#import-faults li')).toHaveText([
    'Entry 5: A build needs a name.',
    'Entry 6 (“Long”): its query has 5000 characters; at most 4096 are read.',
    'Entry 7 (“Elsewhere”): its query holds characters that no link holds.',
    'Entry 8 (“Script”): its day cannot be read.',
    /^Entry 9 \(“x{40}”\): The name has 121 characters; at most 120 are kept\.$/,
    'Entry 10: it has no name.',
    'Entry 11: it is not a build.',
    'Entry 12: it is not a build.',
  ]);
  await expect(links(page)).toHaveText(['Mine', 'Fresh', '<img src=x onerror="window.hit=1">']);
  expect(await page.evaluate(() => window.hit)).toBeUndefined();
  expect(await page.locator('#saved-list img').count()).toBe(0);
});

test('a file that is none is refused beside its field', async ({ page }) => {
  await openSaved(page, [build('Mine', 'n=2')]);
  for (const [text, message] of [
    ['{', /it is not JSON/],
    ['[]', /does not say "format"/],
    ['{"format":"headroom-builds","version":1,"builds":{}}', /does not say "format"/],
    [file([], { version: 2 }), /of version 2; this page reads version 1/],
    [`"${'x'.repeat(1024 * 1024)}"`, /has 1\.0 MiB; at most 1 MiB/],
    ['\u0000\u0001', /it is not JSON/],
  ]) {
    await give(page, text);
    await expect(page.locator('#import-note')).toHaveText(message);
    await expect(page.getByLabel('Import a file')).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(links(page)).toHaveText(['Mine']);
  const many = Array.from({ length: 600 }, (_, index) => build(`Build ${index}`, `n=2&price-gpu=${index}`));
  await give(page, file(many));
  await expect(page.locator('#import-note')).toHaveText('499 builds added, 101 entries not taken.');
  await expect(page.locator('#import-faults li').last()).toHaveText('And 81 more.');
  expect((await kept(page)).length).toBe(500);
});

test('storage that is blocked or full is told, and nothing breaks', async ({ page }) => {
  await page.addInitScript(() => {
    if (location.hash === '#blocked') {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('no', 'SecurityError');
        },
      });
    }
    Storage.prototype.setItem = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
  });
  await page.goto('/share?n=2');
  await page.getByRole('button', { name: 'Save in this browser' }).click();
  await expect(page.locator('#save-note')).toHaveText(/There is no room left.*link itself/);
  await page.goto('/saved');
  await give(page, file([build('One', 'n=1')]));
  await expect(page.locator('#import-note')).toHaveText(/There is no room left/);

  await page.goto('/share?n=3#blocked');
  await expect(page.locator('#save-note')).toHaveText(/does not let the page keep anything.*link itself/);
  await page.getByRole('button', { name: 'Save in this browser' }).click();
  await expect(page.locator('#save-note')).toHaveText(/does not let the page keep anything/);
  await page.goto('/api');
  await page.goto('/saved#blocked');
  await expect(page.locator('#saved-trouble')).toContainText('does not let the page keep anything');
  await expect(page.getByRole('button', { name: 'Begin anew' })).toBeHidden();
});

test('what cannot be read is not overwritten until somebody says so', async ({ page }) => {
  await page.goto('/saved');
  await page.evaluate((key) => localStorage.setItem(key, 'not ours'), KEY);
  await page.reload();
  await expect(page.locator('#saved-trouble')).toContainText('cannot be read');
  await page.goto('/share?n=2');
  await page.getByRole('button', { name: /Save in this browser/ }).click();
  await expect(page.locator('#save-note')).toHaveText(/not JSON/);
  expect(await page.evaluate((key) => localStorage.getItem(key), KEY)).toBe('not ours');
  await page.goto('/saved');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export it as it is' }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe('not ours');
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await expect(page.getByText('Nothing is saved in this browser yet.')).toBeVisible();
});

test('two tabs stay in step, and a name that is being typed stays', async ({ page, context }) => {
  await openSaved(page, [build('One', 'n=1&w=f16'), build('Two', 'n=2')]);
  await page.getByRole('button', { name: 'Rename “Two”' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('Typing');
  const other = await context.newPage();
  await other.goto('/saved');
  await other.getByRole('button', { name: 'Delete “One”' }).click();
  await expect(page.locator('#saved-list li')).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'New name' })).toHaveValue('Typing');
  await expect(page.getByRole('textbox', { name: 'New name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(links(other)).toHaveText(['Typing']);
  await other.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the page and in the dialog, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const sound = async () => {
      await expectNoFaults(page, colorScheme);
    };
    await openSaved(page, [build('One', 'n=1&w=f16'), build('Two', 'n=2')]);
    await page.getByRole('button', { name: 'Rename “Two”' }).click();
    await give(page, file([null]));
    await expect(page.locator('#import-faults li')).toHaveCount(1);
    await sound();
    await open(page, '/?n=2');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await sound();
  });
}

test('on a small screen nothing sticks out', async ({ page }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await openSaved(page, [build('x'.repeat(120), `n=2&${'price-gpu=1&'.repeat(40)}`), build('Two', 'n=2')]);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Rename “Two”' }).click();
    await expectNoSidewaysScroll(page);
    await page.goto('/share?n=2');
    await expectNoSidewaysScroll(page);
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the pages say that saving needs it, and that the link keeps everything', async ({ page }) => {
    for (const path of ['/saved', '/share?n=2']) {
      await page.goto(path);
      await expect(page.getByText(/Saving a build under a name needs JavaScript.*link itself keeps everything/)).toBeVisible();
    }
    await expect(page.getByRole('button', { name: /Save|Export/ })).toHaveCount(0);
    await page.goto('/');
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  });
});
