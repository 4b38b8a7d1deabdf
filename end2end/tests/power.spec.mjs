// Power: from the limit of a card to the socket, in the browser and without script.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, questions, report, test, unfold } from './support.mjs';

/** Three workstation cards on an ordinary American circuit: too much for hours. */
const STRAINED = 'n=3&cpu=350&psu=1650';

const finding = (page) => page.locator('#power .finding > span:not([aria-hidden])');
const panel = (page) => page.locator('details.panel');
const powerLimit = (page) => page.locator('#limit');
const slider = (page) => page.getByRole('slider', { name: 'Power limit on a scale' }).first();

async function openPanel(page) {
  if (!(await panel(page).evaluate((panel) => panel.open))) await panel(page).locator('summary').first().click();
}

test('the finding is the one that the API gives', async ({ page, request }) => {
  await open(page, `/?${STRAINED}`);
  const { power } = await report(request, STRAINED);
  await expect(finding(page)).toContainText(power.verdict.sentence);
  await expect(page.locator('.power-ways a')).toHaveCount(power.verdict.ways_out.length);
  await expect(page.locator('#power .waterfall li')).toHaveCount(power.items.length + 3);
});

test('the load that is asked for leads, and is marked among the others', async ({ page }) => {
  await open(page, `/?${STRAINED}`);
  await expect(page.locator('#power-load')).toContainText('while it answers one stream');
  await expect(page.locator('.loads .asked')).toHaveCount(1);
  await expect(page.locator('.loads .asked')).toContainText('one stream');
  await expect(page.locator('#power-also')).toContainText('≤');
});

test('the slider moves the limit and everything after it, without a request', async ({ page, request }) => {
  await open(page, '/?n=4&circuit=na-20a-120v');
  await openPanel(page);
  const before = await report(request, 'n=4&circuit=na-20a-120v');
  const { min_w, max_w, default_w } = before.power.gpus[0];
  await expect(slider(page)).toHaveAttribute('min', String(min_w));
  await expect(slider(page)).toHaveAttribute('max', String(max_w));
  await expect(slider(page)).toHaveValue(String(default_w));

  const requests = questions(page);
  await slider(page).fill(String(min_w));
  await expect(powerLimit(page)).toHaveValue(String(min_w));
  await expect(page).toHaveURL(new RegExp(`limit=${min_w}`));
  expect(requests).toEqual([]);

  const after = await report(request, new URL(page.url()).search.slice(1));
  expect(after.power.wall_w).toBeLessThan(before.power.wall_w);
  await expect(finding(page)).toContainText(after.power.verdict.sentence);
  await expect(page.locator('#power-facts')).toContainText('Decode speed');

  // The same by typing, and with the keys of the slider.
  await powerLimit(page).fill(String(min_w + 10));
  await expect(slider(page)).toHaveValue(String(min_w + 10));
  await slider(page).press('ArrowLeft');
  await expect(powerLimit(page)).toHaveValue(String(min_w + 9));
});

test('another circuit changes the finding', async ({ page, request }) => {
  await open(page, `/?${STRAINED}`);
  await openPanel(page);
  await expect(finding(page)).toContainText(/not for hours/i);
  await page.getByRole('combobox', { name: 'Circuit' }).selectOption('eu-16a-230v');
  const query = `${STRAINED}&circuit=eu-16a-230v`;
  const { power } = await report(request, query);
  expect(power.verdict.carries).toBe(true);
  await expect(finding(page)).toContainText(power.verdict.sentence);
  await expect(page.locator('.power-ways')).toHaveCount(0);
});

test('a way out leads to a circuit that carries it', async ({ page }) => {
  await open(page, `/?${STRAINED}`);
  await page.locator('.power-ways a').first().click();
  await expect(finding(page)).toContainText(/carries it/i);
});

test('each kind of card has its own limit', async ({ page, request }) => {
  const mixed = 'gpu=rtx-5090*1%2Brtx-3090*2';
  await open(page, `/?${mixed}&limit=auto%2B280`);
  await openPanel(page);
  const second = page.locator('#limit2');
  await expect(powerLimit(page)).toHaveValue('');
  await expect(second).toHaveValue('280');
  await second.fill('250');
  const { power } = await report(request, `${mixed}&limit=auto%2B250`);
  await expect(finding(page)).toContainText(power.verdict.sentence);
  await expect(page).toHaveURL(/limit=auto(%2B|\+)250/);
  await powerLimit(page).fill('500');
  await expect(page).toHaveURL(/limit=500(%2B|\+)250/);
});

test('a limit does not outlive its card', async ({ page }) => {
  await open(page, '/?limit=260');
  const gpu = page.getByRole('combobox', { name: 'GPU', exact: true });
  await gpu.fill('4090');
  await page.getByRole('option', { name: 'RTX 4090', exact: false }).first().click();
  await expect(powerLimit(page)).toHaveValue('');
  await expect(page).not.toHaveURL(/limit=/);
});

for (const [key, value] of [
  ['limit', '10'],
  ['limit', 'abc'],
  ['circuit', 'nowhere'],
  ['other', '-5'],
  ['cpu', 'abacus'],
  ['dimms', '999'],
  ['drives', '1.5'],
  ['psu', '5'],
  ['psus', '0'],
  ['class', 'wood'],
  ['hours', '25'],
  ['days', '8'],
  ['region', 'atlantis'],
  ['tariff', '0'],
  ['ups', 'none-such'],
]) {
  test(`${key}=${value} is told at its field`, async ({ page }) => {
    const response = await page.goto(`/?${key}=${value}`);
    expect(response.status()).toBe(200);
    const note = page.locator(`#${key}-note`);
    await expect(note).toBeVisible();
    await expect(note).not.toBeEmpty();
    const said = await note.innerText();
    await open(page, `/?${key}=${value}`);
    await expect(note).toHaveText(said, { useInnerText: true });
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
    const nearest = note.locator('a').first();
    await nearest.click();
    await expect(note).toBeEmpty();
  });
}

test('typing a wrong number says so at once', async ({ page }) => {
  await open(page);
  await openPanel(page);
  const hours = page.getByRole('textbox', { name: 'Hours a day under load' });
  await hours.fill('25');
  await expect(page.locator('#hours-note')).not.toBeEmpty();
  await expect(hours).toHaveAttribute('aria-invalid', 'true');
  await hours.fill('24');
  await expect(page.locator('#hours-note')).toBeEmpty();
});

test('the plain form asks for the same', async ({ browser, request }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await panel(page).locator('summary').first().click();
  await expect(slider(page)).toBeHidden();
  await powerLimit(page).fill('260');
  await page.getByRole('combobox', { name: 'Circuit' }).selectOption('jp-15a-100v');
  await page.getByRole('textbox', { name: 'Hours a day under load' }).fill('24');
  await page.getByRole('button', { name: 'Calculate' }).click();
  const address = new URL(page.url()).searchParams;
  expect(Object.fromEntries(address)).toEqual({ limit: '260', circuit: 'jp-15a-100v', hours: '24' });
  const { power } = await report(request, address.toString());
  await expect(finding(page)).toContainText(power.verdict.sentence);
  await expect(powerLimit(page)).toHaveValue('260');
  await context.close();
});

test('every power figure opens its working', async ({ page }) => {
  await open(page, `/?${STRAINED}`);
  await unfold(page, '#workings-list');
  for (const title of ['Load of all parts', 'Draw at the wall', /^Circuit/, 'Heat', 'Energy of a year']) {
    const working = page.locator('details.working').filter({ has: page.locator('.working-title', { hasText: title }) });
    await expect(working.first()).toBeVisible();
  }
});

for (const [name, query] of Object.entries({
  'too much': STRAINED,
  'mixed limits': 'gpu=rtx-5090*1%2Brtx-3090*2&limit=auto%2B280',
  'a machine of its own': 'gpu=m3-ultra&model=gpt-oss-120b&hours=24&days=7&ups=auto',
  'bad input': 'limit=1&hours=99&tariff=x&circuit=y',
})) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, `/?${query}`);
      await openPanel(page);
      await expectNoSidewaysScroll(page);
      await expectNoFaults(page, colorScheme);
    });
  }
  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `/?${query}`);
    await openPanel(page);
    await expectNoSidewaysScroll(page);
  });
}
