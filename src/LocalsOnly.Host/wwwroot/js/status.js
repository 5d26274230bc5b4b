import * as api from './api.js';
import { byId, el } from './dom.js';
import { count, counted, vendor, words } from './format.js';

const EVERY = 15_000;

/** Asks the host how it is, every 15 s while somebody is looking. Fires `status` with the answer. */
export class Status extends EventTarget {
  latest = null;
  #asked = 0;
  #timer = 0;

  start() {
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#timer);
      if (!document.hidden) this.#timer = setTimeout(() => this.refresh(), Math.max(0, this.#asked + EVERY - Date.now()));
    });
    return this.refresh();
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#asked = Date.now();
    try {
      this.latest = await api.status();
      draw(this.latest);
      this.dispatchEvent(new CustomEvent('status', { detail: this.latest }));
    } catch (error) {
      drawFailure(error);
      this.dispatchEvent(new CustomEvent('failure', { detail: error }));
    }
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.refresh(), EVERY);
  }
}

const tone = { ready: 'good', ok: 'good', running: 'good', loading: 'wait', starting: 'wait', 'not placed': 'wait', unreachable: 'bad', failed: 'bad', error: 'bad' };
const dot = (state) => el('span', { class: 'dot', 'data-state': tone[words(state)] ?? 'unknown', 'aria-hidden': 'true' });

function draw(status) {
  const endpoints = status.endpoints ?? [];
  const ready = endpoints.filter((endpoint) => words(endpoint.state) === 'ready');
  const waiting = endpoints.some((endpoint) => tone[words(endpoint.state)] === 'wait');
  const noun = endpoints.length === 1 ? 'endpoint' : 'endpoints';
  const summary = ready.length > 0 ? [`${ready.length} of ${endpoints.length} `, el('span', { class: 'wide-only', text: `${noun} ` }), 'ready']
    : waiting ? ['Loading a model'] : ['No model', el('span', { class: 'wide-only', text: ' reachable' })];
  const whole = ready.length === 0 ? (waiting ? 'wait' : 'bad') : ready.length < endpoints.length ? 'wait' : 'good';
  head(summary, whole, status.memory?.conversations ? counted(status.memory.conversations, 'conversation') : 'Memory is empty');
  byId('demo-badge').hidden = !status.demo;
  card(
    section('Endpoints', endpoints.length === 0
      ? [el('p', { class: 'small', text: 'None found. Replies are recall only until one answers.' })]
      : [el('ul', {}, ...endpoints.map(endpointRow))]),
    section('Memory', memory(status.memory)),
    (status.components ?? []).length > 0 && section('Parts', [el('ul', {}, ...status.components.map((part) =>
      row(part.name, words(part.state), part.state, part.detail)))]),
    section('Treasury', [el('p', {}, el('a', { href: 'treasury.html', 'data-testid': 'open-treasury', text: 'What the house costs' }))]),
    el('p', { class: 'small foot', text: [status.demo && 'Demo data', status.version && `LocalsOnly ${status.version}`, status.data_directory].filter(Boolean).join(' · ') }));
}

function drawFailure(error) {
  head(['Host', el('span', { class: 'wide-only', text: ' is' }), ' unreachable'], 'bad');
  card(section('Host', [el('p', { text: error.message })]));
}

/** `parts` are words and nodes; a phone has room for the words only. */
function head(parts, state, memory = '') {
  byId('status-text').replaceChildren(...parts);
  const text = byId('status-text').textContent;
  byId('status-memory').textContent = memory;
  byId('status').setAttribute('aria-label', `Status: ${[text, memory].filter(Boolean).join(', ')}`);
  byId('status').querySelector('.dot').dataset.state = state;
}

const card = (...parts) => byId('status-card').replaceChildren(...parts.filter(Boolean));

const section = (title, parts) => el('section', {}, el('h2', { text: title }), ...parts);

const row = (name, word, state, ...lines) => el('li', {}, dot(state),
  el('div', {}, el('p', {}, el('strong', { text: name }), ' ', el('span', { class: 'word', text: word })),
    ...lines.filter(Boolean).map((text) => el('p', { class: 'small', text }))));

const endpointRow = (endpoint) => row(
  endpoint.name,
  words(endpoint.state) + (endpoint.simulated ? ', simulated' : ''),
  endpoint.state,
  [(endpoint.tiers ?? []).join(' and '), endpoint.model].filter(Boolean).join(' · '),
  endpoint.allow_public && 'PUBLIC ADDRESSES ALLOWED: prompts sent there may leave this house',
  endpoint.detail,
  load(endpoint.load),
  endpoint.url);

/** What an endpoint is busy with; nothing as long as it was never asked. */
function load(load) {
  if (!load?.capacity) return '';
  const seconds = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
  return [
    `${load.in_flight} of ${load.capacity} places taken`,
    load.queued > 0 && `${load.queued} waiting`,
    load.time_to_first_token != null && `first token after ${seconds(load.time_to_first_token)}`,
    load.tokens_per_second != null && `${Math.round(load.tokens_per_second)} tokens/s`,
    load.retry_in != null && `left alone for ${seconds(load.retry_in)}`,
  ].filter(Boolean).join(', ');
}

function memory(memory) {
  if (!memory?.conversations) return [el('p', { class: 'small', text: 'Empty. Bring conversations in with locals import.' })];
  const sources = Object.entries(memory.by_source ?? {}).map(([source, n]) => `${vendor(source)} ${count(n)}`).join(', ');
  return [
    el('p', { text: `${counted(memory.conversations, 'conversation')}, ${counted(memory.messages ?? 0, 'message')}` }),
    sources && el('p', { class: 'small', text: sources }),
  ].filter(Boolean);
}
