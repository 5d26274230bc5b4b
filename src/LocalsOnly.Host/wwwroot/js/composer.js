import { byId, hasKeyboard } from './dom.js';

/** The message box: Enter sends, Shift+Enter breaks the line, and each persona has its own draft. */
export class Composer {
  #box = byId('composer');
  #send = byId('send');
  #stop = byId('stop');
  #drafts = new Map();
  #chat = null;

  constructor(ask) {
    const submit = () => {
      const text = this.#box.value.trim();
      if (text === '' || !this.#chat || this.#chat.busy) return;
      this.#box.value = '';
      ask(text);
      this.refresh();
      this.#box.focus();
    };
    byId('composer-form').addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.#box.addEventListener('keydown', (event) => {
      // An Enter that ends an input method's composition is not a send.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    this.#box.addEventListener('input', () => this.refresh());
    this.#stop.addEventListener('click', () => {
      this.#chat.stop();
      this.#box.focus();
    });
  }

  /** Points the box at another chat; what was typed for the last one is kept for it. */
  use(chat, persona) {
    if (this.#chat) this.#drafts.set(this.#chat.persona, this.#box.value);
    this.#chat = chat;
    // Until a persona is known there is nobody to write to.
    this.#box.disabled = false;
    this.#box.value = this.#drafts.get(chat.persona) ?? '';
    this.#box.placeholder = `Message ${persona.name}`;
    byId('composer-label').textContent = `Message ${persona.name}`;
    this.refresh();
  }

  refresh() {
    const busy = this.#chat?.busy ?? false;
    // A control that is about to vanish must not take the focus with it.
    const lost = [this.#send, this.#stop].includes(document.activeElement) && busy === this.#stop.hidden;
    this.#stop.hidden = !busy;
    this.#send.hidden = busy;
    this.#send.disabled = !this.#chat || this.#box.value.trim() === '';
    if (lost) this.#box.focus();
    this.#box.style.height = 'auto';
    this.#box.style.height = `${Math.min(this.#box.scrollHeight, innerHeight * 0.35)}px`;
  }

  /** On a phone focus would raise the keyboard over what the person wants to read. */
  focus() {
    if (hasKeyboard()) this.#box.focus();
  }
}
