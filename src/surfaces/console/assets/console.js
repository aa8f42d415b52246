// The console redraws itself from the server: a change is announced, the page is fetched again and morphed in place,
// so that focus, scroll and open folds stay. Without this script everything works by plain forms.
(() => {
  const app = () => document.getElementById('app');
  const dialog = document.getElementById('dialog');
  const said = document.getElementById('said');
  const offline = document.getElementById('offline');
  let timer;
  let running = false;
  let again = false;
  let saidTimer;

  async function refresh() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      const response = await fetch(location.href, { headers: { 'x-live': '1' }, cache: 'no-store' });
      if (response.status === 401) {
        location.assign('/console/sign-in');
        return;
      }
      // Whatever is not the board must not pass for a quiet night.
      if (!response.ok && response.status !== 404) throw new Error(`the server answered ${response.status}`);
      const next = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = next.getElementById('app');
      if (!fresh) throw new Error('this is not the board');
      keepOpen(fresh);
      Idiomorph.morph(app(), fresh, { restoreFocus: true, callbacks: { beforeNodeMorphed: spared } });
      document.title = next.title;
      tick();
      offline.hidden = true;
    } catch {
      offline.hidden = false;
      setTimeout(soon, 3000);
    } finally {
      running = false;
      if (again) {
        again = false;
        soon();
      }
    }
  }

  // What a person is typing into is left alone; everything else shows the truth, focused or not.
  function spared(old) {
    return !(old === document.activeElement && old.matches('input, textarea, select'));
  }

  // What a person opened stays open.
  function keepOpen(fresh) {
    const folds = [...app().querySelectorAll('details:not(.more)')];
    const freshFolds = [...fresh.querySelectorAll('details:not(.more)')];
    if (app().dataset.selected !== fresh.dataset.selected) return;
    freshFolds.forEach((fold, index) => {
      if (folds[index]?.open) fold.open = true;
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, 60);
  }

  function connect() {
    const events = new EventSource('/console/events');
    events.addEventListener('open', soon);
    events.addEventListener('changed', soon);
    events.addEventListener('error', () => {
      offline.hidden = false;
      // The browser gives up after some answers; we do not.
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
    });
  }

  function span(ms) {
    const seconds = Math.max(0, Math.round(ms / 1000));
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
    return `${Math.floor(hours / 24)} d`;
  }

  function tick() {
    const now = Date.now();
    for (const each of document.querySelectorAll('[data-since]'))
      each.textContent = span(now - Number(each.dataset.since));
    const clock = document.querySelector('[data-clock]');
    if (clock) clock.textContent = new Date(now).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  }

  function say(text) {
    said.textContent = text;
    said.hidden = false;
    clearTimeout(saidTimer);
    saidTimer = setTimeout(() => {
      said.hidden = true;
    }, 6000);
  }

  // A form that was left must not be met again behind the next one.
  dialog.addEventListener('close', () => dialog.replaceChildren());

  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    try {
      const response = await fetch(form.getAttribute('action'), { method: 'POST', headers: { 'x-live': '1' }, body });
      const answer = await response.json().catch(() => ({ text: 'Not done. Reload the page and try again.' }));
      if (answer.html) {
        dialog.innerHTML = answer.html;
        if (!dialog.open) dialog.showModal();
        (dialog.querySelector('[aria-invalid]') ?? dialog.querySelector('select, textarea'))?.focus();
      } else {
        dialog.close();
        say(answer.text);
      }
    } catch {
      say('The server could not be reached. Nothing was changed.');
    }
    soon();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-press], [data-submit]')) return;
    event.preventDefault();
    for (const button of form.querySelectorAll('button')) button.disabled = true;
    const { submitter } = event;
    for (const menu of form.querySelectorAll('details[open]')) menu.open = false;
    if (submitter) submitter.disabled = false;
    send(form, submitter).finally(() => {
      for (const button of form.querySelectorAll('button')) button.disabled = false;
    });
  });

  document.addEventListener('click', (event) => {
    const cancel = event.target.closest('[data-cancel]');
    if (cancel && dialog.contains(cancel)) {
      event.preventDefault();
      dialog.close();
      return;
    }
    const row = event.target.closest('a[data-row], a.back');
    if (row && !event.metaKey && !event.ctrlKey && event.button === 0) {
      event.preventDefault();
      go(row.href);
    }
  });

  function go(href) {
    history.pushState(null, '', href);
    document.querySelector('.detail').inert = true;
    refresh().then(() => {
      if (matchMedia('(max-width: 800px)').matches) scrollTo(0, 0);
    });
  }
  addEventListener('popstate', refresh);

  document.addEventListener('change', (event) => {
    const form = event.target.closest('[data-filters]');
    if (form) filter(form);
  });
  let typing;
  document.addEventListener('input', (event) => {
    const form = event.target.closest('[data-filters]');
    if (!form || event.target.type !== 'search') return;
    clearTimeout(typing);
    typing = setTimeout(() => filter(form), 200);
  });
  function filter(form) {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    const text = query.toString();
    history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
    refresh();
  }

  function move(step) {
    const rows = [...document.querySelectorAll('a[data-row]')];
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    next.focus({ preventScroll: false });
    next.scrollIntoView({ block: 'nearest' });
    go(next.href);
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest('input:not([type=checkbox]), textarea, select')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const help = document.getElementById('help');
    if (help.open) return;
    // While the next incident is on its way, the old one is still drawn: a key must not hit it.
    const shown = app().dataset.selected === (/\/incidents\/(\d+)/.exec(location.pathname)?.[1] ?? '');
    const button = shown && document.querySelector(`.detail [data-key="${CSS.escape(event.key)}"]`);
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === '/') document.querySelector('[data-filters] [type=search]')?.focus();
    else if (event.key === '?') help.showModal();
    else if (button) button.click();
    else return;
    event.preventDefault();
  });

  connect();
  tick();
  // Another instance on the same store announces to its own listeners only; and a lost announcement costs ten seconds.
  setInterval(soon, 10000);
  setInterval(tick, 1000);
})();
