// An answer on one sheet of paper: everything on it, and one page on both papers.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, report, test } from './support.mjs';

const margin = { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' };

/** Pages of a PDF: each is an object of that type. */
const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

async function expectOnePage(page) {
  for (const format of ['A4', 'Letter']) {
    expect(pages(await page.pdf({ format, margin })), format).toBe(1);
  }
}

const FOUR_KINDS = 'gpu=rtx-3090%2Brtx-4090%2Brtx-5090%2Brtx-pro-6000-blackwell-max-q';
const BUILDS = {
  'the default': '',
  'eight cards of four kinds, three models': `gpu=h100-sxm*4%2Brtx-5090*2%2Brtx-3090%2Brtx-4090&model=deepseek-v3&users=16&also=llama-3.1-8b*2%2Bqwen3-30b-a3b`,
  'four kinds with every part on the bill, much chosen, much not usable': `${FOUR_KINDS}&model=llama-3.3-70b&ctx=16384&users=2&also=llama-3.1-8b*3%2Bqwen3-30b-a3b*2&ups=auto&price-gpu=700&price-gpu2=1500&price-ups=900&tax=19&region=de&hours=12&days=7&months=48&drives=4&raid=0&other=200&limit=250%2B300%2Bauto%2Bauto&ram=256&cloud-gb=500&decline=10&circuit=nope&foo=bar&class=zzz`,
  'trained on four kinds': `${FOUR_KINDS}&mode=train&method=full&model=llama-3.1-8b&ups=auto&price-ups=900&foo=1&rank=0&seq=0`,
  'trained on eight cards with offload': 'n=8&mode=train&method=qlora&model=llama-3.1-405b&offload-optim=cpu&tax=20&hours=24&days=7',
  'a unified memory': 'gpu=m3-ultra&model=gpt-oss-120b',
  'a rack': 'n=64&gpu=h100-sxm&model=deepseek-v3&engine=vllm',
};

for (const [name, query] of Object.entries(BUILDS)) {
  test(`one page: ${name}`, async ({ page }) => {
    await page.goto(`/sheet?${query}`);
    await expectOnePage(page);
    // Nothing lies over anything else or leaves the paper.
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    const wide = await page.locator('.sheet').evaluate((sheet) => {
      const boxes = [...sheet.querySelectorAll('table, p, dl, h1, h2')];
      const limit = sheet.getBoundingClientRect().right + 1;
      return boxes.filter((box) => box.getBoundingClientRect().right > limit || box.scrollWidth > box.clientWidth + 1).map((box) => box.innerText);
    });
    expect(wide).toEqual([]);
  });
}

test('the sheet says what the report says', async ({ page, request, baseURL }) => {
  const query = 'n=2&ctx=16384&tax=20&price-gpu=8300';
  const answer = await report(request, query);
  await page.goto(`/sheet?${query}`);
  const sheet = page.locator('.sheet');
  const plain = async () => (await sheet.innerText()).replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');
  const text = await plain();
  for (const said of [answer.catalog, answer.verdict.sentence, answer.payback.sentence, answer.power.verdict.sentence, `${baseURL}/?${answer.query}`, ...answer.payback.assumptions]) {
    expect(text).toContain(said.replaceAll('\u202f', ' '));
  }
  const cents = (usd) => usd.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ' ');
  for (const item of answer.cost.items) expect(text).toContain(cents(item.total_usd));
  for (const sum of [answer.cost.subtotal_usd, answer.cost.tax_usd, answer.cost.total_usd]) expect(text).toContain(cents(sum));
  expect(text).toContain('own price');
  const chosen = sheet.locator('.chosen');
  await expect(chosen.filter({ hasText: 'Tax' })).toContainText('20');
  await expect(chosen.filter({ hasText: 'Context' })).toContainText('chosen');
  await expect(chosen).toHaveCount(4);
  expect(await sheet.locator('.sheet-inputs dt').count()).toBeGreaterThan(35);
});

test('the configurator prints the sheet of what it shows', async ({ page }) => {
  await open(page, '/?n=4');
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('q8_0');
  await expect(page).toHaveURL(/w=q8_0/);
  await expectOnePage(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#paper h1')).toHaveText(/in Q8_0 on 4/);
  await expect(page.locator('#printed-on')).toHaveText(/printed \d{4}-\d\d-\d\d/);
  await expect(page.locator('.controls')).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('#paper')).toBeEmpty();
  await expect(page.locator('.controls')).toBeVisible();
});

test('what could not be used is said on paper too', async ({ page }) => {
  await open(page, '/?n=4');
  await page.getByRole('textbox', { name: 'Count' }).first().fill('1000');
  await expect(page).toHaveURL(/n=1000/);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#paper')).toContainText('Not used as given: n:');
});

test('without an answer from the server the page prints as it stands', async ({ page }) => {
  await open(page, '/?n=4');
  await page.route('**/sheet?*', (route) => route.fulfill({ status: 404, body: '' }));
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#paper')).toBeEmpty();
  await expect(page.locator('.verdict .sentence').first()).toBeVisible();
});

test('the sheet is reached from the files, and leads back', async ({ page }) => {
  await open(page, '/?n=2');
  await page.getByRole('link', { name: 'one sheet to print' }).click();
  await expect(page).toHaveURL(/\/sheet\?n=2$/);
  await page.evaluate(() => {
    window.print = () => {
      window.printed = true;
    };
  });
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await page.evaluate(() => window.printed)).toBe(true);
  await page.getByRole('link', { name: 'Back to the configurator' }).click();
  await expect(page).toHaveURL(/\/\?n=2$/);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the sheet, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const query of ['n=4', 'n=8&mode=train']) {
      await page.goto(`/sheet?${query}`);
      await expectNoFaults(page, colorScheme);
    }
  });
}

test('on a small screen nothing sticks out', async ({ page }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/sheet?${FOUR_KINDS}&also=llama-3.1-8b*2`);
    await expectNoSidewaysScroll(page);
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the sheet is whole', async ({ page }) => {
    await page.goto('/sheet?n=4');
    await expect(page.getByRole('heading', { name: 'What this rests on' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Print' })).toHaveCount(0);
  });
});
