// What runs in the page that is measured. Each function is sent to it as text, so it uses nothing around it.

/** How a control is changed: what it is looked up by, and the event that a person's hand would cause. */
export function install() {
  const sendTo = (control, value, ...events) => {
    control.value = value;
    for (const name of events) control.dispatchEvent(new Event(name, { bubbles: true }));
  };
  // Over half of the scale and back, a step at a time.
  const along = (low, high, turn) => {
    const steps = Math.max(1, Math.floor((high - low) / 2));
    const at = turn % (2 * steps);
    return low + Math.floor((high - low) / 4) + (at < steps ? at : 2 * steps - at);
  };
  const slide = (key, low, high) => (turn) => {
    const slider = document.getElementById(`${key}-slider`);
    const control = slider ?? document.getElementById(key);
    sendTo(control, along(Number(slider?.min ?? low), Number(slider?.max ?? high), turn), 'input');
  };
  window.change = {
    context: slide('ctx', 0, 20),
    count: (turn) => document.querySelector(`[data-key="n-${turn % 6 < 3 ? 'more' : 'less'}"]`).click(),
    weights: (turn) => {
      const control = document.getElementById('w');
      const offered = [...control.querySelectorAll('option:not(:disabled)')].map(({ value }) => value);
      const others = offered.filter((value) => value !== control.value);
      sendTo(control, others[(turn * 5) % others.length], 'input', 'change');
    },
    hours: slide('hours', 1, 24),
  };
  // From the event to the first frame after it. Its work on the main thread is done when the message comes.
  window.timed = (act) =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      setTimeout(() => {
        const start = performance.now();
        port1.onmessage = () => done(performance.now() - start);
        act();
        requestAnimationFrame(() => port2.postMessage(0));
      });
    });
}

/** Changes a control once and says how long it took, in milliseconds. */
export const once = ([control, turn]) => window.timed(() => window.change[control](turn));

/** Changes a control once and counts what is written, until the page has been still for a moment. */
export async function written([control, turn, still]) {
  const sum = { nodes: 0, bytes: 0 };
  const all = (node) => 1 + [...node.childNodes].reduce((count, child) => count + all(child), 0);
  const size = (node) => new Blob([node.outerHTML ?? node.data ?? '']).size;
  const count = (records) => {
    const texts = new Set();
    for (const { type, target, addedNodes, attributeName } of records) {
      if (type === 'childList') {
        for (const node of addedNodes) {
          if (!node.isConnected) continue;
          sum.nodes += all(node);
          sum.bytes += size(node);
        }
      } else {
        texts.add(target);
        sum.bytes += new Blob([attributeName ? (target.getAttribute(attributeName) ?? '') : target.data]).size;
      }
    }
    sum.nodes += texts.size;
  };
  const observer = new MutationObserver(count);
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  window.change[control](turn);
  await new Promise((done) => setTimeout(done, still));
  count(observer.takeRecords());
  observer.disconnect();
  return sum;
}

/** What the page consists of. */
export function contents() {
  let nodes = 0;
  for (const walker = document.createTreeWalker(document); walker.nextNode(); ) nodes += 1;
  return { nodes, elements: document.getElementsByTagName('*').length, height: document.documentElement.scrollHeight };
}

/** A search with a budget of its own: how long the whole of it takes, and the longest time between two frames. */
export async function searched(budget) {
  const form = document.querySelector('form.ask');
  const found = document.getElementById('found');
  form.elements.budget.value = budget;
  const begun = performance.now();
  let [before, frame, going] = [begun, 0, true];
  const look = (now) => {
    frame = Math.max(frame, now - before);
    before = now;
    if (going) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const ended = new Promise((end) => {
    new MutationObserver((_, observer) => {
      if (found.hasAttribute('aria-busy')) return;
      observer.disconnect();
      end();
    }).observe(found, { attributeFilter: ['aria-busy'] });
  });
  form.requestSubmit();
  await ended;
  going = false;
  return { whole: performance.now() - begun, frame };
}
