import { byId } from './dom.js';

let asking = null;

/** Asks for the host's key; requests that need it at the same time share one answer. */
export function askForKey(refused) {
  asking ??= ask(refused).finally(() => { asking = null; });
  return asking;
}

function ask(refused) {
  const gate = byId('gate');
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
