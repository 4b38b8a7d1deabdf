// Embeds in the page of another origin: with and without the script for heights, in both themes.

import { createServer } from 'node:http';
import { expect, expectNoFaults, job, test } from './support.mjs';

/** A page of another origin, on a port of its own, that shows one frame. */
const other = test.extend({
  host: async ({ baseURL }, use) => {
    const server = createServer((request, response) => {
      const asked = new URL(request.url, 'http://host').searchParams;
      const script = asked.has('script') ? `<script src="${baseURL}/embed.js"></script>` : '';
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!DOCTYPE html><html lang="en" style="color-scheme: ${asked.get('scheme') ?? 'light'}"><title>Elsewhere</title>
         <body style="margin: 0"><main style="width: ${asked.get('width') ?? 600}px"><h1>Elsewhere</h1>
         <iframe src="${baseURL}${asked.get('frame')}" title="A frame" height="300" style="width: 100%; border: 0"></iframe>
         ${script}</main>`,
      );
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address();
    await use((frame, more = {}) => `http://127.0.0.1:${port}/?${new URLSearchParams({ frame, ...more })}`);
    server.closeAllConnections();
    server.close();
  },
});

const frameOf = (page) => page.frameLocator('iframe');
const heightOf = (page) => page.locator('iframe').evaluate((frame) => frame.clientHeight);
const contentOf = (page) => frameOf(page).locator('body').evaluate((body) => body.getBoundingClientRect().height);

// An embed is transparent, and axe takes what it cannot see for white.
const paint = (frame, scheme) =>
  frame.locator('html').evaluate((root, paper) => root.style.setProperty('background', paper), scheme === 'dark' ? '#14171a' : '#fcfbf8');

const EMBED = `/embed?${job.query}`;

other('an embed is whole in another page', async ({ page, host, request }) => {
  const { verdict } = await (await request.get(`/api/v1/report?${job.query}`)).json();
  await page.goto(host(EMBED));
  const frame = frameOf(page);
  await expect(frame.locator('.sentence')).toContainText(verdict.sentence);
  await expect(frame.locator('.bar').first()).toBeVisible();
  await expect(frame.getByRole('link', { name: 'Open in Headroom' })).toBeVisible();
  // Without the script in the page around it, the height is the one that was written down.
  expect(await heightOf(page)).toBe(300);
});

for (const scheme of ['light', 'dark']) {
  test(`an embed that is opened by itself has its landmarks, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const address of [`${EMBED}&form=live`, `/embed?${'x'.repeat(4_097)}`]) {
      await page.goto(address);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(page.getByRole('contentinfo')).toHaveCount(1);
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
      await paint(page, scheme);
      await expectNoFaults(page, scheme);
    }
  });
}

other('its links leave the frame', async ({ page, host, baseURL }) => {
  await page.goto(host(EMBED));
  await frameOf(page).getByRole('link', { name: 'Open in Headroom' }).click();
  await expect(page).toHaveURL(`${baseURL}/?n=4&model=llama-3.1-405b&w=f16`);
  await expect(page.locator('h1')).toContainText(job.model);
});

for (const width of [320, 480, 720]) {
  other(`with the script the frame is as high as its content, ${width} pixels wide`, async ({ page, host }) => {
    await page.goto(host(`${EMBED}&panels=verdict~power`, { script: '', width }));
    await expect.poll(async () => Math.abs((await heightOf(page)) - (await contentOf(page)))).toBeLessThanOrEqual(1);
    expect(await heightOf(page)).toBeGreaterThan(300);
    const sideways = await frameOf(page)
      .locator('html')
      .evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(sideways).toBeLessThanOrEqual(0);
  });
}

other('both kinds of message tell the height', async ({ page, host }) => {
  await page.addInitScript(() => {
    window.told = [];
    addEventListener('message', ({ data }) => window.told.push(data));
  });
  await page.goto(host(EMBED));
  await expect.poll(() => page.evaluate(() => window.told.length)).toBeGreaterThanOrEqual(2);
  const told = await page.evaluate(() => window.told);
  const own = told.find((data) => data.type === 'headroom:height');
  const common = told.filter((data) => typeof data === 'string').map(JSON.parse)[0];
  expect(own.height).toBe(Math.ceil(await contentOf(page)));
  expect(common).toMatchObject({ context: 'iframe.resize', height: own.height });
  expect(common.src).toContain('/embed?');
});

other('messages of others change nothing, and heights have bounds', async ({ page, host }) => {
  await page.goto(host(EMBED, { script: '' }));
  await expect.poll(async () => Math.abs((await heightOf(page)) - (await contentOf(page)))).toBeLessThanOrEqual(1);
  const before = await heightOf(page);
  await page.evaluate(() => {
    postMessage({ type: 'headroom:height', height: 999 }, '*');
    postMessage('{"context":"iframe.resize","height":', '*');
    postMessage(null, '*');
  });
  await page.waitForTimeout(100);
  expect(await heightOf(page)).toBe(before);
  await frameOf(page)
    .locator('body')
    .evaluate(() => parent.postMessage({ type: 'headroom:height', height: 1e9 }, '*'));
  await expect.poll(() => heightOf(page)).toBe(4000);
  await frameOf(page)
    .locator('body')
    .evaluate(() => parent.postMessage({ type: 'headroom:height', height: Number.NaN }, '*'));
  await page.waitForTimeout(100);
  expect(await heightOf(page)).toBe(4000);
});

for (const scheme of ['light', 'dark']) {
  other(`axe finds nothing in an embed, ${scheme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const accent of ['blue', 'teal', 'green', 'violet', 'rose', 'ink']) {
      await page.goto(host(`${EMBED}&panels=verdict~ways~figures~power~cost~payback~waterfall&form=live&accent=${accent}`, { script: '', scheme }));
      await expect(frameOf(page).locator('.sentence').first()).toBeVisible();
      await paint(frameOf(page), scheme);
      await expectNoFaults(page, scheme);
    }
  });

  other(`a theme that was asked for holds whatever the system says, ${scheme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme === 'light' ? 'dark' : 'light' });
    await page.goto(host(`${EMBED}&theme=${scheme}`, { scheme }));
    const { ink, ground } = await frameOf(page)
      .locator('body')
      .evaluate((body) => ({
        ink: getComputedStyle(body).color,
        ground: getComputedStyle(body).backgroundColor,
      }));
    expect(ink).toBe(scheme === 'light' ? 'rgb(26, 30, 34)' : 'rgb(236, 234, 228)');
    expect(ground).toBe('rgba(0, 0, 0, 0)');
  });
}

other('an embed costs at most 20 KB, and no WebAssembly', async ({ page, host, context }) => {
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const sent = new Map();
  client.on('Network.responseReceived', ({ requestId, response }) => sent.set(requestId, { url: response.url, bytes: 0 }));
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (sent.has(requestId)) sent.get(requestId).bytes = encodedDataLength;
  });
  await page.goto(host(`${EMBED}&panels=verdict~ways~figures~power~cost~payback~waterfall`), { waitUntil: 'networkidle' });
  const ours = [...sent.values()].filter(({ url }) => /\/embed/.test(new URL(url).pathname));
  expect(ours.length).toBe(3);
  expect([...sent.values()].some(({ url }) => url.includes('wasm'))).toBe(false);
  // With headers, as they went over the wire.
  expect(ours.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(20_000);
});

other('a reader turns the controls of a live embed', async ({ page, host, request }) => {
  await page.goto(host('/embed?n=4&model=llama-3.1-405b&w=f16&form=live'));
  const frame = frameOf(page);
  await expect(frame.locator('.sentence')).toContainText('Does not fit');
  const asked = page.waitForRequest((sent) => sent.url().includes('w=q4_k_m'));
  await frame.getByLabel('Weights', { exact: true }).selectOption('q4_k_m');
  await asked;
  const { verdict } = await (await request.get('/api/v1/report?n=4&model=llama-3.1-405b&w=q4_k_m')).json();
  await expect(frame.locator('.sentence')).toContainText(verdict.sentence);
  await expect(frame.getByRole('link', { name: 'Open in Headroom' })).toHaveAttribute('href', /w=q4_k_m|^\/\?n=4&model=llama-3.1-405b$/);
});

test.describe('elsewhere', () => {
  for (const path of ['/', '/models', '/method', `/share?${job.query}`]) {
    other(`${path.split('?')[0]} refuses to be framed`, async ({ browser, host }) => {
      // Apart from the page that fails on errors: the browser reports the refusal as one.
      const page = await browser.newPage();
      await page.goto(host(path), { waitUntil: 'networkidle' });
      const shown = page.frames()[1];
      expect(shown.url()).toBe('chrome-error://chromewebdata/');
      await page.close();
    });
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  other('an embed and its controls work', async ({ page, host }) => {
    await page.goto(host(`/embed?${job.query}&form=live`));
    const frame = frameOf(page);
    await expect(frame.getByText('Does not fit.')).toBeVisible();
    await frame.getByLabel('Weights', { exact: true }).selectOption('q4_k_m');
    await frame.getByRole('button', { name: 'Calculate' }).click();
    await expect(frame.getByText('Does not fit.')).toHaveCount(0);
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`the page for sharing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/share?${job.query}`, { waitUntil: 'networkidle' });
    await expect(page.getByLabel('Embed that updates with prices')).toHaveValue(/^<iframe src="http.*\/embed\?/);
    await expect(page.frameLocator('.preview').locator('.sentence')).toContainText('Does not fit');
    await paint(page.frameLocator('.preview'), colorScheme);
    await expectNoFaults(page, colorScheme);
  });
}

test('choices on the page for sharing show at once, and texts are copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/share?${job.query}`);
  await page.getByLabel('Colours', { exact: true }).selectOption('dark');
  await expect(page).toHaveURL(/theme=dark$/);
  await expect(page.getByLabel('Embed that updates with prices')).toHaveValue(/theme=dark/);
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.getByLabel('Link', { exact: true }).inputValue());
});
