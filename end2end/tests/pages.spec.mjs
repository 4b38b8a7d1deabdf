// What holds for every page: no error in the browser, no fault that axe finds, no sideways scroll.

import { awake, expect, expectNoFaults, expectNoFaultsOfWidth, expectNoSidewaysScroll, job, test } from './support.mjs';

const PAGES = {
  'the start': '/',
  'what does not fit': `/?${job.query}`,
  'mixed cards': '/?gpu=rtx-5090*1%2Brtx-3090*2&model=llama-3.3-70b&w=q4_k_m',
  'unified memory': '/?gpu=m3-ultra&model=gpt-oss-120b',
  'experts offloaded': '/?gpu=rtx-4090&model=deepseek-v3&w=q4_k_m&offload=experts&ram=512',
  'adapters trained': '/?n=4&mode=train&method=qlora',
  'a training run that does not fit': '/?n=2&mode=train',
  'a custom model': '/?model=141b-a39b&n=2',
  'many cards': '/?gpu=h100-sxm-80gb&n=72&model=deepseek-v3&engine=vllm',
  'bad input': '/?n=0&ctx=abc&model=nope&gpu=nope&w=q99',
  models: '/models',
  import: '/import?n=2',
  GPUs: '/gpus',
  clouds: '/clouds',
  APIs: '/apis?q=llama',
  builds: '/builds',
  'a known build': '/builds/a16z-4gpu',
  comparison: '/compare?b=one-gpu&b=a16z-4gpu&b=dgx-spark',
  'what runs on a machine': '/find?gpu=rtx-3090&n=2&kind=mixture',
  'machines for a job': '/find?ask=machines&users=4&budget=20000&rented=1',
  'an upgrade path': '/upgrade?psu=1000&step=12~n~2&step=24~n~4~psu~2050~price~17000',
  method: '/method',
  API: '/api',
  'saved builds, none yet': '/saved',
  'nothing here': '/nope',
};

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name}: sound in light and dark colours`, async ({ page, isMobile }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(path, { waitUntil: 'networkidle' });
    if (path.startsWith('/?') || path === '/') await awake(page);
    await expectNoSidewaysScroll(page);
    // On a phone the page is the same, with less room.
    if (isMobile) return expectNoFaultsOfWidth(page);
    await expectNoFaults(page, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoFaults(page, 'dark');
  });

  test(`${name}, 320 pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path, { waitUntil: 'networkidle' });
    await expectNoSidewaysScroll(page);
  });
}

test('what the server wrote is what the browser would write', async ({ page }) => {
  // The text before and after the browser's half takes over, form controls aside.
  for (const path of [PAGES['what does not fit'], PAGES['mixed cards'], PAGES['experts offloaded'], PAGES['adapters trained']]) {
    const text = () => page.locator('.answer').innerText();
    await page.route('**/boot.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.goto(path);
    const written = await text();
    await page.unroute('**/boot.js');
    await page.goto(path);
    await awake(page);
    expect(await text()).toBe(written);
  }
});

test('a page that the browser kept comes alive under the policy that it came with', async ({ page }) => {
  const sent = () =>
    page.evaluate(() => {
      const [{ transferSize, encodedBodySize }] = performance.getEntriesByType('navigation');
      return transferSize > encodedBodySize;
    });
  for (const whole of [true, false]) {
    await page.goto('/?n=2');
    await awake(page);
    expect(await sent()).toBe(whole);
  }
});
