// Training: the switch between running and training, and what a run takes, in the browser and
// without script.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, questions, report, sentence, test, unfold } from './support.mjs';

/** Adapters on a model that four cards hold. */
const ADAPTERS = 'n=4&mode=train&method=qlora&rank=32&seq=4096';
/** All of a model that they do not hold. */
const TOO_MUCH = 'n=2&mode=train&model=llama-3.3-70b';

const run = (page) => page.getByRole('radio', { name: 'Run it' });
const train = (page) => page.getByRole('radio', { name: 'Train it' });
const controls = (page) => page.locator('#train');
const asked = (page) => new URL(page.url()).search.slice(1);

async function expectTraining(page, request, query) {
  const { training } = await report(request, query);
  await expect(sentence(page)).toHaveText(training.sentence);
  await expect(controls(page)).toBeVisible();
  await expect(page.locator('#run')).toBeHidden();
  await expect(page.locator('#speed')).toBeHidden();
  await expect(page.locator('#training')).toBeVisible();
}

async function expectRunning(page, request, query) {
  const { verdict, training } = await report(request, query);
  expect(training).toBeNull();
  await expect(sentence(page)).toHaveText(verdict.sentence);
  await expect(controls(page)).toBeHidden();
  await expect(controls(page)).toHaveAttribute('disabled', /.*/);
  await expect(page.locator('#run')).toBeVisible();
  await expect(page.locator('#training')).toBeHidden();
}

test('by mouse: to training and back, without a request', async ({ page, request }) => {
  await open(page, '/?n=4');
  const requests = questions(page);
  await page.getByText('Train it').click();
  await expect(page).toHaveURL(/mode=train/);
  expect(requests).toEqual([]);
  await expectTraining(page, request, 'n=4&mode=train');
  await page.getByRole('combobox', { name: 'Method' }).selectOption('lora');
  await page.getByText('Run it').click();
  await expect(page).not.toHaveURL(/mode|method/);
  await expectRunning(page, request, 'n=4');
  await expect(page.locator('#loose')).toBeEmpty();
  await page.goBack();
  await expect(train(page)).toBeChecked();
  await expectTraining(page, request, 'n=4&mode=train&method=lora');
});

test('by keyboard', async ({ page, request }) => {
  await open(page, '/?n=4');
  await run(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(train(page)).toBeChecked();
  await expect(train(page)).toBeFocused();
  await expectTraining(page, request, 'n=4&mode=train');
  await page.keyboard.press('ArrowLeft');
  await expect(run(page)).toBeChecked();
  await expectRunning(page, request, 'n=4');
});

test('every line of the fullest card is shown', async ({ page, request }) => {
  await open(page, `/?${ADAPTERS}`);
  await unfold(page, '#training-memory');
  const { training } = await report(request, ADAPTERS);
  const card = training.per_gpu[training.deciding_gpu];
  const there = card.items.filter(({ bytes }) => bytes > 0);
  await expect(page.locator('#training-table tbody:not(.sum) tr')).toHaveCount(there.length);
  const gigabytes = (bytes) => (bytes / 1e9).toFixed(2);
  const cells = await page.locator('#training-table tbody:not(.sum) tr td:nth-child(2)').allInnerTexts();
  expect(cells.map(Number).sort()).toEqual(there.map(({ bytes }) => Number(gigabytes(bytes))).sort());
  await expect(page.locator('#training-table .sum tr').first()).toContainText(gigabytes(card.used_bytes));
  await expect(page.locator('#bars .bar').first()).toContainText('free');
});

test('what is chosen changes the answer and the address', async ({ page, request }) => {
  // Not the adapters of a 70B model: without recomputation they would not fit.
  await open(page, '/?n=4&model=llama-3.1-8b&mode=train&method=lora');
  await page.locator('#rank').fill('64');
  await page.locator('#tokens').fill('1.5b');
  await page.locator('#recompute').selectOption('none');
  await page.locator('[data-key="micro-more"]').click();
  await expect(page).toHaveURL(/recompute=none/);
  await expect(page).toHaveURL(/micro=2/);
  const { training } = await report(request, asked(page));
  expect([training.tokens, training.tokens_per_step]).toEqual([1_500_000_000, 4 * 2 * 2_048]);
  await expect(sentence(page)).toHaveText(training.sentence);
  await expect(page.locator('#training-finding')).toContainText('1.5 billion tokens');
  // Full fine-tuning has no adapters.
  await expect(page.locator('#adapters')).toBeVisible();
  await page.locator('#method').selectOption('full');
  await expect(page.locator('#adapters')).toBeHidden();
});

test('a way out leads to a fit', async ({ page, request }) => {
  await open(page, `/?${TOO_MUCH}`);
  const { training } = await report(request, TOO_MUCH);
  expect(training.fits).toBe(false);
  await expect(sentence(page)).toHaveText(/does not fit/i);
  await expect(page.locator('#training-finding')).toContainText('no rate');
  const ways = page.locator('#ways .ways a');
  await expect(ways).toHaveCount(training.ways_out.length);
  for (let way = 0; way < training.ways_out.length; way += 1) {
    await open(page, `/?${TOO_MUCH}`);
    await ways.nth(way).click();
    await expect(sentence(page)).not.toHaveText(/does not fit|cannot/i);
    await expect(train(page)).toBeChecked();
  }
});

for (const [key, value] of [
  ['method', 'magic'],
  ['rank', '0'],
  ['targets', 'toes'],
  ['optim', 'none-such'],
  ['shard', 'glass'],
  ['offload-optim', 'moon'],
  ['seq', 'abc'],
  ['micro', '-1'],
  ['accum', '1.5'],
  ['recompute', 'some'],
  ['loss', 'great'],
  ['tokens', 'many'],
  ['epochs', '0'],
]) {
  test(`${key}=${value} is told at its field`, async ({ page }) => {
    const query = `mode=train&method=lora&${key}=${value}`.replace(/method=lora&(?=method)/, '');
    const response = await page.goto(`/?${query}`);
    expect(response.status()).toBe(200);
    const note = page.locator(`#${key}-note`);
    await expect(note).not.toBeEmpty();
    await expect(page.locator(`#${key}`)).toHaveAttribute('aria-invalid', 'true');
    const said = await note.textContent();
    await open(page, `/?${query}`);
    await expect(note).toHaveText(said);
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
  });
}

test('a mode that is not known is told beside the switch', async ({ page }) => {
  await open(page, '/?mode=fly');
  await expect(page.locator('#mode-note')).toContainText('fly');
  await expect(run(page)).toBeChecked();
});

test('the plain form trains, and turns back', async ({ browser, request }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/?n=4');
  await expect(controls(page)).toBeHidden();
  await train(page).check();
  await page.getByRole('button', { name: 'Calculate' }).click();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ n: '4', mode: 'train' });
  await expectTraining(page, request, 'n=4&mode=train');

  await page.locator('#method').selectOption('qlora');
  await page.locator('#rank').fill('8');
  await page.getByRole('button', { name: 'Calculate' }).click();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ n: '4', mode: 'train', method: 'qlora', rank: '8' });
  await expectTraining(page, request, 'n=4&mode=train&method=qlora&rank=8');
  await expect(page.locator('#rank')).toHaveValue('8');

  await run(page).check();
  await page.getByRole('button', { name: 'Calculate' }).click();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ n: '4' });
  await expectRunning(page, request, 'n=4');
  await context.close();
});

for (const [name, query] of Object.entries({
  adapters: ADAPTERS,
  'too much': TOO_MUCH,
  'bad input': 'mode=train&method=x&rank=0&targets=y&tokens=z',
})) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, `/?${query}`);
      await expectNoSidewaysScroll(page);
      await expectNoFaults(page, colorScheme);
    });
  }
  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `/?${query}`);
    await expectNoSidewaysScroll(page);
  });
}
