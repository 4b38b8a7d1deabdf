// What the specs share: a page that tells on faults, and the job that a visitor comes for.

import AxeBuilder from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';

export { expect };

/** A page that fails its test if the browser reports any error while it is open. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const faults = [];
    page.on('console', (message) => {
      // An answer that is an error by intent, such as 404, is reported as one here too.
      const expected = /Failed to load resource.*\b(404|414)\b/.test(message.text());
      if (message.type() === 'error' && !expected) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    await use(page);
    expect(faults, 'errors in the browser').toEqual([]);
  },
});

/** The build that is asked about most: 4 × RTX PRO 6000 Max-Q, Llama 3.1 405B in 16 bits. */
export const job = {
  gpu: 'RTX PRO 6000 Blackwell Max-Q',
  gpuId: 'rtx-pro-6000-blackwell-max-q',
  count: '4',
  model: 'Llama 3.1 405B',
  modelId: 'llama-3.1-405b',
  weights: 'f16',
  query: 'gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16',
};

/**
 * Collects what a page asks the server for from now on. The parts of the module, which are fetched once somebody does more than read,
 * and the icon, which Chromium asks for again whenever the address changes, are no questions.
 */
export function questions(page) {
  const asked = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/pkg/') && pathname !== '/favicon.svg') asked.push(request.url());
  });
  return asked;
}

/** Opens an address and waits until the page reacts. */
export async function open(page, path = '/') {
  await page.goto(path);
  await awake(page);
}

/** Waits until the browser's half has taken over: plain lists have become comboboxes. */
export async function awake(page) {
  await expect(page.locator('#gpu[role=combobox]')).toBeVisible();
}

/** Opens what is folded away, as a visitor does. */
export async function unfold(page, ...selectors) {
  for (const selector of selectors) {
    const details = page.locator(selector);
    if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
  }
}

/** The region that says whether it fits, aloud when it changes. */
export const verdict = (page) => page.locator('.verdict [aria-live]');

/** The finding itself. */
export const sentence = (page) => page.locator('.verdict .sentence > span:not([aria-hidden])');

/** What the API says about a query. */
export async function report(request, query) {
  const answer = await request.get(`/api/v1/report?${query}`);
  expect(answer.status()).toBe(200);
  return answer.json();
}

/** How long the page is once every part of it has been seen. */
export async function heightOf(page) {
  return page.evaluate(async () => {
    const { scrollingElement } = document;
    for (let top = 0; top < scrollingElement.scrollHeight; top += innerHeight / 2) {
      scrollTo(0, top);
      await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    }
    scrollTo(0, 0);
    return scrollingElement.scrollHeight;
  });
}

/** Nothing may stick out sideways. */
export async function expectNoSidewaysScroll(page) {
  const { needed, there } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    there: document.documentElement.clientWidth,
  }));
  expect(needed, 'width that the page needs').toBeLessThanOrEqual(there);
}

/** What the page must say about the job, whatever way it was asked. */
export async function expectJobAnswered(page, request) {
  const { verdict: expected } = await report(request, job.query);
  expect(expected.fits).toBe(false);
  await expect(sentence(page)).toHaveText(expected.sentence);
  await expect(sentence(page)).toHaveText(/does not fit/i);
  await expect(sentence(page)).toHaveText(/\d\s?GB/);
  const ways = page.locator('.ways a');
  await expect(ways.first()).toBeVisible();
  expect(await ways.count()).toBe(expected.ways_out.length);
}

/**
 * That axe finds nothing, on the page or within some parts of it. Dark colours are looked at for their contrast
 * alone: everything else is the same in light ones, and takes most of the time.
 */
export async function expectNoFaults(page, colorScheme, ...parts) {
  let axe = new AxeBuilder({ page });
  for (const part of parts) axe = axe.include(part);
  if (colorScheme === 'dark') axe = axe.withRules(['color-contrast']);
  await expectNothing(axe);
}

/** That axe finds nothing that depends on how much room there is. */
export async function expectNoFaultsOfWidth(page) {
  await expectNothing(new AxeBuilder({ page }).withRules(['scrollable-region-focusable', 'meta-viewport']));
}

async function expectNothing(axe) {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}
