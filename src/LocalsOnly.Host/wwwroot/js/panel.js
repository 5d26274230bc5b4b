import { byId, el, icon, isPhone } from './dom.js';

/**
 * The side panel: a column beside the chat on a desk, a sheet over everything on a phone. Back and Esc close it.
 * A view is `{ title, facts, body, address, focus }`; `address` is the message or conversation key that goes into the URL.
 */
export class Panel {
  #node = byId('panel');
  #opener = null;
  #abort = null;

  constructor() {
    this.#node.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.isOpen || this.#node.matches(':modal')) return;
      if (document.querySelector(':popover-open, dialog:modal')) return;
      this.close();
    });
    addEventListener('popstate', () => {
      if (!history.state?.panel && this.isOpen) this.#hide();
    });
  }

  get isOpen() {
    return this.#node.open;
  }

  /** Opens empty; the signal is aborted when the panel is closed or shows something else. */
  begin(opener = null) {
    this.#abort?.abort();
    this.#abort = new AbortController();
    if (!this.isOpen) {
      this.#opener = opener;
      if (!history.state?.panel) history.pushState({ panel: true }, '');
      if (isPhone()) this.#node.showModal();
      else this.#node.show();
      byId('frame').classList.add('with-panel');
    }
    return this.#abort.signal;
  }

  show({ title, facts = [], body, address = null, back = null }) {
    const close = el('button', { type: 'button', class: 'quiet close', 'aria-label': 'Close', 'data-testid': 'panel-close' }, icon('M5 5l10 10M15 5 5 15'));
    close.addEventListener('click', () => this.close());
    const returning = back && el('button', { type: 'button', class: 'quiet back', 'data-testid': 'panel-back' }, icon('M12 4.5 6.5 10l5.5 5.5'), 'Results');
    if (returning) returning.addEventListener('click', back);
    this.#node.replaceChildren(
      el('header', {}, returning, close,
        el('h2', { id: 'panel-title', tabindex: '-1', title, text: title }),
        facts.length > 0 && el('p', { class: 'facts' }, ...facts.map((text) => el('span', { text })))),
      body);
    place(address);
  }

  /** Moves the focus to the panel's heading, for a reader that is not sent elsewhere in it. */
  focusTitle() {
    byId('panel-title')?.focus({ preventScroll: true });
  }

  close() {
    if (history.state?.panel) history.back();
    else this.#hide();
  }

  #hide() {
    this.#abort?.abort();
    this.#node.close();
    this.#node.replaceChildren();
    byId('frame').classList.remove('with-panel');
    place(null);
    const back = this.#opener?.isConnected ? this.#opener : byId('composer');
    back.focus({ preventScroll: true });
  }
}

/** Notes the open source in the address, keeping the persona of now when a step back brought an older address. */
function place(source) {
  const address = new URL(location.href);
  const persona = document.body.dataset.persona;
  if (persona && address.searchParams.has('persona')) address.searchParams.set('persona', persona);
  if (source) address.searchParams.set('source', source);
  else address.searchParams.delete('source');
  history.replaceState(history.state, '', address);
}
