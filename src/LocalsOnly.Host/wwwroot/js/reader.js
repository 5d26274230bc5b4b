import * as api from './api.js';
import { el } from './dom.js';
import { authorOf, counted, dateOf, timeOf, vendor, words } from './format.js';
import { nested } from './markdown.js';

/** Shows one conversation in the panel, at the message that was asked for. */
export async function read(panel, key, { opener = null, back = null } = {}) {
  const signal = panel.begin(opener);
  panel.show({ title: 'Opening the source…', body: el('div', { class: 'body loading', role: 'status', text: 'Reading from the archive' }), address: key, back });
  panel.focusTitle();
  try {
    const conversation = await api.conversation(key, signal);
    if (signal.aborted) return;
    show(panel, conversation, key, back);
  } catch (error) {
    if (signal.aborted) return;
    fail(panel, key, error, back);
  }
}

function show(panel, conversation, key, back) {
  const messages = conversation.messages ?? [];
  const shown = messages.filter((message) => message.active);
  const aside = messages.filter((message) => !message.active);
  const body = el('div', { class: 'body' },
    ...shown.map((message) => entry(message, conversation)),
    aside.length > 0 && el('h3', { class: 'divider', text: 'Other branches' }),
    aside.length > 0 && el('p', { class: 'small', text: 'Versions that were edited or answered again. They are not on the path last read.' }),
    ...aside.map((message) => entry(message, conversation)),
    messages.length === 0 && el('p', { class: 'small', text: 'This conversation holds no messages.' }));
  const facts = [vendor(conversation.source), dateOf(conversation.created_at) ?? 'no date', conversation.model, counted(messages.length, 'message')];
  panel.show({ title: conversation.title || 'Untitled', facts: facts.filter(Boolean), body, address: key, back });
  const focused = body.querySelector('[data-testid="source-focus"]');
  if (!focused) return panel.focusTitle();
  // Long messages begin at the top of the panel, short ones rest in its middle.
  focused.scrollIntoView({ block: focused.offsetHeight > body.clientHeight * 0.7 ? 'start' : 'center' });
  focused.focus({ preventScroll: true });
}

const hidden = { context: 'Instructions', reasoning: 'Thinking', 'tool call': 'Tool call', 'tool result': 'Tool result' };

function entry(message, conversation) {
  const focused = message.key === conversation.focus;
  const kind = hidden[words(message.kind)];
  const who = authorOf(message.author, conversation.source);
  const at = timeOf(message.at);
  const head = el('header', {},
    el('strong', { text: who }),
    at && el('time', { datetime: message.at, text: at }),
    !message.active && el('span', { class: 'badge branch', 'data-testid': 'branch', text: 'other branch' }),
    focused && el('span', { class: 'badge focus', text: 'this passage' }));
  const text = el('div', { class: 'prose' }, ...nested(message.text ?? ''));
  const files = message.attachments?.length > 0 && el('p', { class: 'small files', text: `Attached: ${message.attachments.join(', ')}` });
  return el('article', {
    class: ['entry', `by-${who === 'You' ? 'you' : 'them'}`, !message.active && 'inactive', focused && 'focused'].filter(Boolean).join(' '),
    'data-testid': focused ? 'source-focus' : null,
    tabindex: focused ? '-1' : null,
  }, head, kind ? el('details', { open: focused }, el('summary', { text: kind }), text) : text, files);
}

function fail(panel, key, error, back) {
  const gone = error.status === 404;
  const body = el('div', { class: 'body trouble', role: 'alert', 'data-testid': 'panel-error' }, el('p', { text: error.message }));
  if (gone) {
    body.append(el('p', { class: 'small', text: 'It may have been forgotten since it was cited. Nothing else of it is kept here.' }));
  } else {
    const again = el('button', { type: 'button', class: 'again', text: 'Try again' });
    again.addEventListener('click', () => read(panel, key, { back }));
    body.append(again);
  }
  panel.show({ title: gone ? 'This source is not in memory' : 'The source did not open', body, address: key, back });
  panel.focusTitle();
}
