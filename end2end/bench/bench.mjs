// How long a change of the configurator takes in Chromium, and how large what it needs is. `cargo xtask bench
// browser` builds, serves and calls this; by hand: HEADROOM_URL=http://127.0.0.1:3000 node bench/bench.mjs
//
// Every change is measured beside one of a bare page, in the same run: machines differ, and are noisy.

import { get } from 'node:http';
import { chromium } from '@playwright/test';
import { desktop, launchOptions, phone } from '../browser.mjs';
import { contents, install, once, searched, written } from './in-page.mjs';

const base = process.env.HEADROOM_URL ?? 'http://127.0.0.1:3000';
const path = '/?n=4';
const times = 60;
const warmUp = 5;
/** Longer than what waits for a pause waits. */
const still = 400;
const throttles = [1, 4];
const names = {
  context: 'context slider',
  count: 'GPU stepper',
  weights: 'weights select',
  hours: 'hours of use',
  bare: 'one text of a bare page',
};

/** What machines are searched for. */
const jobs = {
  'model=llama-3.3-70b&users=4': 'Llama 3.3 70B for four',
  'model=llama-3.3-70b&users=4&rented=1': 'the same, rented machines too',
};

const bare = `<!doctype html><title>Bare</title><p id="text">0</p>`;

const browser = await chromium.launch({
  ...launchOptions,
  // A frame is drawn as soon as it is wanted, so that waiting for the screen is no part of the time.
  args: [...launchOptions.args, '--disable-frame-rate-limit', '--disable-gpu-vsync'],
});

/** A page that reacts, with a session of the developer tools. */
async function opened(viewport) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(base + path, { waitUntil: 'networkidle' });
  await page.waitForSelector('#gpu[role=combobox]');
  await page.evaluate(install);
  return { page, tools: await context.newCDPSession(page) };
}

async function openedBare() {
  const context = await browser.newContext({ viewport: desktop });
  const page = await context.newPage();
  await page.setContent(bare);
  await page.evaluate(install);
  await page.evaluate(() => {
    window.change.bare = (turn) => document.getElementById('text').replaceChildren(String(turn));
  });
  return { page, tools: await context.newCDPSession(page) };
}

/**
 * Milliseconds of script, and of everything that the main thread did, since the page was opened. Style, layout and paint
 * are what is left of the one without the other; a little of it is the measuring.
 */
async function spent(tools) {
  const { metrics } = await tools.send('Performance.getMetrics');
  const of = (name) => 1e3 * metrics.find((metric) => metric.name === name).value;
  return { script: of('ScriptDuration'), all: of('TaskDuration') };
}

async function measure({ page, tools }, control, throttle) {
  await tools.send('Performance.enable');
  await tools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const measured = { frame: [], script: [], rest: [] };
  for (let turn = -warmUp; turn < times; turn += 1) {
    const before = await spent(tools);
    const frame = await page.evaluate(once, [control, turn + warmUp]);
    const after = await spent(tools);
    const script = after.script - before.script;
    if (turn >= 0) {
      measured.frame.push(frame);
      measured.script.push(script);
      measured.rest.push(after.all - before.all - script);
    }
    if (control !== 'bare') await page.waitForTimeout(still);
  }
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return measured;
}

function part(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}

/** Bytes of an answer's body as it is sent. */
const sent = (url, encoding) =>
  new Promise((done, fail) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
      let bytes = 0;
      answer.on('data', (piece) => (bytes += piece.length));
      answer.on('end', () => done(bytes));
    }).on('error', fail);
  });

const row = (name, ...cells) => console.log(name.padEnd(40) + cells.map((cell) => String(cell).padStart(11)).join(''));

console.log(`\n${path}, ${times} changes each, ms at the median and the 95th percentile`);
row('', 'to frame', '95 %', 'script', '95 %', 'the rest', '95 %');
for (const throttle of throttles) {
  for (const [control, name] of Object.entries(names)) {
    const open = control === 'bare' ? await openedBare() : await opened(desktop);
    const measured = await measure(open, control, throttle);
    const cells = Object.values(measured).flatMap((values) => [50, 95].map((percent) => part(values, percent).toFixed(1)));
    row(throttle === 1 ? name : `${name}, slowed ${throttle} times`, ...cells);
    await open.page.context().close();
  }
}

console.log('\nWritten by one change, at the median and the 95th percentile');
row('', 'nodes', '95 %', 'bytes', '95 %');
const { page } = await opened(desktop);
for (const control of Object.keys(names).filter((control) => control !== 'bare')) {
  const changes = [];
  for (let turn = 0; turn < times / 3; turn += 1) changes.push(await page.evaluate(written, [control, turn, still]));
  const cells = ['nodes', 'bytes'].flatMap((what) => [50, 95].map((percent) => part(changes.map((one) => one[what]), percent)));
  row(names[control], ...cells);
}
await page.context().close();

console.log('\nSearches for machines in the browser, ms: the whole of one, and the longest time without a frame');
row('', 'whole', '95 %', 'a frame', '95 %');
for (const [job, name] of Object.entries(jobs)) {
  const context = await browser.newContext({ viewport: desktop });
  const page = await context.newPage();
  await page.goto(`${base}/find?ask=machines&${job}`, { waitUntil: 'networkidle' });
  const searches = [];
  // The first one fetches the module.
  for (let turn = -1; turn < times / 6; turn += 1) {
    const one = await page.evaluate(searched, 500_000 + turn);
    if (turn >= 0) searches.push(one);
  }
  const cells = ['whole', 'frame'].flatMap((what) => [50, 95].map((percent) => part(searches.map((one) => one[what]), percent).toFixed(0)));
  row(name, ...cells);
  await context.close();
}

console.log('');
row('', 'nodes', 'elements', 'height');
for (const viewport of [desktop, phone]) {
  const { page } = await opened(viewport);
  const { nodes, elements, height } = await page.evaluate(contents);
  row(`the page, ${viewport.width} pixels wide`, nodes, elements, height);
  await page.context().close();
}

console.log('');
row('', 'bytes', 'brotli');
const { page: whole } = await opened(desktop);
const loaded = await whole.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
for (const url of [base + path, ...new Set(loaded)].filter((url) => url.startsWith(base))) {
  row(url === base + path ? 'HTML' : url.slice(base.length), await sent(url, 'identity'), await sent(url, 'br'));
}
await browser.close();
