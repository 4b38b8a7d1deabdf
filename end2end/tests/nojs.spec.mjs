// Everything without JavaScript: the form submits and the answer is the same.

import { expect, expectJobAnswered, job, sentence, test } from './support.mjs';

test('the job', async ({ page, request }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'GPU', exact: true }).selectOption(job.gpuId);
  await page.getByRole('textbox', { name: 'Count' }).first().fill(job.count);
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption(job.modelId);
  await page.getByRole('combobox', { name: 'Weights' }).selectOption(job.weights);
  await page.getByRole('button', { name: 'Calculate' }).click();

  await expectJobAnswered(page, request);
  const address = new URL(page.url()).searchParams;
  expect(address.get('model')).toBe(job.modelId);
  expect(address.get('go'), 'the mark of the form is gone').toBeNull();
  await expect(page.getByRole('combobox', { name: 'Model', exact: true })).toHaveValue(job.modelId);

  await page.locator('.ways a').first().click();
  await expect(sentence(page)).not.toHaveText(/does not fit/i);
});

test('bad input comes back with a message at its field', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Count' }).first().fill('10000');
  await page.getByRole('button', { name: 'Calculate' }).click();
  await expect(page.locator('#n-note')).toHaveText(/\d/);
  await expect(page.locator('#n')).toHaveAttribute('aria-invalid', 'true');
});

test('a claim is checked', async ({ page }) => {
  await page.goto('/claims');
  await page.getByRole('textbox', { name: 'A claim in words' }).fill('full fine-tune of 8B on a 4090');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('heading', { name: 'Refuted' })).toBeVisible();
  await page.getByRole('link', { name: 'Open what decides it' }).click();
  await expect(sentence(page)).toHaveText(/does not fit/i);
});

test('every page is whole', async ({ page }) => {
  for (const path of ['/models', '/gpus', '/find', '/find?ask=machines&cards=2', '/method']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.locator('main').innerText()).not.toHaveLength(0);
  }
});

test('a kept day survives the form', async ({ page, request }) => {
  const { catalog } = await (await request.get('/api/v1/report')).json();
  await page.goto(`/?n=2&cat=${catalog}`);
  await page.getByRole('textbox', { name: 'Count' }).first().fill('3');
  await page.getByRole('button', { name: 'Calculate' }).click();
  await expect(page).toHaveURL(new RegExp(`n=3&cat=${catalog}$`));
  await page.locator('#pin a').click();
  await expect(page).toHaveURL(/\?n=3$/);
});

test('a figure leads to its working', async ({ page }) => {
  await page.goto(`/?${job.query}`);
  const link = page.locator('.facts a[href^="#working-of-"]:visible').first();
  const id = (await link.getAttribute('href')).slice(1);
  await link.click();
  await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
});

test('drives, a line and used cards are asked for in the form', async ({ page, request }) => {
  await page.goto('/?n=2');
  const other = await page.locator('#part-ssd2 option').nth(2).getAttribute('value');
  await page.locator('#cost-more > summary').click();
  await page.locator('#part-ssd2').selectOption(other);
  await page.locator('#line-name').fill('Rack kit');
  await page.locator('#line-usd').fill('300');
  await page.locator('#condition').selectOption('used');
  await page.locator('#cost button[type=submit]').click();
  await expect(page).toHaveURL(/part-ssd=[^&]*\+.*line=Rack-kit~300.*condition=used/);
  const { cost } = await (await request.get(`/api/v1/report${new URL(page.url()).search}`)).json();
  expect(cost.items.filter(({ kind }) => kind === 'ssd')).toHaveLength(2);
  expect(cost.items.find(({ kind }) => kind === 'line').total_usd).toBe(300);
});

test('a card has a page of its own', async ({ page }) => {
  await page.goto('/gpus?n=2&q=5090');
  const card = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'RTX 5090 Details' }) });
  await card.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('5090');
  await page.getByRole('link', { name: '4 of these' }).click();
  await expect(page).toHaveURL(/gpu=rtx-5090&n=4/);
});

test('what runs on a machine, and which machine runs it', async ({ page }) => {
  await page.goto('/find');
  await page.getByLabel('By name').fill('MacBook Pro M4 Max 64 GB');
  await page.getByRole('button', { name: 'Show what runs' }).click();
  await expect(page).toHaveURL(/\/find\?gpu=apple-m4-max&mem=64$/);
  await page.getByRole('link', { name: 'Each stream' }).click();
  await expect(page.locator('th[aria-sort="descending"]')).toContainText('Each stream');
  await page.getByRole('link', { name: 'Which machine runs this?' }).click();
  await page.getByLabel('Cards at most').selectOption('2');
  await page.getByRole('button', { name: 'Find machines' }).click();
  await page.getByRole('region', { name: 'Machines that no other beats' }).getByRole('link').first().click();
  await expect(sentence(page)).toHaveText(/^Fits/);
});

test('amounts in another currency, and a price typed in it', async ({ page, request }) => {
  await page.goto('/?n=4&currency=eur&fx=0.5');
  await expect(page.locator('#rate-told')).toContainText('1 USD = 0.5 EUR, your rate');
  // The currency stands with the prices, so they are open where one was chosen.
  await page.locator('#price-gpu').fill('4000');
  await page.locator('#cost').getByRole('button', { name: 'Update' }).last().click();
  await expect(page).toHaveURL(/price-gpu=4000&.*currency=eur&fx=0.5|currency=eur&fx=0.5.*price-gpu=4000/);
  const address = new URL(page.url()).search.slice(1);
  const answer = await request.get(`/api/v1/report?${address}`);
  const { cost } = await answer.json();
  expect(cost.items.find(({ key }) => key === 'price-gpu').unit_usd).toBe(8000);
  await expect(page.locator('#cost-total')).toHaveText(/^€/);
});

test('a configuration is pasted and read', async ({ page }) => {
  await page.goto('/import?gpu=rtx-4090');
  const field = page.getByLabel('The text of config.json');
  await field.fill('{"model_type": "llama"}');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.locator('#import-note')).toContainText('hidden_size is missing');
  await expect(field).toHaveValue('{"model_type": "llama"}');
  await field.fill(JSON.stringify({
    model_type: 'llama', hidden_size: 4096, num_hidden_layers: 30, num_attention_heads: 32, num_key_value_heads: 8,
    intermediate_size: 14336, vocab_size: 128256, max_position_embeddings: 131072, torch_dtype: 'bfloat16',
  }));
  await page.getByLabel('Name of the model').fill('Mine');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.getByRole('link', { name: 'Open it in the configurator' }).click();
  await expect(page).toHaveURL(/\?gpu=rtx-4090&model=custom&arch=h-4096~l-F\*30~.*&named=Mine&w=bf16$/);
  await expect(sentence(page)).toHaveText(/^Fits/);
  // A plain form keeps the model.
  await page.locator('#ctx').fill('16384');
  await page.getByRole('button', { name: 'Update' }).first().click();
  await expect(page).toHaveURL(/arch=h-4096~l-F\*30~.*ctx=16384/);
});
