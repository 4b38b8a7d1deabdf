// Speed: rates below their ceiling, the curve of requests and the drives, in the browser and without
// script.

import { expect, expectNoFaults, expectNoSidewaysScroll, open, questions, report, test, unfold } from './support.mjs';

/** Four cards that share each layer, with eight conversations. */
const SERVED = 'n=4&engine=vllm&w=fp8&users=8';

const finding = (page) => page.locator('#speed-finding');
const panel = (page) => page.locator('#speed');
const curve = (page) => page.locator('#concurrency-wide');
const asked = (page) => new URL(page.url()).search.slice(1);

/** A rate as the page rounds it: two digits below ten, at most three above. */
function about(value) {
  if (value < 0.9995) return value.toFixed(2);
  if (value < 9.95) return value.toFixed(1);
  const whole = Math.round(value);
  const step = 10 ** Math.max(0, String(whole).length - 3);
  return String(Math.round(whole / step) * step).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

test('the finding is what the API gives', async ({ page, request }) => {
  await open(page, `/?${SERVED}`);
  const { speed } = await report(request, SERVED);
  await expect(finding(page)).toContainText(`About ${about(speed.decode_tokens_per_s)}\u202ftokens/s for each of 8 streams`);
  await expect(finding(page)).toContainText(`${about(speed.decode_total_tokens_per_s)}\u202ftokens/s together`);
  await expect(page.locator('#speed-also')).toContainText(about(speed.decode_tokens_per_s));
  await expect(page.locator('#speed-table tbody tr')).toHaveCount(speed.curve.length);
});

for (const query of ['', SERVED, 'gpu=rtx-4090&model=deepseek-v3&w=q4_k_m&offload=experts&ram=512']) {
  test(`the estimate stays below the ceiling that is shown: ${query || 'the start'}`, async ({ page, request }) => {
    await open(page, `/?${query}`);
    const { speed } = await report(request, query);
    expect(speed.decode_tokens_per_s_high).toBeLessThanOrEqual(speed.ceiling_tokens_per_s);
    await expect(page.locator('#speed-ceiling .bar-end')).toContainText(about(speed.ceiling_tokens_per_s));
    const edge = (selector, side) =>
      page.locator(`#speed-ceiling svg.bar-svg ${selector}`).evaluate((mark, side) => mark.getBoundingClientRect()[side], side);
    const ceiling = await edge('.limit', 'right');
    for (const mark of ['.rate-sure', '.rate-range', '.rate-mark']) {
      expect(await edge(mark, 'left')).toBeLessThanOrEqual(ceiling);
      expect(await edge(mark, 'right')).toBeLessThanOrEqual(ceiling + 2);
    }
  });
}

test('more requests change the rates and the address, without a request', async ({ page, request }) => {
  await open(page, '/?n=4&engine=vllm&w=fp8');
  await unfold(page, '#speed-more');
  const requests = questions(page);
  const before = await finding(page).innerText();
  await page.getByRole('textbox', { name: 'Concurrent requests' }).fill('8');
  await expect(page).toHaveURL(/users=8/);
  await expect(finding(page)).not.toHaveText(before);
  expect(requests).toEqual([]);
  const { speed } = await report(request, asked(page));
  await expect(finding(page)).toContainText(about(speed.decode_total_tokens_per_s));
  await expect(curve(page)).toContainText(`${about(speed.decode_tokens_per_s)} with 8`);
  await expect(curve(page)).toContainText(`${about(speed.decode_total_tokens_per_s)} with 8`);
});

test('the rates of each number of requests are read with the arrow keys', async ({ page, request }) => {
  await open(page, `/?${SERVED}`);
  const { speed } = await report(request, SERVED);
  await unfold(page, '#speed-more');
  const reading = page.locator('#concurrency-reading');
  await page.locator('#concurrency-wide-over').focus();
  for (const point of speed.curve.slice(0, 3)) {
    await page.keyboard.press('ArrowRight');
    await expect(reading).toContainText(point.users === 1 ? '1 request' : `${point.users} requests`);
    await expect(reading).toContainText(`each stream ${about(point.stream_tokens_per_s)}\u202ftokens/s`);
    await expect(reading).toContainText(`all together ${about(point.total_tokens_per_s)}\u202ftokens/s`);
  }
  await page.keyboard.press('End');
  await expect(reading).toContainText(`${speed.curve.at(-1).users} requests`);
});

test('a row of the table leads to that number of requests', async ({ page }) => {
  await open(page, `/?${SERVED}`);
  await unfold(page, '#speed-more', '#speed-data');
  await page.locator('#speed-table a', { hasText: /^2$/ }).click();
  await expect(page).toHaveURL(/users=2/);
  await expect(page.getByRole('textbox', { name: 'Concurrent requests' })).toHaveValue('2');
  await expect(page.locator('#speed-table [aria-current]')).toHaveText('2');
});

test('prompt, answer and the wanted rate are asked for in the panel', async ({ page, request }) => {
  await open(page, `/?${SERVED}`);
  await expect(page.locator('#prompt')).toHaveAttribute('placeholder', '2\u202f048');
  await page.locator('#prompt').fill('8000');
  await page.locator('#out').fill('100');
  await page.locator('#rate').fill('25');
  await expect(page).toHaveURL(/prompt=8000/);
  await expect(page).toHaveURL(/rate=25/);
  const { speed } = await report(request, asked(page));
  expect(speed.prompt_tokens).toBe(8_000);
  const facts = page.locator('#speed-facts');
  await expect(facts).toContainText('8\u202f000 tokens');
  await unfold(page, '#speed-facts-more');
  const more = page.locator('#speed-facts-more');
  await expect(more).toContainText(`at least 25\u202ftokens/s each`);
  await expect(more).toContainText(`${speed.users_at_floor} requests`);
});

test('what does not run has a reason instead of a rate', async ({ page }) => {
  await open(page, '/?model=llama-3.1-405b&w=f16');
  await expect(finding(page)).toContainText('no rate');
  await expect(page.locator('#speed-also')).toBeHidden();
  await unfold(page, '#speed-more');
  await expect(curve(page)).toBeHidden();
  expect(await panel(page).innerText()).not.toMatch(/NaN|undefined|Infinity/);
});

test('striped drives load faster and are lost more often', async ({ page, request }) => {
  await open(page, '/?drives=4');
  await unfold(page, '#drives-more');
  const facts = page.locator('#drive-facts');
  const apart = await facts.innerText();
  await page.getByRole('combobox', { name: 'Several drives are' }).selectOption('0');
  await expect(page).toHaveURL(/raid=0/);
  const [one, striped] = [await report(request, 'drives=4'), await report(request, asked(page))];
  expect(striped.storage.load_s).toBeLessThan(one.storage.load_s);
  expect(striped.storage.loss_per_year_percent).toBeGreaterThan(one.storage.loss_per_year_percent);
  await expect(facts).not.toHaveText(apart, { useInnerText: true });
  await expect(facts).toContainText(`${striped.storage.loss_per_year_percent.toFixed(1)}\u202f%`);
});

for (const [key, value] of [
  ['prompt', '0'],
  ['prompt', 'abc'],
  ['out', '-1'],
  ['rate', '1e9'],
  ['raid', '7'],
]) {
  test(`${key}=${value} is told at its field`, async ({ page }) => {
    const response = await page.goto(`/?${key}=${value}`);
    expect(response.status()).toBe(200);
    const note = page.locator(`#${key}-note`);
    await expect(note).not.toBeEmpty();
    await expect(page.locator(`#${key}`)).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator(`#${key}`)).toHaveAttribute('aria-describedby', `${key}-note`);
    const said = await note.innerText();
    await open(page, `/?${key}=${value}`);
    await expect(note).toHaveText(said, { useInnerText: true });
    await note.locator('a').first().click();
    await expect(note).toBeEmpty();
  });
}

test('the plain form asks for the same', async ({ browser, request }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/?n=4&engine=vllm&w=fp8');
  await page.locator('#prompt').fill('3000');
  await unfold(page, '#drives-more');
  await page.locator('#raid').selectOption('independent');
  await panel(page).getByRole('button', { name: 'Update' }).first().click();
  const address = new URL(page.url());
  expect(address.hash).toBe('#speed');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ prompt: '3000', raid: 'independent' });
  expect([...address.searchParams.keys()]).not.toContain('method');
  const { speed } = await report(request, address.searchParams.toString());
  await expect(finding(page)).toContainText(about(speed.decode_tokens_per_s));
  await context.close();
});

for (const [name, query] of Object.entries({
  served: SERVED,
  'one at most': 'gpu=m3-ultra&model=gpt-oss-120b',
  'bad input': 'prompt=0&out=x&rate=0&raid=9',
})) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, `/?${query}`);
      await unfold(page, '#speed-more', '#speed-data');
      await expectNoSidewaysScroll(page);
      await expectNoFaults(page, colorScheme, '#speed');
    });
  }
  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `/?${query}`);
    await unfold(page, '#speed-more', '#speed-data');
    await expectNoSidewaysScroll(page);
  });
}

test('images come to a prompt, as many as the context has room for', async ({ page, request }) => {
  await open(page, '/?gpu=rtx-4090&model=qwen2.5-vl-7b&w=awq&ctx=16384&prompt=512');
  await page.locator('#more-engine > summary').click();
  const images = page.getByLabel('Images of a prompt');
  await images.fill('2');
  await expect(panel(page)).toContainText('3\u202f250 tokens, 2\u202f738 of them images');
  await expect.poll(() => asked(page)).toContain('images=2');
  const { speed } = await report(request, asked(page));
  expect([speed.prompt_tokens, speed.image_tokens]).toEqual([3250, 2738]);
  await images.fill('50');
  await expect(page.locator('#images-note')).toContainText('room for 11 images of 1\u202f369 tokens in the context of 16\u202f384');
  await expect(images).toHaveValue('50');
  await images.fill('');
  await expect(panel(page)).not.toContainText('of them images');
});

test('what a model makes of images is asked for where it is not known', async ({ page }) => {
  await open(page, '/?gpu=rtx-4090&n=2&model=muse-glimmer-30b&images=2');
  await expect(page.locator('#images-note')).toContainText('give the tokens of one, as in 2~1500');
  await expect(page.locator('#verdict .sentence')).toContainText('not known here');
});
