// For pages that show Headroom's embeds: gives each frame the height that its content has. Without
// this file a frame keeps the height that is written into it.

(() => {
  const LOWEST = 80;
  const HIGHEST = 4000;
  const home = new URL(document.currentScript?.src ?? location.href).origin;

  // The height that a message tells, in our own words or in those of `iframe.resize`.
  function heightIn(data) {
    let told = data;
    if (typeof data === 'string') {
      if (data.length > 2000 || !data.includes('iframe.resize')) return null;
      try {
        told = JSON.parse(data);
      } catch {
        return null;
      }
    }
    if (told?.type !== 'headroom:height' && told?.context !== 'iframe.resize') return null;
    const height = Number(told.height);
    return Number.isFinite(height) ? Math.min(Math.max(Math.ceil(height), LOWEST), HIGHEST) : null;
  }

  const isOurs = (frame) => frame.src.startsWith(`${home}/embed`);

  window.addEventListener('message', (event) => {
    const height = heightIn(event.data);
    if (height === null) return;
    // The window that speaks decides which frame is meant; whatever the message says does not.
    for (const frame of document.querySelectorAll('iframe')) {
      if (isOurs(frame) && frame.contentWindow === event.source) frame.style.height = `${height}px`;
    }
  });

  // Frames that were ready before this file have spoken to nobody.
  for (const frame of document.querySelectorAll('iframe')) {
    if (isOurs(frame)) frame.contentWindow?.postMessage({ type: 'headroom:ask' }, '*');
  }
})();
