// The page that finds machines: the search is made in this browser, by the same code as the server's, a piece at a time,
// so that the page answers meanwhile and the search can be stopped. What has to be said of a field is said by the server.

import { half } from '/half.js';

const place = (id) => document.getElementById(id);
const form = document.querySelector('main.find form.ask');
const [finding, found, underWay, progress, stop, said] = [
  'finding', 'found', 'search-under-way', 'search-progress', 'search-stop', 'search-said',
].map(place);

/** So many machines are tried at a time, and for so long before the page has its turn, in ms. */
const AT_A_TIME = 4;
const PIECE = 10;
/** Nothing is shown of a search that is done sooner, in ms. */
const SOON = 120;

/** Counts searches: whichever is not the newest ends. */
let newest = 0;

/** Lets the page have its turn: a frame where one is seen. */
const turn = () => new Promise((go) => { (document.hidden ? setTimeout : requestAnimationFrame)(go); });

/** What is asked, without empty fields that stand for nothing. */
const asked = () => new URLSearchParams(new FormData(form)).toString();

/** Goes through all machines; whether it came to the end. */
async function goThrough(module, mine) {
  for (;;) {
    const until = performance.now() + PIECE;
    let behind;
    do behind = await module.search_go_on(AT_A_TIME);
    while (behind < 1 && performance.now() < until);
    if (mine !== newest) return false;
    if (!(behind < 1)) return true;
    progress.value = behind;
    await turn();
    if (mine !== newest) return false;
  }
}

/** Searches here and shows what was found; whether the server need not be asked. */
async function search(mine) {
  const module = await half();
  const query = await module.search_begin(asked());
  if (query === undefined) return false;
  if (!(await goThrough(module, mine))) return true;
  const answer = await module.search_found();
  if (!answer) return false;
  [finding.textContent, found.innerHTML] = answer;
  const address = `${location.pathname}?${query}`;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
  document.querySelector('.questions [aria-current]').href = address;
  finding.scrollIntoView({ block: 'nearest' });
  said.textContent = finding.textContent;
  return true;
}

/** A job that is of another kind has other fields. */
const isOfAnotherKind = () => {
  const { mode } = form.elements;
  return mode.value !== (mode.querySelector('option[selected]')?.value ?? '');
};

form.addEventListener('submit', async (event) => {
  if (isOfAnotherKind()) return;
  event.preventDefault();
  newest += 1;
  const mine = newest;
  said.textContent = '';
  progress.value = 0;
  found.setAttribute('aria-busy', 'true');
  const show = setTimeout(() => { underWay.hidden = false; }, SOON);
  const done = await search(mine).catch(() => false);
  clearTimeout(show);
  if (mine !== newest) return;
  found.removeAttribute('aria-busy');
  underWay.hidden = true;
  if (!done) form.submit();
});

stop.addEventListener('click', () => {
  newest += 1;
  found.removeAttribute('aria-busy');
  underWay.hidden = true;
  said.textContent = 'The search was stopped. What stands below answers the question before.';
  form.querySelector('[type=submit]').focus();
});

// Whoever comes to the form will want the code.
form.addEventListener('focusin', () => { half().catch(() => {}); }, { once: true });

// What was shown before is the server's to show again.
addEventListener('popstate', () => location.reload());
