import { byId, el } from './dom.js';

const CHOICE = 'locals.persona';

/** Accents of the house's five, as in their persona files; the stylesheet adjusts their lightness to each theme. */
const accents = { vince: '#2f6df0', kelly: '#d9546b', solus: '#c08a1e', otaku: '#7a5af0', eliza: '#1c9a7c' };
const spare = ['#c2603a', '#3f8f3a', '#a44bb8', '#2a8fb0', '#8a7a2a'];

export function accentOf(persona) {
  if (/^#[0-9a-f]{6}$/i.test(persona.accent ?? '')) return persona.accent;
  const sum = [...persona.id].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return accents[persona.id] ?? spare[sum % spare.length];
}

/** Gives an element the persona's colour. */
export const tint = (node, persona) => node.style.setProperty('--seed', accentOf(persona));

/** The persona's initial on its colour. */
export function monogram(persona) {
  const node = el('span', { class: 'monogram tinted', 'aria-hidden': 'true', text: [...persona.name][0]?.toUpperCase() ?? '?' });
  tint(node, persona);
  return node;
}

/** The list of personas; remembers the choice in this browser and in the address. */
export class Picker extends EventTarget {
  #list = byId('personas');
  #buttons = new Map();
  #shown = '';
  chosen = null;

  /** Shows the personas of the newest status; the first time, chooses the linked, the remembered or the first one. */
  show(personas) {
    const now = JSON.stringify(personas);
    if (now === this.#shown) return;
    this.#shown = now;
    this.personas = personas;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.#buttons = new Map(personas.map((persona) => [persona.id, this.#option(persona)]));
    this.#list.replaceChildren(...[...this.#buttons.values()].map((button) => el('li', {}, button)));
    this.#buttons.get(focused)?.focus();
    const linked = new URLSearchParams(location.search).get('persona')?.toLowerCase();
    const wanted = [this.chosen?.id, linked, remembered()].find((id) => this.#buttons.has(id)) ?? personas[0]?.id;
    if (wanted) this.choose(wanted, false);
  }

  choose(id, byHand = true) {
    const persona = this.personas.find((candidate) => candidate.id === id);
    if (!persona) return;
    this.chosen = persona;
    for (const [key, button] of this.#buttons) button.setAttribute('aria-current', String(key === id));
    if (byHand) {
      remember(id);
      const address = new URL(location.href);
      address.searchParams.set('persona', id);
      history.replaceState(history.state, '', address);
    }
    this.#buttons.get(id).scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.dispatchEvent(new CustomEvent('choose', { detail: { persona, byHand } }));
  }

  /** Marks a persona whose reply is on its way. */
  busy(id, busy) {
    const button = this.#buttons.get(id);
    if (!button) return;
    button.toggleAttribute('data-busy', busy);
    button.querySelector('.replying').textContent = busy ? ', replying' : '';
  }

  #option(persona) {
    const button = el('button', { type: 'button', class: 'persona tinted', 'data-testid': `persona-${persona.id}`, 'data-id': persona.id, title: persona.problem },
      monogram(persona),
      el('span', { class: 'text' },
        el('span', { class: 'name' }, el('span', { text: persona.name }), el('span', { class: 'tier', text: persona.tier }), el('span', { class: 'sr replying' })),
        el('span', { class: 'line', text: persona.description }),
        persona.problem && el('span', { class: 'trouble', text: persona.problem })));
    tint(button, persona);
    button.addEventListener('click', () => this.choose(persona.id));
    return button;
  }
}

function remembered() {
  try { return localStorage.getItem(CHOICE); } catch { return null; }
}

function remember(id) {
  try { localStorage.setItem(CHOICE, id); } catch { /* a private window: remembered for this visit only */ }
}
