// Known builds, builds side by side, and a plan of purchases: links and plain forms, with or without script.

import { expect, test } from './support.mjs';

test('a known build is read, and what is claimed of it is judged', async ({ page }) => {
  await page.goto('/builds');
  await page.getByRole('link', { name: 'a16z’s four-GPU workstation' }).click();
  await expect(page).toHaveURL(/\/builds\/a16z-4gpu$/);
  const claim = page.locator('.claims li').filter({ hasText: 'Llama 405B in FP16, without quantisation' });
  await expect(claim).toContainText('refuted');
  await expect(claim).toContainText('Does not fit');
  await claim.getByRole('link', { name: 'The working' }).click();
  await expect(page.locator('#verdict .sentence')).toContainText('Does not fit');
});

test('builds are put side by side, asked the same, and left out again', async ({ page }) => {
  await page.goto('/compare');
  await page.getByLabel('A known build').selectOption('one-gpu');
  await page.locator('.add').filter({ hasText: 'A known build' }).getByRole('button').click();
  await page.getByLabel('A known build').selectOption('a16z-4gpu');
  await page.locator('.add').filter({ hasText: 'A known build' }).getByRole('button').click();
  const heads = page.locator('.versus thead th');
  await expect(heads).toHaveCount(3);
  await expect(page.locator('.finding')).toContainText('asked something else');

  await page.getByLabel('Model').selectOption('llama-3.1-405b');
  await page.getByLabel('Weights').selectOption('q4_k_m');
  await page.getByRole('button', { name: 'Ask all of them' }).click();
  await expect(page.locator('.finding')).toContainText('One GPU does not run it');
  expect(new URL(page.url()).searchParams.getAll('b')).toHaveLength(2);
  expect([...new URL(page.url()).searchParams.keys()]).toEqual(['b', 'b']);

  await page.getByLabel('How many').fill('8');
  await page.getByLabel('The same on other cards').selectOption('h200-sxm');
  await page.locator('.add').filter({ hasText: 'other cards' }).getByRole('button').click();
  await expect(heads).toHaveCount(4);
  await expect(heads.last()).toContainText('8 × H200');

  await page.getByRole('link', { name: 'Leave out One GPU' }).click();
  await expect(heads).toHaveCount(3);
});

test('rows in which builds are alike can be hidden', async ({ page }) => {
  await page.goto('/compare?b=n%3D2&b=n%3D4');
  const alike = page.locator('.versus .same').first();
  await expect(alike).toBeVisible();
  await page.getByLabel('Differences only').check();
  await expect(alike).toBeHidden();
  await expect(page.locator('.versus .differs').first()).toBeVisible();
});

test('a link that is pasted is a build, and one that is not understood says so', async ({ page }) => {
  await page.goto('/compare?b=n%3D2');
  await page.getByLabel('A link to a build').fill('https://example.org/?gpu=rtx-3090&n=2#speed');
  await page.locator('.add').filter({ hasText: 'A link' }).getByRole('button').click();
  await expect(page.locator('.versus thead')).toContainText('2 × RTX 3090');
  await page.goto('/compare?b=gpu%3Drtx-3080&b=gpu%3Drtx-nope');
  await expect(page.locator('.finding')).toContainText('rtx-nope');
});

test('a plan grows step by step and says what is wrong with it', async ({ page }) => {
  await page.goto('/upgrade?psu=1000');
  const add = async (month, part, count) => {
    await page.getByRole('textbox', { name: 'Month' }).fill(month);
    await page.getByLabel('What is bought').selectOption(part);
    await page.getByLabel('How many').fill(count);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await add('12', 'gpu~rtx-pro-6000-blackwell-max-q', '3');
  await expect(page.locator('.news .warned').first()).toContainText('power supply gives');
  await add('24', 'part-psu~silverstone-hela-2050', '1');
  await expect(page.locator('.news .warned').first()).toContainText('month 24 has to come first');
  await expect(page.locator('.upgrade tbody tr')).toHaveCount(3);
  expect(new URL(page.url()).searchParams.getAll('step')).toEqual(['12~n~4', '24~part-psu~silverstone-hela-2050']);
  await page.getByRole('link', { name: 'Leave out the step of month 12' }).click();
  await expect(page.locator('.upgrade tbody tr')).toHaveCount(2);
});

test('a step that is none is named beside the plan', async ({ page }) => {
  for (const [address, words] of [
    ['/upgrade?step=soon~n~2', 'begins with a month'],
    ['/compare?b=n%3D9999&b=n%3D2', 'too large for the number of GPUs'],
  ]) {
    await page.goto(address);
    const note = page.locator('main > .note');
    await expect(note).toContainText(words);
    await expect(note).toBeVisible();
  }
});

test('published plans keep their own prices', async ({ page }) => {
  await page.goto('/upgrade');
  await page.getByRole('link', { name: /published roadmap/ }).click();
  await expect(page.locator('.finding')).toContainText('45\u202f149');
  await expect(page.locator('.upgrade tbody tr')).toHaveCount(9);
});

test('a comparison is offered as a frame, which is whole without script', async ({ page, baseURL }) => {
  await page.goto('/compare?b=n%3D2&b=n%3D4');
  await page.getByText('Embed this comparison').click();
  const code = await page.getByRole('textbox', { name: 'Frame for your page' }).inputValue();
  const [, src] = code.match(/src="([^"]+)"/);
  const address = src.replaceAll('&amp;', '&');
  expect(address).toBe(`${baseURL}/embed?panels=compare&b=n%3D2&b=n%3D4`);
  await page.goto(address);
  await expect(page.locator('script')).toHaveCount(1);
  await expect(page.locator('script')).toHaveAttribute('src', '/embed-frame.js');
  await expect(page.locator('.versus thead th')).toHaveCount(3);
  await expect(page.getByRole('rowheader', { name: 'At the wall while it does this' })).toBeVisible();
});
