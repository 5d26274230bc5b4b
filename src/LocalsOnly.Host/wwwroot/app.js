import { onKeyNeeded } from './js/api.js';
import { Chat } from './js/chat.js';
import { Composer } from './js/composer.js';
import { byId, el } from './js/dom.js';
import { askForKey } from './js/key.js';
import { Panel } from './js/panel.js';
import { Picker, tint } from './js/personas.js';
import { read } from './js/reader.js';
import { Search } from './js/search.js';
import { Status } from './js/status.js';
import { Tasks } from './js/tasks.js';
import { Transcript } from './js/transcript.js';
import { welcome } from './js/welcome.js';

onKeyNeeded(askForKey);

const status = new Status();
const picker = new Picker();
const panel = new Panel();
const search = new Search(panel);
const tasks = new Tasks(panel);
const rooms = new Map();
const scroller = byId('scroller');
const latest = byId('latest');
let room = null;
let following = true;
let welcomed = '';

const composer = new Composer((text) => room.chat.ask(text));
const open = (key, opener) => read(panel, key, { opener });

/** A persona's room is made once: its chat goes on while another one is looked at. */
function roomOf(persona) {
  if (!rooms.has(persona.id)) rooms.set(persona.id, makeRoom(persona));
  return rooms.get(persona.id);
}

function makeRoom(persona) {
  const chat = new Chat(persona.id);
  const made = { chat, persona, scroll: 0 };
  made.transcript = new Transcript(chat, persona, { open, grown: (whole) => room === made && follow(whole) });
  chat.addEventListener('busy', () => {
    picker.busy(persona.id, chat.busy);
    if (room === made) composer.refresh();
  });
  chat.addEventListener('turn', () => room === made && draw());
  chat.addEventListener('clear', () => room === made && draw());
  return made;
}

function enter(persona, byHand) {
  if (room?.chat.persona === persona.id) {
    room.persona = persona;
  } else {
    if (room) room.scroll = scroller.scrollTop;
    room = roomOf(persona);
    composer.use(room.chat, persona);
  }
  for (const other of picker.personas) picker.busy(other.id, rooms.get(other.id)?.chat.busy ?? false);
  tint(document.body, persona);
  document.body.dataset.persona = persona.id;
  document.title = `${persona.name} · LocalsOnly`;
  byId('persona-name').textContent = persona.name;
  byId('persona-line').textContent = persona.description;
  byId('persona-problem').hidden = !persona.problem;
  byId('persona-problem').textContent = persona.problem ?? '';
  draw();
  scroller.scrollTop = room.scroll;
  if (byHand) composer.focus();
}

/** What the first screen shows of the status; it is drawn again only when this changes. */
const gist = (status) => JSON.stringify([status?.suggestions ?? null, status?.memory?.conversations > 0]);

function draw() {
  const started = room.chat.turns.length > 0;
  welcomed = gist(status.latest);
  byId('transcript').replaceChildren(started ? room.transcript.node : welcome(room.persona, status.latest, (text) => room.chat.ask(text)));
  byId('new-chat').hidden = !started;
}

/** Keeps the newest words in sight, unless the person has scrolled up to read. */
function follow(whole) {
  if (whole) following = true;
  if (following) scroller.scrollTop = scroller.scrollHeight;
  marker();
}

function marker() {
  latest.hidden = following || !room?.chat.busy;
}

scroller.addEventListener('scroll', () => {
  following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  marker();
}, { passive: true });

// The column grows when a fold opens and reflows when the panel takes its place; who was at the end stays there.
const sizes = new ResizeObserver(() => room?.chat.turns.length > 0 && follow(false));
sizes.observe(scroller);
sizes.observe(byId('transcript'));

latest.addEventListener('click', () => {
  follow(true);
  byId('composer').focus();
});

byId('new-chat').addEventListener('click', () => {
  room?.chat.clear();
  composer.refresh();
  composer.focus();
});

byId('open-search').addEventListener('click', (event) => search.open(event.currentTarget));

byId('open-tasks').addEventListener('click', (event) => tasks.open(event.currentTarget));

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea');
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog:modal')) return;
  event.preventDefault();
  search.open(byId('open-search'));
});

addEventListener('popstate', () => {
  const key = new URLSearchParams(location.search).get('source');
  if (key && !panel.isOpen) open(key, null);
});

picker.addEventListener('choose', ({ detail: { persona, byHand } }) => enter(persona, byHand));

status.addEventListener('status', ({ detail }) => {
  tasks.glance();
  picker.show(detail.personas ?? []);
  if (!room) byId('transcript').replaceChildren(el('p', { class: 'alone', text: 'The host runs, but no persona is loaded. Put one under agents/ and it appears here.' }));
  else if (room.chat.turns.length === 0 && welcomed !== gist(detail)) draw();
});

status.addEventListener('failure', ({ detail: error }) => {
  if (room) return;
  const again = el('button', { type: 'button', class: 'again', text: 'Try again' });
  again.addEventListener('click', () => status.refresh());
  byId('transcript').replaceChildren(el('div', { class: 'alone' }, el('p', { role: 'alert', text: error.message }), again));
});

const linked = new URLSearchParams(location.search).get('source');
await status.start();
if (room && !linked) composer.focus();
if (linked) open(linked, null);
