// The order of the page: what is asked and what is found stay in sight, and each section begins with its finding.

import { expect, heightOf, open, sentence, test } from './support.mjs';

const LINKS = { Memory: '#memory', Speed: '#speed', Power: '#power', Parts: '#cost', Cost: '#own', Working: '#workings' };

test('controls and findings are on screen wherever one reads', async ({ page }) => {
  await open(page, '/?n=4');
  for (const [name, section] of Object.entries(LINKS)) {
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
    await expect(page.locator(`${section} h2`).first()).toBeInViewport();
    await expect(sentence(page)).toBeInViewport();
    await expect(page.locator('#payback-also')).toBeInViewport();
    await expect(page.locator('#controls')).toBeInViewport();
  }
});

test('the strip hides no heading that a link leads to', async ({ page }) => {
  await open(page, '/?n=4&model=llama-3.1-405b&w=f16');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Power' }).click();
  const heading = page.locator('#power-title');
  await expect(heading).toBeInViewport();
  await expect.poll(async () => {
    const strip = await page.locator('.verdict').boundingBox();
    const title = await heading.boundingBox();
    return title.y - (strip.y + strip.height);
  }).toBeGreaterThanOrEqual(0);
});

test('the strip covers nothing of what follows it', async ({ page }) => {
  for (const width of [960, 1024, 1180, 1440, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    for (const query of ['/?n=2', '/?gpu=rtx-4090&model=qwen3-next-80b-a3b&offload=hot-64&ram=128']) {
      await open(page, query);
      const strip = await page.locator('.verdict').boundingBox();
      const share = await page.locator('.share-line').boundingBox();
      expect(share.y, `${query} at ${width}`).toBeGreaterThanOrEqual(strip.y + strip.height);
    }
  }
});

test('an example is one click away', async ({ page }) => {
  await open(page);
  await page.getByRole('link', { name: 'Mac Studio' }).click();
  await expect(page).toHaveURL('/?gpu=apple-m3-ultra&model=gpt-oss-120b');
  await expect(page.getByRole('combobox', { name: 'GPU', exact: true })).toHaveValue('M3 Ultra');
});

test('what was closed is right once it is opened', async ({ page, request }) => {
  await open(page, '/?n=4');
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('q8_0');
  await expect(page).toHaveURL(/w=q8_0/);
  await page.locator('#numbers > summary').click();
  const { memory } = await (await request.get(`/api/v1/report${new URL(page.url()).search}`)).json();
  const most = Math.max(...memory.per_gpu.map(({ weights_bytes }) => weights_bytes));
  await expect(page.locator('#figures [data-part=weights]')).toContainText((Math.round(most / 1e7) / 100).toFixed(2));
});

for (const query of ['', 'n=4', 'n=4&mode=train', 'gpu=rtx-3090&n=2&model=llama-3.1-405b&w=f16']) {
  test(`the page is short enough to be read: ${query || 'the start'}`, async ({ page }) => {
    await open(page, `/?${query}`);
    expect(await heightOf(page)).toBeLessThanOrEqual(4_500);
  });
}
