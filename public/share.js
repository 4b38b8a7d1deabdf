// On the page for sharing: buttons that copy, and choices that show at once.

for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener('click', async () => {
    source.select();
    let word = 'Copied';
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      // Without permission or without https the text is at least selected.
      word = document.execCommand('copy') ? 'Copied' : 'Press Ctrl+C';
    }
    button.textContent = word;
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
}

const form = document.querySelector('.share-form');
form?.addEventListener('change', () => form.requestSubmit());
