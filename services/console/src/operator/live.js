// Renews the living part of a page: by its stream where it has one, else by asking for the page again.
const part = document.querySelector('[data-live]');
const note = document.querySelector('[data-live-note]');
const pause = document.querySelector('[data-live-pause]');
const said = document.querySelector('[data-live-said]');

let stop = () => {};
let isPaused = false;

// As everywhere on these pages, in Paris.
function timeNow() {
  return new Date().toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris' });
}

function show(parts) {
  const focused = placeOfFocus();
  part.replaceChildren(...parts);
  if (focused !== null) part.querySelectorAll('a, button, summary, [tabindex]')[focused]?.focus();
  const state = part.querySelector('[data-said]')?.textContent ?? '';
  if (said.textContent !== state) said.textContent = state;
  if (!isPaused) note.textContent = `Mise à jour automatique, la dernière à ${timeNow()}.`;
}

// Who stands on a link goes on standing on it.
function placeOfFocus() {
  const place = [...part.querySelectorAll('a, button, summary, [tabindex]')].indexOf(document.activeElement);
  return place < 0 ? null : place;
}

function followStream(address) {
  const stream = new EventSource(address);
  const take = ({ data }) => show(new DOMParser().parseFromString(data, 'text/html').body.childNodes);
  stream.addEventListener('message', take);
  stream.addEventListener('fin', (event) => {
    if ('another' in part.dataset) return location.reload();
    take(event);
    note.textContent = 'C’est fini : cette page ne change plus.';
    pause.hidden = true;
    stream.close();
  });
  return () => stream.close();
}

function askAgain(seconds) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
    if (isPaused) return;
    if (answer === null || !answer.ok || answer.redirected) {
      note.textContent = 'Le hub n’a pas répondu à la dernière mise à jour ; la page montre ce qui était connu.';
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.querySelector('[data-live]');
    if (next !== null && !isPaused) show(next.childNodes);
  }, seconds * 1000);
  return () => clearInterval(timer);
}

function begin() {
  stop = part.dataset.stream ? followStream(part.dataset.stream) : askAgain(Number(part.dataset.every));
  note.textContent = 'Mise à jour automatique.';
}

if (part !== null) {
  pause.hidden = false;
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Reprendre la mise à jour' : 'Suspendre la mise à jour';
    if (!isPaused) begin();
    else {
      stop();
      note.textContent = `Mise à jour suspendue à ${timeNow()}.`;
    }
  });
  begin();
}
