// Browser tests against a running server: `cargo xtask test` builds and starts one; by hand, run
// `cargo xtask serve` and then `npx playwright test` here.

import { defineConfig } from '@playwright/test';
import { desktop, launchOptions, phone } from './browser.mjs';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // Two cores are what the smallest machine has that runs these.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // A shared machine may stall a browser; a real fault fails twice and is listed as such.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.HEADROOM_URL ?? 'http://127.0.0.1:3000',
    launchOptions,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    { name: 'desktop', use: { viewport: desktop }, testIgnore: ['**/phone.spec.mjs', '**/nojs.spec.mjs'] },
    {
      name: 'phone',
      use: { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
      testMatch: ['**/phone.spec.mjs', '**/pages.spec.mjs'],
    },
    { name: 'nojs', use: { viewport: desktop, javaScriptEnabled: false }, testMatch: '**/nojs.spec.mjs' },
  ],
});
