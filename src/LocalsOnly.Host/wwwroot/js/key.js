import { byId, el } from './dom.js';

let asking = null;
let made = null;

/** Asks for the host's key; requests that need it at the same time share one answer. */
export function askForKey(refused) {
  asking ??= ask(refused).finally(() => { asking = null; });
  return asking;
}

function ask(refused) {
  const gate = made ??= make();
  const box = byId('gate-key');
  const error = byId('gate-error');
  error.textContent = refused ? 'The host refused that key. Check it and try again.' : '';
  box.value = '';
  gate.showModal();
  box.focus();
  return new Promise((resolve) => {
    const form = byId('gate-form');
    const stay = (event) => event.preventDefault();
    gate.addEventListener('cancel', stay);
    form.addEventListener('submit', function take(event) {
      event.preventDefault();
      const key = box.value.trim();
      if (!/^[\x21-\x7e]+$/.test(key)) {
        error.textContent = 'A key is one word of plain letters, digits and signs.';
        return;
      }
      form.removeEventListener('submit', take);
      gate.removeEventListener('cancel', stay);
      gate.close();
      resolve(key);
    });
  });
}

/** Made when it is first needed, on whatever page that is. */
function make() {
  const dialog = el('dialog', { class: 'gate', id: 'gate', 'aria-labelledby': 'gate-title' },
    el('form', { method: 'dialog', id: 'gate-form' },
      el('h2', { id: 'gate-title', text: 'This host asks for a key' }),
      el('p', { text: 'It is the one configured on the host. It stays in this tab and is forgotten when the tab closes.' }),
      el('label', { for: 'gate-key', text: 'Key' }),
      el('input', { id: 'gate-key', type: 'password', 'data-testid': 'key', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', required: true, 'aria-describedby': 'gate-error' }),
      el('p', { class: 'gate-error', id: 'gate-error', role: 'alert' }),
      el('button', { type: 'submit', class: 'primary', 'data-testid': 'key-submit', text: 'Continue' })));
  document.body.append(dialog);
  return dialog;
}
