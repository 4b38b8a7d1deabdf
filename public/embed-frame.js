// Inside an embed: tells the page around it how high it is, and lets a form of it answer in place.

const main = document.getElementById('embed');

let told = 0;

// The height that the content takes, whatever the frame's own height is.
function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told || window.parent === window) return;
  told = height;
  // Our own words, and those that common hosts listen for already. Heights are no secret.
  window.parent.postMessage({ type: 'headroom:height', height }, '*');
  window.parent.postMessage(JSON.stringify({ src: location.href, context: 'iframe.resize', height }), '*');
}

new ResizeObserver(tell).observe(document.body);

// The page around may begin to listen after the frame has spoken.
window.addEventListener('message', ({ source, data }) => {
  if (source !== window.parent || data?.type !== 'headroom:ask') return;
  told = 0;
  tell();
});

// Nothing is loaded for a form before somebody touches it; then the server writes each answer.
let latest = 0;

async function answer(form) {
  const turn = ++latest;
  const address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`;
  const response = await fetch(address);
  if (!response.ok || turn !== latest) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of ['#embed', '.credit']) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceChildren(...fresh.childNodes);
  }
}

const form = document.querySelector('form.turn');
if (form) {
  main?.setAttribute('aria-live', 'polite');
  form.addEventListener('change', () => answer(form).catch(() => form.submit()));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer(form).catch(() => form.submit());
  });
}
