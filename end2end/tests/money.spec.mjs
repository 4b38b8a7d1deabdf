// Money: from the price of a part to the month of break-even, in the browser and without script.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, questions, report, test, unfold } from './support.mjs';

/** One card used day and night against a rented H100: the lines cross. */
const CROSSING = 'model=llama-3.1-8b&w=q8_0&hours=24&days=7&cloud=lambda-h100-sxm&price-cloud=1.1';

const total = (page) => page.locator('#cost-total');
const price = (page, part) => page.locator(`#price-${part}`);
const lines = (page) => page.getByRole('slider', { name: /^Read values: What owning/ });
const reading = (page) => page.locator('#payback-reading');

/** Dollars and cents as the bill writes them. */
const dollars = (usd) =>
  `$${usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')}`;

const asked = (page) => new URL(page.url()).search.slice(1);

test('the bill is the one that the API gives', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#cost-more');
  const { cost, cloud, payback } = await report(request, 'n=4');
  await expect(total(page)).toHaveText(dollars(cost.total_usd));
  const shown = page.locator('.bill tbody tr:visible:not(.tax, .total)');
  // Extras, a second kind of drive and a line of one's own can always be added.
  const rows = cost.items.filter(({ kind }) => kind !== 'extras').length + 3;
  await expect(shown).toHaveCount(rows);
  for (const item of cost.items) {
    const row = page.locator(`#${item.key}-row`);
    await expect(row).toContainText(item.date);
    await expect(row).toContainText(item.source);
    await expect(page.locator(`#${item.key}-sum`)).toHaveText(dollars(item.total_usd));
  }
  await expect(page.locator('#rent-finding')).toContainText(cloud.chosen.provider);
  await expect(page.locator('#payback-finding')).toContainText(payback.sentence);
});

test('a price is changed in its row, and with it the sum and the address, without a request', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#cost-more');
  const requests = questions(page);
  await price(page, 'gpu').fill('7000');
  await expect(page).toHaveURL(/price-gpu=7000/);
  await expect(page.locator('#price-gpu-sum')).toHaveText(dollars(28_000));
  await expect(page.locator('#price-gpu-from')).toHaveText('Your price.');
  await price(page, 'extras').fill('250');
  await page.locator('#tax').fill('8.875');
  await expect(page).toHaveURL(/tax=8.875/);
  expect(requests).toEqual([]);
  const { cost } = await report(request, asked(page));
  await expect(total(page)).toHaveText(dollars(cost.total_usd));
  // Emptied, it takes the price of the catalogue again.
  await price(page, 'gpu').fill('');
  await expect(page).not.toHaveURL(/price-gpu=/);
  await expect(price(page, 'gpu')).toHaveAttribute('placeholder', /^\d+\.\d\d$/);
});

test('a price does not outlive its part', async ({ page }) => {
  await open(page, '/?n=2&price-gpu=5000&price-case=99&part-case=phanteks-enthoo-pro-2-server-edition');
  const gpu = page.getByRole('combobox', { name: 'GPU', exact: true });
  await gpu.fill('4090');
  await page.getByRole('option', { name: 'RTX 4090', exact: false }).first().click();
  await expect(page).not.toHaveURL(/price-gpu=/);
  await expect(page).toHaveURL(/price-case=99/);
  await page.locator('#part-case').selectOption('');
  await expect(page).not.toHaveURL(/price-case=/);
});

test('another part has its own price', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#cost-more');
  const board = page.getByRole('combobox', { name: 'Main board' });
  const options = await board.locator('option').evaluateAll((options) => options.map(({ value }) => value));
  await board.selectOption(options.at(-1));
  await expect(page).toHaveURL(/part-board=/);
  const { cost } = await report(request, asked(page));
  await expect(total(page)).toContainText(dollars(cost.total_usd));
});

test('another offer changes what is compared', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#rent-more');
  const before = await report(request, 'n=4');
  const list = page.getByRole('combobox', { name: 'Compare with' });
  const other = await list
    .locator('optgroup[label=reserved] option')
    .first()
    .getAttribute('value');
  await list.selectOption(other);
  await expect(page).toHaveURL(new RegExp(`cloud=${other}`));
  const after = await report(request, asked(page));
  expect(after.cloud.chosen.id).not.toBe(before.cloud.chosen.id);
  await expect(page.locator('#payback-finding')).toContainText(after.payback.sentence);
  // The table offers the others, and leads back.
  await page.locator('#rent-table a[data-key]').first().click();
  await expect(page).not.toHaveURL(new RegExp(`cloud=${other}`));
});

test('an own rent is compared with, until the offer changes', async ({ page, request }) => {
  await open(page, '/');
  await unfold(page, '#rent-more');
  await price(page, 'cloud').fill('9.5');
  await expect(page).toHaveURL(/price-cloud=9.5/);
  const { cloud, payback } = await report(request, asked(page));
  expect(cloud.chosen.usd_per_gpu_hour).toBe(9.5);
  await expect(page.locator('#rent-finding')).toContainText(dollars(cloud.chosen.usd_per_hour));
  await expect(page.locator('#payback-finding')).toContainText(payback.sentence);
  await page.locator('#rent-table a[data-key]').first().click();
  await expect(price(page, 'cloud')).toHaveValue('');
});

test('hours move the break-even and its drawing, without a request', async ({ page, request }) => {
  await open(page, `/?${CROSSING}`);
  const drawing = page.locator('#payback-wide');
  const before = await drawing.innerHTML();
  const sentence = await page.locator('#payback-finding').innerText();
  const requests = questions(page);
  await page.getByRole('slider', { name: 'Hours a day under load on a scale' }).fill('12');
  await expect(page.locator('#hours')).toHaveValue('12');
  await expect(page).toHaveURL(/hours=12/);
  await expect(page.locator('#payback-finding')).not.toHaveText(sentence);
  expect(await drawing.innerHTML()).not.toBe(before);
  expect(requests).toEqual([]);
  const { payback } = await report(request, asked(page));
  await expect(page.locator('#payback-finding')).toContainText(payback.sentence);
});

test('the lines are read with the arrow keys and with the pointer', async ({ page, request }) => {
  await open(page, `/?${CROSSING}`);
  const { payback } = await report(request, CROSSING);
  expect(payback.break_even_months).not.toBeNull();
  await lines(page).focus();
  await page.keyboard.press('Home');
  await expect(reading(page)).toContainText('Month 0');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(reading(page)).toContainText('Month 2');
  const own = Math.round(payback.series[2].spent_usd).toString().replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  await expect(reading(page)).toContainText(`Own $${own}`);
  await expect(lines(page)).toHaveAttribute('aria-valuenow', '2');
  await expect(lines(page)).toHaveAttribute('aria-valuetext', /Month 2.*Own/);
  await page.keyboard.press('Escape');
  await expect(reading(page)).toContainText('Point at the chart');
  await lines(page).hover({ position: { x: 300, y: 100 } });
  await expect(reading(page)).toContainText(/Month \d+/);
  await expect(page.locator('#payback-wide-over circle').first()).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(reading(page)).toContainText('Point at the chart');
});

test('what is read is forgotten when the answer changes', async ({ page }) => {
  await open(page, `/?${CROSSING}`);
  await lines(page).hover({ position: { x: 300, y: 100 } });
  await expect(reading(page)).toContainText(/Month \d+/);
  await page.locator('#months').fill('48');
  await expect(reading(page)).toContainText('Point at the chart');
});

test('what cannot be compared says why', async ({ page }) => {
  await open(page, '/?model=custom&params=5000b&w=f16');
  await expect(page.locator('#rent-finding')).toContainText('Nothing comparable');
  await expect(page.locator('#payback-lines')).toBeHidden();
});

for (const [key, value] of [
  ['price-gpu', '-1'],
  ['price-gpu', 'cheap'],
  ['price-gpu3', '10'],
  ['price-board', '1e99'],
  ['price-extras', '0.001'],
  ['part-case', 'shoebox'],
  ['tax', '51'],
  ['cloud', 'nobody'],
  ['price-cloud', '-3'],
  ['decline', '101'],
  ['cloud-gb', '-1'],
  ['price-gb', 'x'],
  ['hours', '25'],
  ['months', '0'],
  ['upkeep', '-2'],
  ['resale', '120'],
  ['fade', 'slow'],
]) {
  test(`${key}=${value} is told at its field`, async ({ page }) => {
    const response = await page.goto(`/?${key}=${value}`);
    expect(response.status()).toBe(200);
    await open(page, `/?${key}=${value}`);
    const note = page.locator(`#${key}-note`);
    await expect(note).toBeVisible();
    await expect(note).not.toBeEmpty();
    const field = page.locator(`#${key}`);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAttribute('aria-describedby', `${key}-note`);
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
  });
}

test('typing a wrong price says so at once', async ({ page }) => {
  await open(page);
  await unfold(page, '#cost-more');
  await price(page, 'gpu').fill('-8');
  await expect(page.locator('#price-gpu-note')).not.toBeEmpty();
  await expect(price(page, 'gpu')).toHaveAttribute('aria-invalid', 'true');
  await price(page, 'gpu').fill('8');
  await expect(page.locator('#price-gpu-note')).toBeEmpty();
});

test('the plain form asks for the same, and comes back to where it was sent from', async ({ browser, request }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/?n=4');
  await unfold(page, '#cost-more');
  await expect(page.locator('#price-gpu2-row')).toBeHidden();
  await price(page, 'gpu').fill('7000');
  await page.locator('#tax').fill('10');
  await page.locator('#months').fill('24');
  await page.locator('#cost').getByRole('button', { name: 'Update' }).click();
  const address = new URL(page.url());
  expect(Object.fromEntries(address.searchParams)).toEqual({ n: '4', 'price-gpu': '7000', tax: '10', months: '24' });
  expect(address.hash).toBe('#cost');
  const { cost, payback } = await report(request, address.search.slice(1));
  await expect(total(page)).toHaveText(dollars(cost.total_usd));
  await expect(page.locator('#payback-finding')).toContainText(payback.sentence);
  await expect(page.locator('#payback-lines svg.chart').first()).toBeVisible();
  await expect(reading(page)).toBeHidden();
  await context.close();
});

for (const [name, query] of Object.entries({
  'lines that cross': CROSSING,
  'four cards': 'n=4',
  'parts without a price': 'n=8&gpu=h100-sxm&model=llama-3.1-405b&w=fp8&engine=vllm',
  'a machine of its own': 'gpu=m3-ultra&model=gpt-oss-120b&hours=24&days=7&ups=auto',
  'bad input': 'price-gpu=-1&tax=99&cloud=x&resale=200&hours=25&price-cloud=y',
})) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, `/?${query}`);
      await page.locator('.money details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await expectNoSidewaysScroll(page);
      await expectNoFaults(page, colorScheme);
    });
  }
  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `/?${query}`);
    await page.locator('.money details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
    await expectNoSidewaysScroll(page);
  });
}

test('a second kind of drive stands beside the first, and a line beside the parts', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#cost-more');
  const other = await page.locator('#part-ssd2 option').nth(2).getAttribute('value');
  await page.locator('#part-ssd2').selectOption(other);
  await expect(page).toHaveURL(/part-ssd=[^&]*\+/);
  await page.locator('#n-ssd2').fill('2');
  await page.locator('#line-name').fill('rack kit');
  await page.locator('#line-usd').fill('300');
  await expect(page.locator('#line-sum')).toHaveText(dollars(300));
  // The address follows when typing pauses.
  await expect(page).toHaveURL(/line=rack/);
  const { cost } = await report(request, asked(page));
  const drives = cost.items.filter(({ kind }) => kind === 'ssd');
  expect(drives).toHaveLength(2);
  expect(drives[1]).toMatchObject({ id: other, quantity: 2 });
  await expect(total(page)).toHaveText(dollars(cost.total_usd));
  // The link brings the fields back.
  await page.reload();
  await expect(page.locator('#part-ssd2')).toHaveValue(other);
  await expect(page.locator('#line-name')).toHaveValue('rack kit');
});

test('a range stands with its price, and a check has mark and word', async ({ page, request }) => {
  await open(page, '/?n=4');
  await unfold(page, '#cost-more');
  const { cost } = await report(request, 'n=4');
  for (const item of cost.items.filter(({ low_usd, high_usd }) => low_usd < high_usd))
    await expect(page.locator(`#${item.key}-from`)).toContainText('–');
  for (const item of cost.items)
    for (const { level, text } of item.checks)
      await expect(page.locator(`#${item.key}-checks li`, { hasText: text })).toContainText(level);
});

test('amounts are told in the currency that is chosen, without a request', async ({ page, request }) => {
  await open(page, '/?n=4');
  const { cost, payback } = await report(request, 'n=4');
  const requests = questions(page);
  await unfold(page, '#cost-more');
  await expect(page.locator('#fx')).toBeHidden();
  await page.locator('#currency').selectOption('eur');
  await expect(page).toHaveURL(/currency=eur/);
  await expect(page.locator('#fx')).toHaveAttribute('placeholder', '0.895095');
  await expect(page.locator('#rate-told')).toContainText('1 USD = 0.895095 EUR, reference rate of 2026-10-30');
  await expect(total(page)).toHaveText(/^€/);
  await expect(page.locator('#payback-finding')).toContainText('€');
  await expect(page.locator('#payback-finding')).not.toContainText('$');
  await expect(page.locator('.bill thead')).toContainText('Price of one, EUR');
  // A rate of one's own; what is typed is in the currency.
  await page.locator('#fx').fill('0.5');
  await expect(page).toHaveURL(/fx=0.5/);
  await expect(page.locator('#rate-told')).toContainText('1 USD = 0.5 EUR, your rate');
  await price(page, 'gpu').fill('4000');
  await expect(page.locator('#price-gpu-sum')).toHaveText('€16\u202f000.00');
  await expect(page).toHaveURL(/price-gpu=4000/);
  expect(requests).toEqual([]);
  const told = await report(request, asked(page));
  expect(told.cost.items.find(({ key }) => key === 'price-gpu').unit_usd).toBe(8000);
  expect(told.currency).toEqual({ code: 'EUR', per_usd: 0.5, date: null, source: null });
  // The same machine pays back in the same month.
  await price(page, 'gpu').fill('');
  await expect(page).not.toHaveURL(/price-gpu=4000/);
  const plain = await report(request, asked(page));
  expect(plain.cost.total_usd).toBe(cost.total_usd);
  expect(plain.payback.break_even_months).toBe(payback.break_even_months);
  // A rate belongs to a currency.
  await page.locator('#fx').fill('');
  await expect(page).not.toHaveURL(/fx=0/);
  await page.locator('#currency').selectOption('');
  await expect(page).not.toHaveURL(/currency=eur/);
  await expectNoFaults(page);
});

test('an unknown currency is told at its field and changes nothing', async ({ page }) => {
  await open(page, '/?currency=eurro');
  await expect(page.locator('#currency-note')).toContainText('“eurro” is no currency known here');
  await expect(page.locator('#currency-note').getByRole('link', { name: 'Euro' })).toBeVisible();
  await expect(page.locator('#currency')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#currency-note').getByRole('link', { name: 'Euro' }).click();
  await expect(page).toHaveURL(/currency=eur(&|$)/);
});
